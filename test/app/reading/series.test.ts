import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ingestAll } from '../../../bin/ingest.ts'
import { readSettings } from '../../../bin/settings.ts'
import type { Revision } from '../../../argue/series/index.ts'
import type { ArchiveReader, ChainMark, PatchSeries } from '../../../model/index.ts'
import { openStore } from '../../../prisma/store/index.ts'
import { choicesOf, slotsOf } from '../../../app/_views/seriesSlots.ts'
import { readSeriesPath } from '../../../app/_views/urls.ts'
import { toText } from '../../../app/_ui/html.ts'
import { mailAnswer } from '../../../app/_ui/reading/mailAnswer.ts'
import { seriesAnswer, seriesIndexAnswer } from '../../../app/_ui/reading/seriesAnswer.ts'
import { fakeReader } from './fake.ts'
import type { FakeMail } from './fake.ts'
import { shapeOf, textOf, tokens } from './tokens.ts'

const at = (path: string) => new URL(path, 'http://example.org')
const segmentsOf = (url: URL) =>
  url.pathname
    .split('/')
    .slice(2)
    .filter((s, i, all) => s !== '' || i < all.length - 1)
    .map(s => decodeURIComponent(s))

async function ask(reader: ArchiveReader, path: string) {
  const url = at(path)
  const answer = await seriesAnswer(reader, segmentsOf(url), url)
  return { ...answer, page: typeof answer.body === 'string' ? answer.body : await toText(answer.body as never) }
}

/** Words of the elements that have a class, in order. */
function wordsOf(page: string, tag: string, className: string): string[] {
  const found: string[] = []
  let depth = 0
  let words = ''
  for (const token of tokens(page)) {
    if ('tag' in token) {
      if (depth > 0 && token.tag === tag) depth++
      else if (depth === 0 && token.tag === tag && token.attributes.class?.split(' ').includes(className)) depth = 1
      else if (depth > 0 && token.tag === `/${tag}` && --depth === 0) {
        found.push(words.trim().replace(/\s+/g, ' '))
        words = ''
      }
    } else if (depth > 0) words += token.text
  }
  return found
}

