import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import {
  buildSeries,
  buildThreads,
  openSource,
  parseCounts,
  parseMessage,
  placeOf,
  skeletonOf,
} from '../../ingest/index.ts'
import type { ParsedMessage, Quarantined } from '../../model/index.ts'

const corpus = resolve(import.meta.dirname, '../../../shared/corpus')
const debates = join(corpus, 'debates')

/** Lines that separate mails in these files, counted apart from the splitter: all were written by one program. */
const countSeparators = (path: string): number => {
  const bytes = readFileSync(path)
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1')
  return text.match(/^From mboxrd@z [A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/gm)?.length ?? 0
}

const readAll = async (path: string) => {
  const parsed: ParsedMessage[] = []
  const quarantined: Quarantined[] = []
  const source = await openSource(path)
  for await (const chunk of source.read())
    for (const record of chunk) {
      const one = record.kind === 'mail' ? await parseMessage(record) : record
      if ('kind' in one) quarantined.push(one)
      else parsed.push(one)
    }
  expect(source.failure()).toBeNull()
  return { parsed, quarantined }
}

describe.skipIf(!existsSync(corpus))('needs ../shared: real archives', () => {
  const files = existsSync(debates)
    ? [...readdirSync(debates).map(name => join(debates, name)), join(corpus, 'oom-2019-2026.mbox.gz')]
    : []

  it('every message comes out, and all are in threads with their parents first', async () => {
    const all: ParsedMessage[] = []
    let expected = 0
    for (const file of files) {
      const { parsed, quarantined } = await readAll(file)
      const truth = countSeparators(file)
      expect([file, parsed.length + quarantined.length]).toEqual([file, truth])
      expected += truth
      all.push(...parsed)
    }
    expect(expected).toBe(93 + 1568)
    const threads = buildThreads(all.map(skeletonOf))
    const held = threads.flatMap(t => t.nodes.filter(n => n.message !== 'ghost').map(n => n.messageId))
    expect(new Set(held)).toEqual(new Set(all.map(p => p.headers.messageId)))
    for (const t of threads) for (const [i, n] of t.nodes.entries()) expect(n.parent ?? -1).toBeLessThan(i)
    const parts = buildSeries(threads).flatMap(s => s.parts)
    expect(parts.some(p => p.ghostId !== undefined)).toBe(true)
    console.log(`${all.length} mails, ${threads.length} threads, ${parseCounts.byMailparser} mails needed mailparser`)
  })

  it('the part of the reaper series that is missing is known by its ghost', async () => {
    const { parsed } = await readAll(join(debates, 'b-oom-reaper-2016.mbox'))
    const series = buildSeries(buildThreads(parsed.map(skeletonOf))).find(s => s.total === 5)
    expect(series).toMatchObject({ version: 5, coverId: '1454505240-23446-1-git-send-email-mhocko@kernel.org' })
    expect(series?.parts.find(p => p.part === 1)).toMatchObject({
      messageId: null,
      ghostId: '1454505240-23446-2-git-send-email-mhocko@kernel.org',
    })
  })

  it('the five seeds find the threads they belong to, as guesses', async () => {
    const held = (await Promise.all(files.map(readAll))).flatMap(f => f.parsed)
    const around = {
      skeletons: held.map(skeletonOf),
      texts: new Map(held.map(p => [p.headers.messageId, p.text])),
    }
    const places = new Map<string, unknown>()
    for (const name of readdirSync(join(corpus, 'seeds')).sort()) {
      const [seed] = (await readAll(join(corpus, 'seeds', name))).parsed
      if (seed === undefined) throw new Error(`${name} is no mail`)
      places.set(name.slice(0, 3), placeOf({ skeleton: skeletonOf(seed), text: seed.text }, around))
    }
    const copy = (parent: string) => ({ parent, edge: { sure: 'guess', reason: 'archive-copy' } })
    expect(Object.fromEntries(places)).toEqual({
      // Nobody has this one: its replies quote it.
      '000': copy('20170610084901.GB12347@dhcp22.suse.cz'),
      '001': copy('alpine.DEB.2.10.1602031543250.10331@chino.kir.corp.google.com'),
      '002': copy('20190815175720.GJ30916@redhat.com'),
      '003': copy('201611252100.ADG04225.MFOSOVtHJFFLQO@I-love.SAKURA.ne.jp'),
      '004': copy('1427264236-17249-1-git-send-email-hannes@cmpxchg.org'),
    })
  }, 60_000)
})
