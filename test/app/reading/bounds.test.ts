import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bodyBlocks } from '../../../app/_views/body.ts'
import type { Block } from '../../../app/_views/body.ts'
import { bytesOf, clipLine, inThread, ownPage, threadBytesMax } from '../../../app/_views/bounds.ts'
import { mailsPerPart } from '../../../app/_views/threadPage.ts'
import { toText } from '../../../app/_ui/html.ts'
import type { Chunks } from '../../../app/_ui/html.ts'
import { mailAnswer } from '../../../app/_ui/reading/mailAnswer.ts'
import { zonesOf } from '../../../text/zones.ts'
import { fakeReader } from './fake.ts'
import type { FakeMail } from './fake.ts'
import { textOf, tokens } from './tokens.ts'

const anchor = (id: string) => `m${createHash('sha1').update(id).digest('hex')}`
const encoder = new TextEncoder()

async function ask(mails: readonly FakeMail[], path: string): Promise<string> {
  const url = new URL(path, 'http://example.org')
  const [, list = '', ...rest] = url.pathname.split('/')
  const answer = await mailAnswer(
    fakeReader(mails),
    list,
    rest.filter(s => s !== '').map(s => decodeURIComponent(s)),
    url,
  )
  expect(answer.status).toBe(200)
  return toText(answer.body as Chunks)
}

const shownOf = (block: Block): string =>
  (block.kind === 'quote' ? [...block.folded, ...block.shown] : block.runs)
    .flatMap((r): readonly { text: string }[] => r.pieces)
    .map(p => p.text)
    .join('')
const lay = (text: string, bounds = ownPage) =>
  bodyBlocks({ text, zones: zonesOf(text), mentions: [], trailers: [] }, bounds)

/** 4,000 lines, each quoted one level deeper up to 2,000 levels. */
const bomb = Array.from({ length: 4_000 }, (_, i) => `${'>'.repeat(Math.min(i + 1, 2_000))} line ${i}\n`).join('')

describe('a mail longer than a page shows', () => {
  it.each([
    ['a bomb of quotes', `${bomb}\nMy own words.\n`],
    ['one line of two million characters', `${'x'.repeat(2_000_000)}\n`],
    ['one line of marks', '<&>"'.repeat(300_000)],
    ['characters without a shape', 'a\u200b'.repeat(300_000)],
    ['text and quotes by turns', 'x\n> y\n'.repeat(50_000)],
    ['addresses', 'https://example.org/a '.repeat(60_000)],
  ])('that is %s takes no more than a few times its bound', async (_, text) => {
    const own = await ask([{ id: 'x@example.org', text }], '/sample/x@example.org/')
    expect(encoder.encode(own).length).toBeLessThan(2_000_000)
    const thread = await ask([{ id: 'x@example.org', text }], '/sample/x@example.org/t/')
    expect(encoder.encode(thread).length).toBeLessThan(700_000)
    for (const page of [own, thread]) expect(page).toMatch(/more lines?[^]*href="\/sample\/x@example\.org\/raw"/)
  })

  it('shows its own words, wherever they stand, before the quotes around them', async () => {
    const page = textOf(
      await ask([{ id: 'x@example.org', text: `${bomb}\nMy own words.\n` }], '/sample/x@example.org/'),
    )
    expect(page).toContain('My own words.')
    expect(page).toContain('line 3999\n')
    expect(page).not.toContain(' line 1000\n')
  })

  it('shows the beginning of its words, whatever they are', () => {
    for (const text of [bomb, 'x'.repeat(3_000_000), 'word\n'.repeat(100_000), `@@ -1 +1 @@\n${'+a\n'.repeat(50_000)}`])
      expect(lay(text).map(shownOf).join('').length).toBeGreaterThan(1_000)
  })

  it('counts what it leaves out where it stood: nothing is lost between', () => {
    const line = fc.constantFrom('> a', '>> bb', '', 'own words', '+x', '\u200b😀', '-- ', 'é'.repeat(20))
    const bounds = fc.record({ lines: fc.integer({ min: 1, max: 12 }), bytes: fc.integer({ min: 1, max: 200 }) })
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), bounds, (lines, bound) => {
        const text = lines.join('\n')
        const blocks = lay(text, bound)
        let [at, shownBytes] = [0, 0]
        for (const block of blocks) {
          if (block.kind === 'more') {
            expect(block.chars).toBeGreaterThan(0)
            at += block.chars
            continue
          }
          const shown = shownOf(block)
          expect(text.slice(at, at + shown.length)).toBe(shown)
          expect(shown).not.toMatch(/\p{Surrogate}/u)
          at += shown.length
          shownBytes += bytesOf(shown)
        }
        expect(at).toBe(text.length)
        expect(shownBytes).toBeLessThanOrEqual(bound.bytes)
        blocks.forEach((b, i) => expect(b.kind === 'more' && blocks[i + 1]?.kind === 'more').toBe(false))
      }),
    )
  })

  it('shows all of a mail within the bounds', () => {
    const text = `Words.\n${'> q\n'.repeat(400)}`
    expect(lay(text, inThread).some(b => b.kind === 'more')).toBe(false)
  })

  it('cuts a title that goes on and on', async () => {
    const page = await ask([{ id: 'x@example.org', subject: 'long '.repeat(100_000) }], '/sample/x@example.org/t/')
    expect(page.length).toBeLessThan(50_000)
    expect(clipLine('ab😀', 3)).toBe('ab…')
  })
})

