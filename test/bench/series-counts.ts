/**
 * Series and chains of archives, counted: `node test/bench/series-counts.ts [--works] FILE...`
 * `--works` lists every work of two postings or more, with why each belongs there.
 */
import { parseArgs } from 'node:util'
import type { PatchSeries } from '../../model/index.ts'
import { seriesOfFiles, worksOf } from './series/corpus.ts'

const { values, positionals: files } = parseArgs({ allowPositionals: true, options: { works: { type: 'boolean' } } })
if (files.length === 0) {
  console.error('usage: node test/bench/series-counts.ts [--works] FILE...')
  process.exit(2)
}
const { mails, series } = await seriesOfFiles(files)
const row = (what: string, n: number | string): void => console.log(`| ${what} | ${n} |`)
const tally = (values: readonly string[]): readonly (readonly [string, number])[] => {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
}
const held = (s: PatchSeries): number => s.parts.filter(p => p.messageId !== null).length
const whole = series.filter(s => s.extent === 'whole')
const multi = whole.filter(s => s.total > 1 || s.coverId !== null)
const works = worksOf(series)
const chained = works.filter(w => w.length > 1)
const joins = chained.flatMap(w => w.filter(r => r.joinedTo !== null))

console.log('| counted | number |\n|---|---|')
row('mails', mails)
row('postings', series.length)
row('single patches', whole.length - multi.length)
row('series of several parts or with a cover', multi.length)
row('of these with every part', multi.filter(s => held(s) >= s.total).length)
row('with some parts missing', multi.filter(s => held(s) > 0 && held(s) < s.total).length)
row('with a cover only', multi.filter(s => held(s) === 0).length)
row('without a cover', multi.filter(s => s.coverId === null).length)
row('partial postings', series.length - whole.length)
row('of these with what they replace', series.filter(s => s.extent === 'partial' && s.replaces !== null).length)
for (const [reason, n] of tally(series.map(s => `${s.reason}, ${s.sure}`))) row(`rule: ${reason}`, n)
row('works', works.length)
row('works of two postings or more', chained.length)
row(
  'postings in them',
  chained.reduce((sum, w) => sum + w.length, 0),
)
row(
  'most postings of one work',
  works.reduce((max, w) => Math.max(max, w.length), 0),
)
for (const [why, n] of tally(joins.map(r => `${r.reasons[0]?.kind}, ${r.sure}`))) row(`joined by ${why}`, n)
row('postings whose version is implied', joins.filter(r => r.isImplicit).length)
if (values.works === true)
  for (const work of chained) {
    console.log(`\n${work[0]?.series.title}`)
    for (const r of work)
      console.log(
        `  v${r.version}${r.series.extent === 'partial' ? ' part' : ''} ${r.series.title.slice(0, 60)} | ${r.series.author.name} | ${new Date(r.series.atSeconds * 1000).toISOString().slice(0, 10)} | ${r.series.key.slice(0, 40)} | ${r.sure} ${r.reasons.map(x => `${x.kind}/${x.sure}`).join(' ')}`,
      )
  }
