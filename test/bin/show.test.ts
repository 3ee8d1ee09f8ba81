import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CollectedTrailer, QuoteLink, Zone } from '../../model/index.ts'
import { idFrom } from '../../bin/show/find.ts'
import { acknak, sample, scratch } from './command.ts'

const { dir, clean } = scratch()
const patchId = '20310310081503.42475-2-ilse@example.org'
const replyId = 'aw8b58w7mF514NLN@example.org'

beforeAll(async () => {
  const ran = await acknak(['ingest', sample, '--data', dir, '--list', 'sample'])
  expect(ran.code).toBe(0)
}, 60_000)
afterAll(clean)

const shown = (...args: string[]) => acknak(['show', ...args, '--data', dir])

type Answer = {
  messageId: string
  subject: string
  text: string
  lists: string[]
  thread: { rootId: string; parentId: string | null; depth: number; messages: number }
  zones: Zone[]
  quotes: QuoteLink[]
  patches: {
    title: string
    patchId: string | null
    files: { path: string; hunks: { lines: { kind: string; start: number; end: number }[] }[] }[]
  }[]
  trailers: { name: string; value: string }[]
  series: {
    key: string
    version: number
    part: number | null
    total: number
    given: CollectedTrailer[]
    revisions: { version: string; sure: string }[]
  } | null
  problems: { code: string }[]
}
const json = async (id: string) => {
  const ran = await shown(id, '--json')
  expect([ran.code, ran.err]).toEqual([0, ''])
  return JSON.parse(ran.out) as Answer
}