describe('a thread longer than a page shows', () => {
  const count = mailsPerPart * 2 + 10
  const id = (i: number) => `m${i}@example.org`
  const mails = Array.from(
    { length: count },
    (_, i): FakeMail => ({
      id: id(i),
      ...(i > 0 ? { parent: id(i % 50 === 0 ? 0 : i - 1) } : {}),
      text: `Mail ${i}.\n`,
      at: 1_925_000_000 + i,
    }),
  )
  const anchors = (page: string) =>
    tokens(page).flatMap(t => ('tag' in t && t.tag === 'article' ? [t.attributes.id] : []))
  const links = (page: string) =>
    tokens(page).flatMap(t => ('tag' in t && t.tag === 'a' ? [t.attributes.href ?? ''] : []))

  it.each(['t', 'T'])('comes in parts, each mail once, each part leading to the others (/%s/)', async view => {
    const root = `/sample/${id(0)}/${view}/`
    const pages = await Promise.all([root, `${root}?part=2`, `${root}?part=3`].map(path => ask(mails, path)))
    const seen = pages.flatMap(anchors)
    expect(seen).toHaveLength(count)
    expect(new Set(seen)).toEqual(new Set(mails.map(m => anchor(m.id))))
    expect(links(pages[0]!)).toContain(`${root}?part=2`)
    expect(links(pages[1]!)).toEqual(expect.arrayContaining([root, `${root}?part=3`]))
    expect(textOf(pages[1]!)).toContain(
      `Part 2 of 3: mails ${mailsPerPart + 1} to ${mailsPerPart * 2} of ${count.toLocaleString('en')}.`,
    )
    expect(pages[1]!).toContain(`<link rel="canonical" href="${root}?part=2">`)
    const rows = pages.map(page => page.match(/<li class="o\d/g)!.length)
    expect(rows).toEqual([mailsPerPart, mailsPerPart, 10])
  })

  it.each(['t', 'T'])(
    'opens at the part of the mail in its address, so that every anchor is there (/%s/)',
    async view => {
      for (const i of [0, 399, 400, 809])
        expect(anchors(await ask(mails, `/sample/${id(i)}/${view}/`))).toContain(anchor(id(i)))
    },
  )

  it("has each mail's thread link and its parent's lead to a page that holds it", async () => {
    const page = await ask(mails, `/sample/${id(400)}/`)
    expect(links(page)).toContain(`/sample/${id(400)}/t/#${anchor(id(400))}`)
    const second = await ask(mails, `/sample/${id(0)}/t/?part=2`)
    const here = new Set(anchors(second))
    for (const href of links(second).filter(h => /^#m[0-9a-f]{40}$/.test(h))) expect(here).toContain(href.slice(1))
    expect(links(second)).toContain(`/sample/${id(0)}/t/#${anchor(id(0))}`)
  })

  it('answers a part that is none with the last or its own', async () => {
    expect(textOf(await ask(mails, `/sample/${id(0)}/t/?part=99`))).toContain('Part 3 of 3')
    for (const odd of ['0', '1e9'])
      expect(textOf(await ask(mails, `/sample/${id(0)}/t/?part=${odd}`))).toContain('Part 1 of 3')
  })

  it('has one part, and no word of parts, up to its bound', async () => {
    expect(textOf(await ask(mails.slice(0, mailsPerPart), `/sample/${id(0)}/t/`))).not.toContain('Part 1')
  })

  it('shows its mails in short once the page is long', async () => {
    const long = mails.slice(0, 120).map(m => ({ ...m, text: `${m.text}${'word & word\n'.repeat(5_000)}` }))
    const page = await ask(long, `/sample/${id(0)}/t/`)
    expect(anchors(page)).toHaveLength(120)
    expect(page.length).toBeLessThan(threadBytesMax * 1.5)
    expect(textOf(page)).toContain('Mail 119.')
  })
})