describe('the series page of the sample', () => {
  const data = mkdtempSync(join(tmpdir(), 'acknak-series-'))
  let store: Awaited<ReturnType<typeof openStore>>
  let reader: ArchiveReader
  const v1 = '20320301190500.2717-1-leilani@example.org'
  const v2 = '20320315191200.40118-1-leilani@example.org'
  beforeAll(async () => {
    const archive = resolve(import.meta.dirname, '../../../ingest/sample/archive.mbox')
    await ingestAll({ paths: [archive], settings: readSettings({ data }), isSample: true })
    store = await openStore({ dataDir: data })
    reader = store.reader
  })
  afterAll(async () => {
    await store.close()
    rmSync(data, { recursive: true, force: true })
  })

  it('stands under the id of its first posting; the ids of all its mails lead there', async () => {
    for (const path of [
      `/series/${v2}/`,
      '/series/20320301190500.2717-3-leilani@example.org/',
      '/series/20320322190800.8876-1-leilani@example.org/',
    ])
      expect(await ask(reader, path)).toMatchObject({ status: 302, location: `/series/${v1}/` })
    expect(await ask(reader, `/series/${v2}/v2/?from=1`)).toMatchObject({
      status: 302,
      location: `/series/${v1}/v2/?from=1`,
    })
    expect(await ask(reader, `/series/${v1}`)).toMatchObject({ status: 301, location: `/series/${v1}/` })
    expect((await ask(reader, `/series/${v1}/`)).page).toContain(`<link rel="canonical" href="/series/${v1}/">`)
  })

  it('lists v1, v2 and the reroll of one part in order, with why each belongs here', async () => {
    const { page } = await ask(reader, `/series/${v1}/`)
    expect(wordsOf(page, 'li', 'version').map(words => /^v\d( partial reroll)?/.exec(words)?.[0])).toEqual([
      'v1',
      'v2',
      'v3 partial reroll',
    ])
    expect(wordsOf(page, 'p', 'reasons').join(' ')).toMatch(/same (?:change-id|author and title) as v1/)
    expect(page).toContain('SAMPLE')
  })

  it('opens the revision that its address names, and no other', async () => {
    const { page } = await ask(reader, `/series/${v1}/v2/`)
    expect(page).toMatch(/id="v2"><details open>/)
    expect(page).toMatch(/id="v1"><details>/)
    expect(page).toContain(`href="/sample-mm/${v2}/t.mbox.gz"`)
    expect(page).toContain(`<link rel="canonical" href="/series/${v1}/v2/">`)
  })

  it('says which mail counts for each part: v2, and for one part its reroll', async () => {
    const { page } = await ask(reader, `/series/${v1}/`)
    const section = page.slice(page.indexOf('<h2 id="effective"'), page.indexOf('<h2 id="changes"'))
    expect(wordsOf(section, 'li', 'part-held')).toEqual([
      '1/4 mm, brook: remember when a chunk became idle v2',
      '2/4 mm, brook: count idle chunks for reclaim v2',
      '3/4 mm, brook: give idle chunks back under pressure v3 reroll in place of v2',
      '4/4 mm, brook: set nr_keep on the command line v2',
    ])
  })

  it('says who gave which tag where, which do not count and why', async () => {
    const { page } = await ask(reader, `/series/${v1}/v2/`)
    const tags = wordsOf(page, 'li', 'given-tag').map(words => words.replace(/ \d{4}-\d\d-\d\d \d\d:\d\d UTC/, ''))
    const ofV2 = tags.slice(tags.findIndex(words => words.startsWith('Tested-by')))
    expect(ofV2.slice(0, 6)).toEqual([
      'Tested-by: Priscila Tavarone <priscila@example.org> # 48 hours of capture in a reply',
      'Reviewed-by: Tadeo Quispe <tadeo@example.org> in the patch',
      'Reviewed-by: Tadeo Quispe <tadeo@example.org> in a reply',
      'Reviewed-by: Adaeze Obiora <adaeze@example.org> in a reply',
      'Reviewed-by: Yuki Hoshinaka <yuki@example.org> in a reply not counted Selim Karagöz sent it, and it names somebody else',
      'Acked-by: Selim Karagöz <selim@example.org> in a reply',
    ])
    expect(tags[1]).toBe('Nacked-by: Fergus Auchterlonie <fergus@example.org> in a reply')
  })

  it('does not count what was given to an earlier revision of a patch that changed since', async () => {
    const { page } = await ask(reader, '/series/20310310081503.42475-1-ilse@example.org/v2/')
    const nak = wordsOf(page, 'li', 'not-counted').find(words => words.startsWith('Nacked-by'))
    expect(nak).toMatch(/Tadeo Quispe .* given to v1 .* not counted the patch changed since$/)
  })

  it('shows base-commit and change-id', async () => {
    const { page } = await ask(reader, `/series/${v1}/v2/`)
    expect(wordsOf(page, 'dl', 'version-facts')[1]).toMatch(
      /^base-commit[0-9a-f]{40}change-id20320224-brook-shrink-9e41c07d52ab$/,
    )
    expect(wordsOf(page, 'p', 'reasons')[0]).toContain('same change-id as v1')
  })

  it('pairs the patches of two revisions as git range-diff does', async () => {
    const { page } = await ask(reader, `/series/${v1}/?from=1&to=2`)
    expect(wordsOf(page, 'span', 'pair-mark')).toEqual(['! changed', '! changed', '! changed', '< dropped', '> new'])
    const hunks = wordsOf(page, 'pre', 'rd-hunk')
    expect(hunks[1]).toBe(
      [
        '@@ mm/brook_idle.c: struct brook_chunk *brook_oldest(struct brook *b)',
        'return c; }',
        '-+/* How many chunks reclaim may ask for. */',
        '++/* How many chunks reclaim may ask for. Racy on purpose: no lock is taken. */',
        '+static unsigned long brook_count(struct shrinker *s, struct shrink_control *sc) +{',
        '+ struct brook *b = s->private_data;',
        '-+ int nr;',
        '++ unsigned long nr = READ_ONCE(b->nr_idle);',
        '++ unsigned long keep = READ_ONCE(b->nr_keep);',
        '+',
        '-+ mutex_lock(&b->lock); -+ nr = b->nr_idle - b->nr_keep; -+ mutex_unlock(&b->lock);',
        '-+ return nr < 0 ? 0 : nr; ++ return nr > keep ? nr - keep : 0;',
        '+} + static int __init brook_idle_init(void)',
      ].join(' '),
    )
  })

  it('compares what counts: v2 with v3 changes one patch, the others are the same', async () => {
    const { page } = await ask(reader, `/series/${v1}/?from=2&to=3`)
    expect(wordsOf(page, 'span', 'pair-mark')).toEqual(['= same', '= same', '! changed', '= same'])
    const whole = await ask(reader, `/series/${v1}/`)
    expect(whole.page).toContain('From v2 to v3')
  })

  it('follows each comment on a line of v1 into v2, and leads to both places', async () => {
    const { page } = await ask(reader, `/series/${v1}/?from=1&to=2`)
    const comments = wordsOf(page, 'li', 'comment')
    const fates = comments.map(words => {
      const fate = /lines (?:unchanged|changed|removed)|patch (?:dropped|unchanged)/.exec(words)?.[0]
      return `${words.split(' ')[0]} ${/v1 \d\/\d/.exec(words)?.[0]}: ${fate}`
    })
    expect(fates).toEqual([
      'Tadeo v1 1/4: lines unchanged',
      'Tadeo v1 2/4: lines changed',
      'Tadeo v1 2/4: lines changed',
      'Adaeze v1 3/4: lines changed',
      'Adaeze v1 3/4: lines unchanged',
      'Adaeze v1 3/4: lines removed',
      'Fergus v1 4/4: patch dropped',
    ])
    const removed = comments[5]!
    expect(removed).toContain('No printing from reclaim, please.')
    expect(removed).toContain('pr_info("brook: gave back %lu chunks\\n", freed);')
  })

  it('links a comment to its words, which their mail then marks', async () => {
    const { page } = await ask(reader, `/series/${v1}/?from=1&to=2`)
    const href = tokens(page).flatMap(t =>
      'tag' in t && t.tag === 'a' && t.attributes.href?.includes('ajk3WQm0sPzv1cYt@example.org/?at=')
        ? [t.attributes.href]
        : [],
    )[2]
    const url = at(href!.replaceAll('&#39;', "'"))
    const answer = await mailAnswer(reader, 'sample-mm', ['ajk3WQm0sPzv1cYt@example.org'], url)
    const mail = await toText(answer.body as never)
    expect(mail).toMatch(/<mark class="here" id="at">No printing from reclaim, please\./)
  })

  it('shows a part that nobody brought as missing, with the way to lore', async () => {
    const { page } = await ask(reader, '/series/20310310081503.42475-1-ilse@example.org/v2/')
    const missing = wordsOf(page, 'li', 'part-ghost')
    expect(missing[0]).toMatch(/^2\/4 mm, brook: do not allocate under brook->lock missing, quoted by replies/)
    expect(page).toContain('href="https://lore.kernel.org/all/20310324074117.18650-3-ilse%40example.org/"')
  })

  it('teaches what a reroll would show where there is one revision', async () => {
    const { page } = await ask(reader, '/series/20320112080540.63763-1-nino@example.org/')
    expect(page).toContain('One revision is here.')
    expect(page).not.toContain('id="changes"')
  })

  it('says what there is when a revision, a series or a mail is not here', async () => {
    const noVersion = await ask(reader, `/series/${v1}/v9/`)
    expect(noVersion).toMatchObject({ status: 404 })
    expect(textOf(noVersion.page)).toContain('This series has no v9 here.')
    const reply = await ask(reader, '/series/ajk3WQm0sPzv1cYt@example.org/')
    expect(reply).toMatchObject({ status: 404 })
    expect(reply.page).toContain('href="/sample-mm/ajk3WQm0sPzv1cYt@example.org/"')
    expect(await ask(reader, '/series/nobody@example.org/')).toMatchObject({ status: 404 })
  })

  it('is led to from lists, threads, and the mails of its patches', async () => {
    const index = await seriesIndexAnswer(reader, at('/series/'))
    expect(await toText(index.body as never)).toContain(`href="/series/${v2}/"`)
    for (const path of ['t/', '']) {
      const url = at(`/sample-mm/${v2}/${path}`)
      const answer = await mailAnswer(reader, 'sample-mm', [v2, ...(path === '' ? [] : ['t'])], url)
      expect(await toText(answer.body as never)).toContain(`href="/series/${v2}/"`)
    }
  })

  it('leads from a quote in a reply to the words in the patch', async () => {
    const id = 'aPz2mW8dK0yTq4Hs@example.org'
    const answer = await mailAnswer(reader, 'sample-mm', [id], at(`/sample-mm/${id}/`))
    const mail = await toText(answer.body as never)
    const href = /class="quote-source" href="([^"]+)"/.exec(mail)?.[1]
    const patchId = '20320315191200.40118-4-leilani@example.org'
    expect(href).toContain(`/sample-mm/${patchId}/?at=`)
    const patch = await mailAnswer(reader, 'sample-mm', [patchId], at(href!))
    expect(await toText(patch.body as never)).toMatch(
      /<mark class="here" id="at">\+\twhile \(freed &lt; sc-&gt;nr_to_scan &amp;&amp; \(c = brook_oldest\(b\)\)\) \{<\/mark>/,
    )
  })
})