describe('acknak show', () => {
  it('tells of a patch what it changes, its id, its part of a series and the revisions of the work', async () => {
    const patch = await json(patchId)
    expect(patch).toMatchObject({
      messageId: patchId,
      subject: '[PATCH 1/3] mm, brook: remember which address space a mapping is in',
      lists: ['sample'],
      thread: { parentId: '20310310081503.42475-1-ilse@example.org', depth: 1, messages: 13 },
      patches: [
        {
          title: 'mm, brook: remember which address space a mapping is in',
          files: [{ path: 'include/linux/brook.h' }, { path: 'mm/brook_map.c' }],
        },
      ],
      trailers: [{ name: 'Signed-off-by', value: 'Ilse Vandermaat <ilse@example.org>' }],
      series: { version: 1, part: 1, total: 3 },
      problems: [],
    })
    expect(patch.patches[0]?.patchId).toMatch(/^[0-9a-f]{40}$/)
    expect(
      patch.series?.given.filter(t => t.how === 'follow-up').map(t => [t.name, t.giver.address, t.counted]),
    ).toEqual([['Acked-by', 'adaeze@example.org', true]])
    expect(patch.series?.revisions.map(r => r.version)).toEqual(['1', '2', '3'])
    for (const hunk of patch.patches[0]?.files.flatMap(f => f.hunks) ?? [])
      for (const line of hunk.lines)
        expect(patch.text.slice(line.start, line.end)).toMatch(line.kind === 'added' ? /^\+/ : /^[ -]/)
  })

  it('leads from each quote to the words of the mail it was taken from', async () => {
    const [reply, parent] = [await json(replyId), await json(patchId)]
    expect(reply.quotes.map(q => [q.how, q.source?.messageId])).toEqual([
      ['exact', patchId],
      ['exact', patchId],
    ])
    for (const { start, end, source } of reply.quotes)
      expect(reply.text.slice(start, end).replace(/^> ?/gm, '')).toBe(parent.text.slice(source?.start, source?.end))
  })

  it('counts what somebody gave through a relay, known by the address he wrote from before', async () => {
    const mail = (id: string, from: string, above: string | null, subject: string, text: string) =>
      [
        'From mboxrd@z Mon Mar  3 10:00:00 2031',
        `From: ${from}`,
        `Subject: ${subject}`,
        'Date: Mon, 3 Mar 2031 10:00:00 +0000',
        `Message-ID: <${id}>`,
        ...(above === null ? [] : [`In-Reply-To: <${above}>`]),
        '',
        text,
        '',
      ].join('\n')
    const diff = 'Words.\n---\ndiff --git a/w.c b/w.c\n--- a/w.c\n+++ b/w.c\n@@ -1,1 +1,2 @@\n a\n+b\n'
    const other = scratch()
    const path = join(other.dir, 'relayed.mbox')
    writeFileSync(
      path,
      mail('p@example.org', 'Ann Author <ann@example.org>', null, '[PATCH] pools: wait less', diff) +
        mail(
          'q@example.org',
          'Rob Reviewer <rob@example.org>',
          'p@example.org',
          'Re: [PATCH] pools: wait less',
          'Why?',
        ) +
        mail(
          'r@example.org',
          'R. R. via B4 Relay <devnull+rob.example.org@kernel.org>',
          'q@example.org',
          'Re: [PATCH] pools: wait less',
          'Acked-by: Rob Reviewer <rob@example.org>',
        ),
    )
    try {
      const data = join(other.dir, 'data')
      expect((await acknak(['ingest', path, '--data', data, '--list', 'pools'])).code).toBe(0)
      const { out } = await acknak(['show', 'p@example.org', '--json', '--data', data])
      const { series } = JSON.parse(out) as Answer
      expect(series?.given.filter(t => t.how !== 'own').map(t => [t.name, t.counted, t.reason])).toEqual([
        ['Acked-by', true, 'same-person'],
      ])
    } finally {
      other.clean()
    }
  })

  it('covers the text with zones, and prints their kinds in the margin', async () => {
    const reply = await json(replyId)
    let at = 0
    for (const zone of reply.zones) {
      expect(zone.start).toBe(at)
      at = zone.end
    }
    expect(at).toBe(reply.text.length)
    const { out } = await shown(replyId)
    expect(out).toContain('attribution  | On Mon, Mar 10, 2031')
    expect(out).toContain('quote 1      | > The list of mappings')
    expect(out).toContain(`| (exact: <${patchId}> 0-128)`)
    expect(out).toContain('trailer      | Acked-by: Adaeze Obiora <adaeze@example.org>')
  })

  it('names the nearest id when there is no such mail, in one line, and ends with 2', async () => {
    const near = await shown('20310310081503.42475-2-i')
    expect([near.code, near.out]).toEqual([2, ''])
    expect(near.err.trimEnd()).toBe(
      `acknak show: no mail <20310310081503.42475-2-i> in the archive; did you mean <${patchId}>?`,
    )
    const none = await shown('nothing@example.org')
    expect([none.code, none.out]).toEqual([2, ''])
    expect(none.err.trimEnd().split('\n')).toEqual([
      'acknak show: no mail <nothing@example.org> in the archive; `acknak search WORDS` finds mails by what they say',
    ])
  })

  it('says of a mail that others only refer to where they do', async () => {
    const threads = await acknak(['threads', '--json', '--data', dir])
    const ghost = threads.out
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as { messageId: string; root: string; ghost: boolean })
      .find(line => line.ghost)
    expect(ghost).toBeDefined()
    const ran = await shown(ghost?.messageId ?? '')
    expect(ran.code).toBe(2)
    expect(ran.err).toContain(`is not in the archive; mails of the thread <${ghost?.root ?? ''}> refer to it`)
  })

  it('asks for one id', async () => {
    for (const words of [[], ['a@example.org', 'b@example.org']]) {
      const ran = await shown(...words)
      expect(ran.code).toBe(2)
      expect(ran.err).toContain('takes one Message-ID')
    }
  })
})

describe('an id as people paste it', () => {
  it.each([
    ['<a@example.org>', 'a@example.org'],
    ['Message-ID: <a@example.org>', 'a@example.org'],
    ['mid:a@example.org', 'a@example.org'],
    ['https://lore.kernel.org/linux-mm/a@example.org/', 'a@example.org'],
    ['https://lore.kernel.org/all/a%40example.org/T/#u', 'a@example.org'],
    ['https://lore.kernel.org/r/a@example.org', 'a@example.org'],
    ['https://lore.kernel.org/all/%zz@example.org/', '%zz@example.org'],
  ])('%s is %s', (pasted, id) => {
    expect(idFrom(pasted)).toBe(id)
  })
})
