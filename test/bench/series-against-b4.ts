/**
 * Series as we build them beside what `b4 am` says of the same threads:
 * `node test/bench/series-against-b4.ts [--seed N] [--count N] [--words] FILE...`
 *
 * Of all whole postings with two parts or more, `count` (20) are chosen by `seed` (20). b4 gets each one's thread as an
 * mbox and is asked for that version, then for the latest. Prints a table and the differences; `--words` adds what b4 said.
 */
import { parseArgs } from 'node:util'
import { effectiveSeries, revisionsOf } from '../../argue/series/index.ts'
import { buildSeries, buildThreads, openSource, parseMessage, skeletonOf } from '../../ingest/index.ts'
import type { MessageId, PatchSeries, Skeleton, Thread } from '../../model/index.ts'
import { mboxrdOf } from '../../text/index.ts'
import { compareVersions, majorVersion, versionLabel } from '../../text/revision.ts'
import { findB4 } from './series/b4.ts'

const { values, positionals: files } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '20' },
    count: { type: 'string', default: '20' },
    words: { type: 'boolean' },
  },
})
if (files.length === 0) {
  console.error('usage: node test/bench/series-against-b4.ts [--seed N] [--count N] [--words] FILE...')
  process.exit(2)
}
const b4 = findB4()
if (b4 === null) {
  console.error(
    'b4 is missing: nothing to compare with. Install it (`pip install b4`, or the package b4 of the system).',
  )
  process.exit(2)
}

const raw = new Map<MessageId, Uint8Array>()
const mails: Skeleton[] = []
for (const file of files) {
  const source = await openSource(file)
  for await (const chunk of source.read())
    for (const record of chunk) {
      if (record.kind !== 'mail') continue
      const parsed = await parseMessage(record)
      if ('kind' in parsed) continue
      raw.set(parsed.headers.messageId, record.bytes)
      mails.push(skeletonOf(parsed))
    }
}
const threads = buildThreads(mails)
const found = threads.flatMap(thread => {
  const series = buildSeries([thread])
  return series.map(one => ({ thread, series, one }))
})

/** Numbers of a fixed sequence from 0 up to, not including, n. */
const dice = (seed: number) => {
  let state = seed >>> 0
  return (n: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * n)
  }
}

const held = (s: PatchSeries): number => s.parts.filter(p => p.messageId !== null).length
const pool = found
  .filter(f => f.one.extent === 'whole' && f.one.total > 1 && held(f.one) > 0)
  .sort((a, b) => (a.one.key < b.one.key ? -1 : 1))
const next = dice(Number(values.seed))
const chosen: typeof pool = []
while (pool.length > 0 && chosen.length < Number(values.count)) chosen.push(...pool.splice(next(pool.length), 1))
chosen.sort((a, b) => a.one.atSeconds - b.one.atSeconds)

/** The mail with its headers unfolded: b4 0.12 dies on some folded ones with a recent Python. */
const unfolded = (bytes: Uint8Array): Uint8Array => {
  const text = Buffer.from(bytes).toString('latin1')
  const end = text.search(/\r?\n\r?\n/)
  if (end < 0) return bytes
  return Buffer.from(text.slice(0, end).replace(/\r?\n[ \t]+/g, ' ') + text.slice(end), 'latin1')
}

const mboxOf = (thread: Thread): Uint8Array =>
  mboxrdOf(
    thread.nodes.flatMap(n => {
      const bytes = raw.get(n.messageId)
      return bytes === undefined || n.message === 'ghost'
        ? []
        : [{ bytes: unfolded(bytes), atSeconds: n.message.atSeconds }]
    }),
  )

const cell = (text: string): string => text.replace(/[|\\]/g, '\\$&').slice(0, 60)
const list = (numbers: readonly number[]): string =>
  numbers.length === 0 ? '-' : numbers.length > 6 ? `${numbers.length} of them` : numbers.join(' ')

console.log(
  `${b4.version} beside acknak: ${chosen.length} of ${chosen.length + pool.length} series, seed ${values.seed}\n`,
)
console.log(
  '| series | ours | b4 | parts held | missing: ours | missing: b4 | same patches in same order | latest: ours | latest: b4 |',
)
console.log('|---|---|---|---|---|---|---|---|---|')
const differences: string[] = []
let equal = 0
for (const { thread, series, one } of chosen) {
  const mbox = mboxOf(thread)
  const effective = effectiveSeries(revisionsOf(one, series), versionLabel(one))
  const slots = effective?.slots ?? []
  const ours = slots.flatMap(s => (s.mail === null ? [] : [s.mail.messageId]))
  const oursMissing = slots.flatMap(s => (s.mail === null ? [s.part] : []))
  const start = one.coverId ?? one.parts.find(p => p.messageId !== null)?.messageId ?? one.key
  const asked = b4.am(mbox, start, majorVersion(one))
  const latest = b4.am(mbox, start, null)
  const theirs = asked.version === null ? latest : asked
  const top = series.reduce((max, s) => (compareVersions(s, max) > 0 ? s : max))
  const isSame = ours.join('\n') === theirs.patches.join('\n')
  const isSameMissing = oursMissing.join() === theirs.missing.join()
  const isSameLatest = majorVersion(top) === latest.version
  const isSameVersion = asked.version !== null
  console.log(
    `| ${cell(one.title)} (${one.key}) | v${versionLabel(one)} | ${theirs.version === null ? 'none' : `v${theirs.version}`} | ${ours.length}/${one.total} | ${list(oursMissing)} | ${list(theirs.missing)} | ${isSame ? 'yes' : 'no'} | v${versionLabel(top)} | ${latest.version === null ? 'none' : `v${latest.version}`} |`,
  )
  if (isSame && isSameMissing && isSameLatest && isSameVersion) equal++
  else {
    const what = [
      isSameVersion
        ? ''
        : `version: we say v${versionLabel(one)}, b4 knows no such version and says v${latest.version}`,
      isSame
        ? ''
        : `patches: ${ours.length} here, ${theirs.patches.length} there; only here ${ours.filter(id => !theirs.patches.includes(id)).length}, only there ${theirs.patches.filter(id => !ours.includes(id)).length}`,
      isSameMissing ? '' : `missing: ${list(oursMissing)} here, ${list(theirs.missing)} there`,
      isSameLatest ? '' : `latest: v${versionLabel(top)} (${top.reason}) here, v${latest.version} there`,
    ]
    differences.push(`- ${one.key} (${one.reason}): ${what.filter(w => w !== '').join('; ')}`)
  }
  if (values.words === true) console.error(`\n${one.key}\n${asked.said}\n--- latest\n${latest.said}`)
}
console.log(`\nThe same in every column: ${equal} of ${chosen.length}.`)
for (const line of differences) console.log(line)