const seriesOf = (mail: FakeMail): PatchSeries => ({
  key: mail.id,
  title: mail.subject ?? '',
  version: 1,
  isRfc: false,
  isResend: false,
  author: { name: mail.name ?? '', address: 'a@example.org' },
  total: 1,
  coverId: null,
  parts: [{ part: 1, title: mail.subject ?? '', messageId: mail.id }],
  chain: 'x',
  sure: 'certain',
  reason: 'single-patch',
  atSeconds: 1_925_000_000,
  extent: 'whole',
  replaces: null,
  umbrellaId: null,
  marks: [],
})

describe('an address below /series/', () => {
  it('is an id, with or without a revision behind it', () => {
    expect(readSeriesPath(['a@example.org'])).toEqual([{ id: 'a@example.org', version: null }])
    expect(readSeriesPath(['a@example.org', 'v2'])).toEqual([
      { id: 'a@example.org/v2', version: null },
      { id: 'a@example.org', version: '2' },
    ])
    expect(readSeriesPath(['a', 'b@example.org', 'v24.10', ''])[1]).toEqual({ id: 'a/b@example.org', version: '24.10' })
    expect(readSeriesPath(['a@example.org', 'v'])).toHaveLength(1)
    expect(readSeriesPath([])).toEqual([])
  })
})

