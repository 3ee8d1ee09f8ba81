import type { ParamValues, PredictionResult, TraceEvent } from '../model/index.ts'
import { div } from './ints.ts'
import type { Behaviours } from './kernels/behaviours.ts'
import type { Condition, EventPattern, Prediction } from './scenario.ts'

/** What a judgement looks at. */
export type Judged = {
  readonly events: readonly TraceEvent[]
  readonly end: 'finished' | 'looped' | 'ranOut'
  readonly metrics: Readonly<Record<string, number>>
  /** What a lap of the loop adds to each measure; null without a loop. */
  readonly perLap: Readonly<Record<string, number>> | null
  /** Events were dropped: what is unseen may have happened. */
  readonly dropped: boolean
}

type Verdict = Pick<PredictionResult, 'result' | 'because' | 'events'>

const matches = (e: TraceEvent, p: EventPattern): boolean =>
  e.kind === p.kind &&
  (p.lane === undefined || e.lane === p.lane) &&
  Object.entries(p.where ?? {}).every(([key, value]) => e.data[key] === value) &&
  Object.entries(p.atLeast ?? {}).every(([key, value]) => typeof e.data[key] === 'number' && e.data[key] >= value)

const seconds = (us: number): string => `${div(us, 1_000_000)}.${String(div(us % 1_000_000, 1000)).padStart(3, '0')} s`

const endWords = {
  finished: 'before everything ended',
  looped: 'and the loop brings nothing new',
  ranOut: 'so far',
} as const

/** Unseen: decided when the run came to an end of its own, open when it was cut off. */
const unseen = (run: Judged, isGood: boolean, name: string): Verdict => ({
  result: run.end === 'ranOut' || run.dropped ? 'open' : isGood ? 'holds' : 'fails',
  because: `${name} did not happen ${run.dropped ? 'in what was recorded' : endWords[run.end]}`,
  events: [],
})

/** Judges one condition over a finished run. Verdicts come with the events that decided them. */
export const judge = (c: Condition, run: Judged): Verdict => {
  switch (c.is) {
    case 'eventually': {
      const seen = run.events.filter(e => matches(e, c.event))
      const times = c.times ?? 1
      if (seen.length < times) return unseen(run, false, times > 1 ? `${c.event.says} (time ${times})` : c.event.says)
      const last = seen[times - 1]!
      return {
        result: 'holds',
        because: `${last.says} (at ${seconds(last.atUs)})`,
        events: seen.slice(0, times).map(e => e.seq),
      }
    }
    case 'never': {
      const seen = run.events.find(e => matches(e, c.event))
      if (seen === undefined) return unseen(run, true, c.event.says)
      return { result: 'fails', because: `${seen.says} (at ${seconds(seen.atUs)})`, events: [seen.seq] }
    }
    case 'at-most': {
      const value = run.metrics[c.measure] ?? 0
      if (value > c.value)
        return { result: 'fails', because: `${c.measure} is ${value}, more than ${c.value}`, events: [] }
      if ((run.perLap?.[c.measure] ?? 0) > 0)
        return { result: 'fails', because: `${c.measure} grows with every lap of the loop`, events: [] }
      return { result: run.end === 'ranOut' ? 'open' : 'holds', because: `${c.measure} is ${value}`, events: [] }
    }
    case 'within': {
      const from = run.events.find(e => matches(e, c.after))
      if (from === undefined) return unseen(run, false, c.after.says)
      const to = run.events.find(e => e.seq >= from.seq && matches(e, c.event))
      if (to === undefined) return { ...unseen(run, false, c.event.says), events: [from.seq] }
      const took = to.atUs - from.atUs
      return {
        result: took <= c.us ? 'holds' : 'fails',
        because: `it took ${seconds(took)}`,
        events: [from.seq, to.seq],
      }
    }
    case 'all':
    case 'any': {
      const verdicts = c.of.map(part => judge(part, run))
      const deciding = verdicts.find(v => v.result === (c.is === 'all' ? 'fails' : 'holds'))
      if (deciding !== undefined) return deciding
      const open = verdicts.find(v => v.result === 'open')
      if (open !== undefined) return open
      return {
        result: c.is === 'all' ? 'holds' : 'fails',
        because: verdicts.map(v => v.because).join('; '),
        events: [...new Set(verdicts.flatMap(v => v.events))].sort((a, b) => a - b),
      }
    }
  }
}

/** Verdicts of those predictions that speak about a variant. One whose supposition the set-up or the kernel lacks stays open. */
export const judgeAll = (
  predictions: readonly Prediction[],
  variant: string,
  params: ParamValues,
  kernel: Behaviours,
  run: Judged,
): PredictionResult[] =>
  predictions
    .filter(p => p.variants.length === 0 || p.variants.includes(variant))
    .map(p => {
      const lacks =
        p.supposesKernel?.find(s => kernel[s.behaviour] !== s.is) ??
        (p.supposes !== undefined && params[p.supposes.param] === p.supposes.isNot ? p.supposes : undefined)
      return lacks === undefined
        ? { id: p.id, ...judge(p.holdsWhen, run) }
        : { id: p.id, result: 'open', because: lacks.otherwise, events: [] }
    })
