import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PatchSeries, ScenarioLink } from '../../../model/index.ts'
import { cardsOf } from '../../../app/_views/cards.ts'
import { dateView } from '../../../app/_views/dates.ts'
import { cursorQuery, listView, readCursor, threadsPerPage } from '../../../app/_views/listing.ts'
import { findPlace, homeList } from '../../../app/_views/place.ts'
import { searchView } from '../../../app/_views/search.ts'
import { threadPage } from '../../../app/_views/threadPage.ts'
import { toText } from '../../../app/_ui/html.ts'
import type { Answer } from '../../../app/_ui/http.ts'
import { isFresh, respond } from '../../../app/_ui/http.ts'
import { cardClasses, compact, scenarioCard } from '../../../app/_ui/reading/card.ts'
import { mailAnswer } from '../../../app/_ui/reading/mailAnswer.ts'
import { fakeReader } from './fake.ts'
import type { FakeMail } from './fake.ts'
import { shapeOf, textOf, tokens } from './tokens.ts'

const at = (path: string) => new URL(path, 'http://example.org')
const bodyOf = async (answer: Answer): Promise<string> =>
  answer.body instanceof ReadableStream
    ? Buffer.from(await new Response(answer.body).arrayBuffer()).toString('latin1')
    : answer.body instanceof Uint8Array
      ? Buffer.from(answer.body).toString('latin1')
      : typeof answer.body === 'string'
        ? answer.body
        : toText(answer.body)

/** Asks as the route does: the path below the list, decoded once. */
async function ask(mails: readonly FakeMail[], path: string, series: readonly PatchSeries[] = []) {
  const url = at(path)
  const [, list = '', ...rest] = url.pathname.split('/')
  const segments = rest.filter(s => s !== '').map(s => decodeURIComponent(s))
  const answer = await mailAnswer(fakeReader(mails, series), list, segments, url)
  return { ...answer, text: await bodyOf(answer) }
}

const thread: readonly FakeMail[] = [
  {
    id: 'one@example.org',
    subject: '[PATCH v2 1/2] mm: wait less',
    patch: { version: 2, part: 1, total: 2 },
    text: 'Words.\n',
    raw: new TextEncoder().encode('From: a\n\nFrom here\n'),
  },
  {
    id: 'two@example.org',
    parent: 'one@example.org',
    name: 'Bea',
    address: 'bea@example.org',
    subject: 'Re: [PATCH v2 1/2] mm: wait less',
    text: 'No.\n',
    at: 1_925_000_000,
    raw: new TextEncoder().encode('From: b\n\nx\n'),
  },
  {
    id: 'four@example.org',
    parent: 'three@example.org',
    name: 'Cid',
    address: 'cid@example.org',
    subject: 'Re: mm: wait less',
    text: '> What the missing mail said.\n\nYes.\n',
    at: 1_925_100_000,
  },
]

const link = (sure: ScenarioLink['sure'], reason: string): ScenarioLink => ({
  messageId: 'one@example.org',
  scenario: 'oom-reaper',
  variant: 'after',
  debate: 'oom-reaper',
  kind: 'patch',
  sure,
  reason,
})