describe('the revisions of a series to compare', () => {
  const posting = (key: string, version: number, atSeconds: number, extra: Partial<PatchSeries> = {}): Revision => ({
    series: {
      ...seriesOf({ id: key, subject: 'mm: wait less' }),
      version,
      atSeconds,
      total: 2,
      parts: [1, 2].map(part => ({ part, title: `part ${part}`, messageId: `${key}-${part}` })),
      ...extra,
    },
    version: String(version),
    isImplicit: false,
    sure: 'certain',
    joinedTo: null,
    reasons: [],
  })
  const reroll = (key: string, version: number, atSeconds: number, replaces: string) =>
    posting(key, version, atSeconds, {
      extent: 'partial',
      replaces,
      parts: [{ part: 2, title: 'part 2', messageId: `${key}-2` }],
    })
  const said = (revisions: readonly Revision[]) =>
    choicesOf(revisions).map(
      c =>
        `${c.value}: ${slotsOf(c)
          .map(s => s.messageId)
          .join(' ')}`,
    )

  it('are one a version, each with the parts that were sent beside it', () => {
    expect(said([posting('a', 1, 100), posting('b', 2, 200), reroll('c', 2, 300, 'b')])).toEqual([
      '1: a-1 a-2',
      '2: b-1 c-2',
    ])
    expect(said([posting('a', 1, 100), reroll('b', 2, 200, 'a')])).toEqual(['1: a-1 a-2', '2: a-1 b-2'])
  })

  it('are apart where parts came before the whole posting of their version, or a version came twice', () => {
    expect(said([posting('a', 1, 100), reroll('b', 2, 200, 'a'), posting('c', 2, 300)])).toEqual([
      '1: a-1 a-2',
      '2-part: a-1 b-2',
      '2: c-1 c-2',
    ])
    expect(said([posting('a', 1, 100), posting('b', 1, 200)])).toEqual(['1: a-1 a-2', '1-2: b-1 b-2'])
  })
})

