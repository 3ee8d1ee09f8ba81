import { div } from '../ints.ts'
import type { Comparison, Point } from './compare.ts'
import type { Outcome } from './outcome.ts'

/** How many runs agree, of those with an OOM. */
export type Share = { readonly agree: number; readonly all: number }

export const shareOf = (runs: readonly Comparison[]): Share => {
  const counted = runs.filter(r => r.verdict !== 'no OOM')
  return { agree: counted.filter(r => r.verdict === 'agrees').length, all: counted.length }
}

const pointShare = (runs: readonly Comparison[], point: (r: Comparison) => Point): string => {
  const counted = runs.filter(r => point(r) !== null)
  return `${counted.filter(r => point(r) === true).length} of ${counted.length}`
}

const word = (p: Point): string => (p === null ? '–' : p ? 'yes' : '**no**')

const pids = (o: Outcome | null): string => {
  if (o === null) return ''
  const list = o.kills.filter(k => !k.afterEnd).map(k => k.pid)
  const shown = list.slice(0, 8).join(' ')
  return list.length === 0 ? 'none' : list.length > 8 ? `${shown} … (${list.length})` : shown
}

const ending = (o: Outcome | null): string => (o === null ? '' : o.panic === '' ? o.terminal : `panic: ${o.panic}`)

const reaped = (o: Outcome | null): string =>
  o === null || o.reaps.length === 0
    ? ''
    : o.reaps
        .map(r => `${r.done ? 'reaped' : 'unable to reap'} ${r.pid} after ${r.afterSeconds.toFixed(1)} s`)
        .join(', ')

const row = (r: Comparison): string =>
  `| ${[
    r.name,
    r.kernel,
    r.verdict === 'differs' ? '**differs**' : r.verdict,
    pids(r.real),
    word(r.victims),
    ending(r.real),
    word(r.terminal),
    word(r.constraint),
    reaped(r.real),
    word(r.reaper),
    word(r.group),
  ]
    .map(cell => cell.replaceAll('|', '\\|'))
    .join(' | ')} |`

const reasons = (runs: readonly Comparison[], verdict: Comparison['verdict']): readonly string[] =>
  runs.filter(r => r.verdict === verdict).flatMap(r => [`- **${r.name}** (${r.kernel}): ${r.why.join('; ')}.`])

const remarks = (runs: readonly Comparison[]): readonly string[] =>
  runs.filter(r => r.verdict === 'agrees' && r.why.length > 0).map(r => `- ${r.name}: ${r.why.join('; ')}.`)

const orNone = (lines: readonly string[]): readonly string[] => (lines.length === 0 ? ['None.'] : lines)

/** What the play of a run leaves out, for those who judge it. */
const simplified: readonly string[] = [
  'Sizes are those that the run measured: zones with their marks and reserves, free memory, rss and page tables of each process from the last dump before memory ran out (else from the first OOM table). Where nothing was measured the scenario’s own figures are taken.',
  'Free pages have no order: a fork takes single pages, huge pages are played as small ones, and there is no fragmentation, no watermark boost, no highatomic reserve and no per-CPU list.',
  'There is no kswapd, no page cache to give up and no shrinker: direct reclaim finds what can be swapped out and nothing else.',
  'Swap takes pages of the oldest process first; zram is played as a disk, whose pages cost no memory.',
  'A memory cgroup is charged page by page (no stock of 32 pages); its kernel memory is its page tables. memory.high, memory.low and memory.swap.max are passed over and named.',
  'Time is the model’s: durations of the emulator mean nothing, and only the reaper’s timers are compared.',
  'A `wait` lasts its full time; a process that forks pays for its children with eight pages each.',
  'Kills after the last command of a scenario, when init collects its logs, are no part of it and not compared; a panic then is. A run that was cut off without saying how fits a panic.',
]

/** docs/fidelity.md. */
export const fidelityPage = (runs: readonly Comparison[], without: number): string => {
  const share = shareOf(runs)
  const percent = share.all === 0 ? 0 : div(100 * share.agree, share.all)
  return `${[
    '# The model beside real kernels',
    '',
    'Written by `npm run fidelity`; do not edit. Each run of `../shared/kernel-runs` with a scenario is rebuilt as a machine from its own script and measured sizes and played on the model of its own kernel.',
    '',
    `**${share.agree} of ${share.all} runs with an OOM agree in victims, their order and the end (${percent} %).** ${runs.filter(r => r.verdict === 'no OOM').length} more end without an OOM in both; ${runs.filter(r => r.verdict === 'not played').length} cannot be played; ${without} record zones only.`,
    '',
    `Point by point: victims ${pointShare(runs, r => r.victims)}, end ${pointShare(runs, r => r.terminal)}, constraint ${pointShare(runs, r => r.constraint)}, reaper lines with their times ${pointShare(runs, r => r.reaper)}, memory.oom.group lines ${pointShare(runs, r => r.group)}.`,
    '',
    '## Run by run',
    '',
    'Victims and end are those of the real run; the column after each says whether the model came to the same. Constraints are compared for the victims that both killed.',
    '',
    '| run | kernel | verdict | victims | same | end | same | constraint | reaper | same | group |',
    '|---|---|---|---|---|---|---|---|---|---|---|',
    ...runs.map(row),
    '',
    '## What differs, and why',
    '',
    ...orNone(reasons(runs, 'differs')),
    '',
    '## What cannot be played',
    '',
    ...orNone(reasons(runs, 'not played')),
    '',
    '## Remarks on runs that agree',
    '',
    ...orNone(remarks(runs)),
    '',
    '## What the play leaves out',
    '',
    ...simplified.map(s => `- ${s}`),
  ].join('\n')}\n`
}