describe('the page of a message', () => {
  it('has the same tags whatever id, subject and name the mail came with', async () => {
    const shape = async (word: string) => {
      const mail: FakeMail = {
        id: `${word}@example.org`,
        subject: word,
        name: word,
        address: `${word}@example.org`,
        text: 'Some words.\n',
      }
      const answer = await mailAnswer(fakeReader([mail]), 'all', [mail.id], at(`/all/${encodeURIComponent(mail.id)}/`))
      return shapeOf(await bodyOf(answer))
    }
    const plain = await shape('plain')
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(
          '"><script>',
          `'"><img src=x onerror=x>`,
          '</title><b>',
          '&lt;',
          '</h1>',
          'a/../b',
          '%00',
          '\u202e',
          '${1}',
          '{{1}}',
          '<!--',
          ']]>',
        ),
        fc.string({ unit: 'binary', maxLength: 12 }),
        async (word, tail) => {
          expect(await shape(word + tail)).toEqual(plain)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('keeps a body full of markup inside its text', async () => {
    const text = '</pre></div><script>alert(1)</script>\n> <img src=x>\n'
    const { text: page } = await ask([{ id: 'x@example.org', text }], '/sample/x@example.org/')
    expect(tokens(page).filter(t => 'tag' in t && t.tag === 'script')).toHaveLength(1)
    expect(textOf(page)).toContain('</pre></div><script>alert(1)</script>')
  })

  it('says when it was sent in the zone of its sender, and when received if that differs', async () => {
    const mail = { id: 'x@example.org', at: 1_925_000_000, zone: -480 }
    expect((await ask([mail], '/sample/x@example.org/')).text).not.toContain('· received ')
    const late = await ask([{ ...mail, receivedAt: 1_925_009_999 }], '/sample/x@example.org/')
    expect(textOf(late.text)).toContain('2030-12-31 18:13:20 -0800 · received 2031-01-01 04:59:59 UTC')
  })

  it('redirects to its address with a slash, and a file to its address without', async () => {
    expect(await ask(thread, '/sample/one@example.org')).toMatchObject({
      status: 301,
      location: '/sample/one@example.org/',
    })
    expect(await ask(thread, '/sample/one@example.org/t')).toMatchObject({
      status: 301,
      location: '/sample/one@example.org/t/',
    })
    expect(await ask(thread, '/sample/one@example.org/raw/')).toMatchObject({
      status: 301,
      location: '/sample/one@example.org/raw',
    })
  })

  it('redirects from a list that lacks it to one that has it', async () => {
    expect(await ask(thread, '/other/one@example.org/')).toMatchObject({
      status: 301,
      location: '/sample/one@example.org/',
    })
  })

  it.each(['a/b@example.org', 'x/raw', 'x/t', '../x@example.org', 'a%b@example.org', 'a?b#c@example.org'])(
    'stands under the id %j, escaped or with its slash as it is',
    async id => {
      expect(await ask([{ id }], `/sample/${encodeURIComponent(id)}/`)).toMatchObject({ status: 200 })
      if (!id.includes('/') || id.startsWith('..')) return
      expect(await ask([{ id }], `/sample/${id}/`)).toMatchObject({ status: 200 })
    },
  )

  it('prefers an id that ends in a suffix word to the suffix', async () => {
    const reader = fakeReader([{ id: 'x/raw' }, { id: 'x' }])
    expect(
      await findPlace(reader, [
        { id: 'x/raw', suffix: null },
        { id: 'x', suffix: 'raw' },
      ]),
    ).toMatchObject({ kind: 'mail', suffix: null })
  })

  it('gives the raw mail as text that runs nowhere, one mail of an mboxrd', async () => {
    const answer = await ask(thread, '/sample/one@example.org/raw')
    expect(answer.headers).toMatchObject({
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Security-Policy': "default-src 'none'; sandbox",
    })
    expect(answer.text).toBe('From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: a\n\n>From here\n\n')
  })

  it('gives the thread as mboxrd inside gzip', async () => {
    const answer = await ask(thread, '/sample/two@example.org/t.mbox.gz')
    const text = gunzipSync(Buffer.from(answer.text, 'latin1')).toString()
    expect(text.match(/^From mboxrd@z /gm)).toHaveLength(2)
    expect(text).toContain('\n>From here\n')
  })
})

describe('a mail whose lines hold characters that reorder or hide others', () => {
  const evil = 'a\u202eb\u200bc\u2066d'
  const mail: FakeMail = {
    id: `x${evil}@example.org`,
    subject: `Subject ${evil}`,
    name: `Name ${evil}`,
    address: `a${evil}@example.org`,
    text: `Body ${evil} https://example.org/x\n`,
  }
  const reply: FakeMail = { id: 'y@example.org', parent: mail.id, subject: `Re: Subject ${evil}`, name: `B ${evil}` }
  const home = `/sample/${encodeURIComponent(mail.id)}/`

  it.each([
    ['its page', home],
    ["its reply's page", '/sample/y@example.org/'],
    ['its thread', `${home}t/`],
    ['its thread by time', `${home}T/`],
    ['an unknown id', `/sample/${encodeURIComponent(`nobody${evil}`)}/`],
  ])('is shown by number everywhere on %s', async (_, path) => {
    const { text } = await ask([mail, reply], path)
    expect(text).toContain('⟨U+202E⟩')
    // What is left as it came stands in its own isolate, in a body.
    const bare = text.replace(/<span class="unseen" data-code="⟨U\+[0-9A-F]{4}⟩">.<\/span>/g, '')
    expect(bare).not.toMatch(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/)
    for (const title of text.matchAll(/<title>(.*?)<\/title>/g)) expect(title[1]).not.toContain('<')
  })

  it('gives its body back as it was sent', async () => {
    const { text } = await ask([mail], home)
    expect(textOf(text)).toContain(`Body ${evil} https://example.org/x`)
  })
})

describe('a mail that is not there', () => {
  it('shows, as ghost, the words its replies quote, and who quotes them', async () => {
    const { status, text } = await ask(thread, '/sample/three@example.org/')
    expect(status).toBe(200)
    expect(textOf(text)).toContain('SAMPLE Mail written for this project')
    expect(textOf(text)).toMatch(/recovered[^]*What the missing mail said\.[^]*as quoted by Cid/)
  })

  it('answers an unknown id with 404, ids that begin like it, and other archives', async () => {
    const long = '20310102030405.12345-1@example.org'
    const { status, text } = await ask([{ id: long }], '/sample/20310102030405.12345-2@example.org/')
    expect(status).toBe(404)
    const links = tokens(text).flatMap(t => ('tag' in t && t.tag === 'a' ? [t.attributes.href] : []))
    expect(links).toContain(`/all/${long}/`)
    expect(links).toContain('https://lore.kernel.org/all/20310102030405.12345-2%40example.org/')
  })
})

describe('the page of a thread', () => {
  it('shows every mail once under the anchor that lore gives it, outline beside', async () => {
    const { text } = await ask(thread.slice(0, 2), '/sample/one@example.org/t/')
    const ids = tokens(text).flatMap(t => ('tag' in t && t.tag === 'article' ? [t.attributes.id] : []))
    expect(ids).toEqual(
      ['one@example.org', 'two@example.org'].map(id => `m${createHash('sha1').update(id).digest('hex')}`),
    )
    for (const id of ids) expect(text).toContain(`href="#${id}"`)
  })

  it('draws a guessed place apart and says which rule guessed it', async () => {
    const guessed = { ...thread[1]!, sure: 'guess' as const }
    const { text } = await ask([thread[0]!, guessed], '/sample/one@example.org/t/')
    expect(text).toContain('class="o1 place-guess"')
    expect(textOf(text)).toContain('guess place: seed subject')
  })

  it('reads a long thread in pieces, all of it', async () => {
    const mails = Array.from(
      { length: 300 },
      (_, i): FakeMail => ({
        id: `m${i}@example.org`,
        ...(i > 0 ? { parent: `m${i - 1}@example.org` } : {}),
        text: `Mail ${i}.\n`,
        at: 1_925_000_000 + i,
      }),
    )
    const page = await threadPage(fakeReader(mails), 'm7@example.org', 'sample', false)
    let seen = 0
    for await (const item of page!.items) expect(item.row.id).toBe(`m${seen++}@example.org`)
    expect(seen).toBe(300)
  })

  it('orders the flat view by time and leaves ghosts out', async () => {
    const page = await threadPage(fakeReader(thread), 'four@example.org', 'sample', true)
    expect(page!.thread.outline.map(r => r.id)).toEqual(['four@example.org'])
  })

  it('lists the parts of a series that are missing', async () => {
    const series: PatchSeries = {
      key: 'one@example.org',
      title: 'mm: wait less',
      version: 2,
      isRfc: false,
      isResend: false,
      author: { name: 'Ann', address: 'ann@example.org' },
      total: 2,
      coverId: null,
      parts: [
        { part: 1, title: 'wait less', messageId: 'one@example.org' },
        { part: 2, title: '', messageId: null },
      ],
      chain: 'x',
      sure: 'certain',
      reason: 'n/m',
      atSeconds: 1_925_000_000,
      extent: 'whole',
      replaces: null,
      umbrellaId: null,
      marks: [],
    }
    const { text } = await ask(thread.slice(0, 2), '/sample/one@example.org/t/', [series])
    expect(textOf(text)).toMatch(/1 of 2 parts here[^]*2\/2 \(title not known\) missing/)
  })
})

describe('a scenario beside a patch', () => {
  it('shows question, positions, reason and where it runs; the surest of two links wins', () => {
    const cards = cardsOf([link('guess', 'title'), link('certain', 'listed')])
    expect(cards).toHaveLength(1)
    expect(cards[0]).toMatchObject({
      sure: 'certain',
      reason: 'this patch: listed',
      runHref: '/scenario/oom-reaper/?variant=after',
      embedHref: '/scenario/oom-reaper/?variant=after&embed=1',
    })
    const classes = tokens(scenarioCard(cards[0]!, compact).text).flatMap(t =>
      'tag' in t && t.attributes.class !== undefined ? [t.attributes.class] : [],
    )
    for (const name of Object.values(cardClasses)) expect(classes).toContain(name)
  })

  it('leaves out a link to a scenario that does not exist', () => {
    expect(cardsOf([{ ...link('certain', 'x'), scenario: 'no-such' }])).toEqual([])
  })
})

describe('a list', () => {
  const mails = Array.from(
    { length: 120 },
    (_, i): FakeMail => ({ id: `t${i}@example.org`, at: 1_925_000_000 + (i % 40) }),
  )

  it('goes on where its page ends, each thread once, also among threads of one second', async () => {
    const reader = fakeReader(mails)
    const seen: string[] = []
    let query: string | null = ''
    for (let pages = 0; query !== null && pages < 10; pages++) {
      const view = await listView(reader, 'sample', readCursor(new URLSearchParams(query)))
      seen.push(...view!.rows.map(r => r.href))
      query = view!.olderHref === null ? null : at(view!.olderHref).search
    }
    expect(seen).toHaveLength(120)
    expect(new Set(seen).size).toBe(120)
    expect(threadsPerPage).toBeLessThan(120)
  })

  it('writes and reads its cursor as year to second', () => {
    const cursor = { lastAt: Date.UTC(2031, 11, 5, 6, 7, 8) / 1000, rootId: 'a&b=c@example.org' }
    expect(cursorQuery(cursor)).toMatch(/^\?t=20311205060708&/)
    expect(readCursor(new URLSearchParams(cursorQuery(cursor)))).toEqual(cursor)
    expect(readCursor(new URLSearchParams('t=yesterday'))).toBeNull()
  })

  it('prefers a list of its own to the kernel list of everything', () => {
    expect(homeList(['linux-kernel', 'linux-mm'], null)).toBe('linux-mm')
    expect(homeList(['linux-kernel', 'linux-mm'], 'linux-kernel')).toBe('linux-kernel')
    expect(homeList(['linux-kernel'], null)).toBe('linux-kernel')
  })
})

describe('a search', () => {
  const nothing = {
    engine: 'embedded' as const,
    hits: [],
    total: 0,
    facets: { gfp: {}, mech: {}, list: {} },
    ms: 1,
    notes: [],
  }

  it('that finds nothing says what would, most first', async () => {
    const totals: Record<string, number> = { 'oom gfp:X': 0, 'gfp:X': 3, oom: 40 }
    const view = await searchView(async q => ({ ...nothing, total: totals[q] ?? 0 }), 'oom gfp:X', 0)
    expect(view.instead.map(i => [i.query, i.says, i.total])).toEqual([
      ['oom', 'without gfp:X', 40],
      ['gfp:X', 'without oom', 3],
    ])
  })

  it('narrows by a facet and widens by the same one', async () => {
    const answer = { ...nothing, total: 2, facets: { ...nothing.facets, gfp: { GFP_NOFS: 2 } } }
    const plain = await searchView(async () => answer, 'oom', 0)
    expect(plain.facets[0]!.values[0]).toMatchObject({ href: '/search?q=oom+gfp%3AGFP_NOFS', active: false })
    const narrow = await searchView(async () => answer, 'oom gfp:GFP_NOFS', 0)
    expect(narrow.facets[0]!.values[0]).toMatchObject({ href: '/search?q=oom', active: true })
  })
})

describe('dates', () => {
  it.each([
    [1_454_543_298, -480, '2016-02-03 15:48:18 -0800', '2016-02-03T15:48:18-08:00'],
    [1_454_543_298, 330, '2016-02-04 05:18:18 +0530', '2016-02-04T05:18:18+05:30'],
    [0, 0, '1970-01-01 00:00:00 +0000', '1970-01-01T00:00:00Z'],
    [0, null, '1970-01-01 00:00:00 UTC', '1970-01-01T00:00:00Z'],
    [-1, -210, '1969-12-31 20:29:59 -0330', '1969-12-31T20:29:59-03:30'],
  ])('%d at %s is %s', (seconds, zone, says, iso) => expect(dateView(seconds, zone)).toMatchObject({ says, iso }))
})

describe('an answer to a reader who may have the page already', () => {
  const revision = { tag: 'r1', atSeconds: 1_925_000_000 }
  const make = () => ({ status: 200, body: 'page' })
  const request = (headers: Record<string, string> = {}, method = 'GET') =>
    new Request('http://example.org/x/', { headers, method })

  it('carries validators and the static policy', async () => {
    const response = await respond(request(), revision, make)
    expect(await response.text()).toBe('page')
    expect(response.headers.get('last-modified')).toBe('Wed, 01 Jan 2031 02:13:20 GMT')
    expect(response.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self';/,
    )
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('is 304 without making the page, and 200 again once the archive changed', async () => {
    const etag = (await respond(request(), revision, make)).headers.get('etag')!
    const never = () => {
      throw new Error('made')
    }
    expect((await respond(request({ 'If-None-Match': etag }), revision, never)).status).toBe(304)
    expect((await respond(request({ 'If-None-Match': `"other", ${etag}` }), revision, never)).status).toBe(304)
    expect(
      (await respond(request({ 'If-Modified-Since': 'Wed, 01 Jan 2031 02:13:20 GMT' }), revision, never)).status,
    ).toBe(304)
    expect((await respond(request({ 'If-None-Match': etag }), { ...revision, tag: 'r2' }, make)).status).toBe(200)
  })

  it('lets If-None-Match win over If-Modified-Since', () => {
    expect(
      isFresh(request({ 'If-None-Match': '"a"', 'If-Modified-Since': 'Wed, 01 Jan 2031 02:13:20 GMT' }), 'W/"b"', 0),
    ).toBe(false)
  })

  it('has no body for HEAD', async () => {
    const response = await respond(request({}, 'HEAD'), revision, make)
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('')
  })
})