describe('the page of a series of which little is here', () => {
  it('says which versions no posting has, and shows what was given to a part that is missing', async () => {
    const mails: readonly FakeMail[] = [
      { id: 'cover@example.org', subject: '[PATCH v3 0/1] mm: wait less', patch: { version: 3, part: 0, total: 1 } },
      {
        id: 'reply@example.org',
        parent: 'lost@example.org',
        name: 'Bea',
        address: 'bea@example.org',
        text: 'Acked-by: Bea <bea@example.org>\n',
      },
    ]
    const series: PatchSeries = {
      ...seriesOf(mails[0]!),
      version: 3,
      coverId: 'cover@example.org',
      parts: [
        { part: 1, title: 'mm: wait', messageId: null, ghostId: 'lost@example.org' },
        { part: 2, title: '', messageId: null },
      ],
    }
    const reader: ArchiveReader = { ...fakeReader(mails), seriesOf: async () => [series] }
    const thread = await reader.thread('reply@example.org')
    const page = await ask({ ...reader, thread: async () => thread }, '/series/cover@example.org/')
    expect(textOf(page.page)).toContain('No posting of v1, v2 is known to this archive')
    expect(wordsOf(page.page, 'li', 'part-ghost')[0]).toMatch(/missing, quoted by replies look on lore ?Acked-by: Bea/)
    expect(wordsOf(page.page, 'li', 'part-missing')[0]).toMatch(/^2\/1 \(title not known\) missing look for it on lore/)
  })

  it('counts what somebody gave from a relay by his own address, and not what another gave in his name', async () => {
    const ack = 'Acked-by: Rob Reviewer <rob@example.org>\n'
    const diff = 'diff --git a/w.c b/w.c\n--- a/w.c\n+++ b/w.c\n@@ -1,1 +1,2 @@\n a\n+b\n'
    const patch = { version: 1, part: 1, total: 1 }
    const page = async (name: string, address: string) => {
      const mails: readonly FakeMail[] = [
        { id: 'p@example.org', subject: '[PATCH] mm: wait less', patch, text: `Words.\n---\n${diff}` },
        { id: 'q@example.org', parent: 'p@example.org', name: 'Rob Reviewer', address: 'rob@example.org' },
        { id: 'r@example.org', parent: 'p@example.org', name, address, text: ack },
      ]
      const answer = await ask(fakeReader(mails, [seriesOf(mails[0]!)]), '/series/p@example.org/')
      return wordsOf(answer.page, 'li', 'given-tag').map(words => words.replace(/ \d{4}-\d\d-\d\d \d\d:\d\d UTC/, ''))
    }
    const given = 'Acked-by: Rob Reviewer <rob@example.org> in a reply'
    expect(await page('R. R. via B4 Relay', 'devnull+rob.example.org@kernel.org')).toEqual([given])
    expect(await page('R. R.', 'rr@home.example')).toEqual([
      `${given} not counted R. R. sent it, and it names somebody else`,
    ])
  })

  it('says of a patch that did not arrive as it was made what befell it', async () => {
    const diff = (header: string) =>
      ['diff --git a/mm/w.c b/mm/w.c', '--- a/mm/w.c', '+++ b/mm/w.c', header, ' int w;', '-z;', '+x;', ' int y;'].join(
        '\n',
      )
    const mails = ['a', 'b'].map(
      (id, i): FakeMail => ({
        id: `${id}@example.org`,
        subject: '[PATCH] mm: wait less',
        patch: { version: i + 1, part: 1, total: 1 },
        text: `Words.\n---\n${diff(i === 0 ? '@@ -1,3 +1,3 @@' : '@@ -1,9 +1,3 @@')}\n`,
      }),
    )
    const mark: ChainMark = { kind: 'change-id', value: 'one', sure: 'certain' }
    const all = mails.map((mail, i) => ({ ...seriesOf(mail), version: i + 1, marks: [mark] }))
    const reader = { ...fakeReader(mails, all), seriesSharing: async () => all }
    const { page } = await ask(reader, '/series/a@example.org/')
    expect(wordsOf(page, 'p', 'damage')).toEqual([
      expect.stringMatching(/^v2 1\/1 did not arrive as it was made: .*hunks hold other numbers of lines/),
    ])
  })

  it('lists what has to be applied before', async () => {
    const hash = '0123456789abcdef0123456789abcdef01234567'
    const mail: FakeMail = {
      id: 'one@example.org',
      subject: '[PATCH] mm: wait less',
      patch: { version: 1, part: 1, total: 1 },
      text: `Words.\n\nprerequisite-patch-id: ${hash}\nprerequisite-message-id: <a@example.org>\n-- \n2.47.1\n`,
    }
    const { page } = await ask(fakeReader([mail], [seriesOf(mail)]), '/series/one@example.org/')
    expect(wordsOf(page, 'dl', 'version-facts')).toEqual([
      `prerequisite-patch-id${hash}prerequisite-message-id<a@example.org>`,
    ])
  })
})

describe('a series page of hostile mail', () => {
  it('has the same tags whatever id, title and name the mail came with', async () => {
    const shape = async (word: string) => {
      const mail: FakeMail = {
        id: `${word}@example.org`,
        subject: word,
        name: word,
        patch: { version: 1, part: 1, total: 1 },
      }
      const url = at('/series/x/')
      const answer = await seriesAnswer(fakeReader([mail], [seriesOf(mail)]), [mail.id], url)
      expect(answer.status).toBe(200)
      return shapeOf(await toText(answer.body as never))
    }
    const plain = await shape('plain')
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('"><script>', `'"><img src=x onerror=x>`, '</title><b>', '</h1>', '\u202e', '<!--', ']]>'),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
        async (word, tail) => {
          expect(await shape(`${word}${tail}x`)).toEqual(plain)
        },
      ),
      { numRuns: 60 },
    )
  })
})
