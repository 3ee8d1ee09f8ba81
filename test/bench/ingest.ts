/**
 * CPU time of the stages of ingest without a store: `node test/bench/ingest.ts FILE...`
 * Prints mails per CPU second for split + parse, and for threads + series + annotations on top.
 */
import {
  annotate,
  buildSeries,
  buildThreads,
  openSource,
  parseCounts,
  parseMessage,
  skeletonOf,
} from '../../ingest/index.ts'
import type { ParsedMessage, Skeleton } from '../../model/index.ts'

const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

const files = process.argv.slice(2)
if (files.length === 0) {
  console.error('usage: node test/bench/ingest.ts FILE...')
  process.exit(2)
}

let mails = 0
let quarantined = 0
let bytes = 0
const skeletons: Skeleton[] = []
let annotateSeconds = 0
let annotations = 0
const started = cpuSeconds()
for (const file of files) {
  const source = await openSource(file)
  for await (const chunk of source.read()) {
    const parsed: ParsedMessage[] = []
    for (const record of chunk) {
      mails++
      bytes += record.bytes.length
      if (record.kind === 'quarantine') {
        quarantined++
        continue
      }
      const read = parseMessage(record)
      const done = read instanceof Promise ? await read : read
      if ('kind' in done) quarantined++
      else parsed.push(done)
    }
    for (const one of parsed) skeletons.push(skeletonOf(one))
    const before = cpuSeconds()
    for (const one of parsed) annotations += annotate(one).length
    annotateSeconds += cpuSeconds() - before
  }
  if (source.failure() !== null) console.error(source.failure()?.message)
}
const parseSeconds = cpuSeconds() - started - annotateSeconds
const beforeThreads = cpuSeconds()
const threads = buildThreads(skeletons)
const threadSeconds = cpuSeconds() - beforeThreads
const beforeSeries = cpuSeconds()
const series = buildSeries(threads)
const seriesSeconds = cpuSeconds() - beforeSeries

const rate = (seconds: number) => `${seconds.toFixed(3)} CPU s, ${Math.round(mails / seconds)} mails per CPU s`
const ghosts = threads.reduce((n, t) => n + t.nodes.filter(node => node.message === 'ghost').length, 0)
console.log(
  `${mails} mails (${quarantined} quarantined), ${(bytes / 1e6).toFixed(1)} MB, ${parseCounts.byMailparser} by mailparser`,
)
console.log(`split + parse            ${rate(parseSeconds)}`)
console.log(`annotate                 ${rate(annotateSeconds)}, ${annotations} annotations`)
console.log(`threads                  ${rate(threadSeconds)}, ${threads.length} threads, ${ghosts} ghosts`)
console.log(`series                   ${rate(seriesSeconds)}, ${series.length} series`)
console.log(`all                      ${rate(parseSeconds + annotateSeconds + threadSeconds + seriesSeconds)}`)
console.log(`peak memory              ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`)
