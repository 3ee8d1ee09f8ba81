import type { LaneSpan, RunResult, TraceEvent } from '../../../model/index.ts'
import type { Look, MarkLook } from './looks.ts'
import { lookOf, markOf } from './looks.ts'

/** Places on the horizontal axis are percent of the drawing's width: an SVG that needs no script to fit a phone. */
export type Axis = {
  readonly kind: 'time' | 'steps'
  /** Percent, 0..100, for a point of model time. */
  readonly x: (us: number) => number
  /** Model time at a percent of the width. */
  readonly us: (percent: number) => number
  readonly ticks: readonly { readonly x: number; readonly us: number }[]
}

/** From which width of the drawing on a label fits into its bar. */
export type Fit = 'narrow' | 'middle' | 'wide' | 'never'

export type Bar = {
  readonly x: number
  readonly width: number
  readonly look: Look
  readonly state: string
  readonly fromUs: number
  readonly toUs: number
  /** How many stretches of the model this bar stands for; over 1 when they are too short to draw. */
  readonly spans: number
  readonly fit: Fit
}

export type Mark = { readonly x: number; readonly look: MarkLook; readonly event: TraceEvent }
export type LaneRow = { readonly lane: string; readonly bars: readonly Bar[]; readonly marks: readonly Mark[] }

export const lanesMax = 32
export const barsMax = 160
const marksMax = 40
/** How many times shorter a run may be than the one whose axis it shares. */
const squeezeMax = 6
/** A bar narrower than this, in percent, is drawn together with its neighbours. */
const thin = 0.5

/** Thousandths: enough for percent of a screen, and the same text on server and browser. */
export const round = (n: number) => Math.round(n * 1000) / 1000
/** Percent that stay inside the drawing. */
export const clamp = (n: number) => (n < 0 ? 0 : n > 100 ? 100 : n)

/** The smallest of 1, 2, 5 times a power of ten that cuts `span` into at most `parts`. */
function tickStep(span: number, parts: number): number {
  let step = 1
  while (span / step > parts * 10) step *= 10
  for (const factor of [1, 2, 5, 10]) if (span / (step * factor) <= parts) return step * factor
  return step * 10
}

function timeAxis(lastUs: number): Axis {
  const end = Math.max(lastUs, 1)
  const step = tickStep(end, 6)
  const ticks: { x: number; us: number }[] = []
  for (let us = 0; us <= end && ticks.length < 16; us += step) ticks.push({ x: round((us / end) * 100), us })
  return { kind: 'time', x: us => round(clamp((us / end) * 100)), us: percent => (clamp(percent) / 100) * end, ticks }
}

/** Equal room for every moment at which something happens; long quiet stretches shrink, bursts open up. */
function stepsAxis(result: RunResult): Axis {
  const moments = [...new Set([0, ...result.events.map(e => e.atUs), result.lastUs])].sort((a, b) => a - b)
  const last = Math.max(moments.length - 1, 1)
  const x = (us: number): number => {
    let low = 0
    let high = moments.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (moments[middle]! <= us) low = middle
      else high = middle - 1
    }
    const [from, to] = [moments[low]!, moments[low + 1]]
    const part = to === undefined || us <= from ? 0 : (us - from) / (to - from)
    return round(clamp(((low + part) / last) * 100))
  }
  const us = (percent: number): number => {
    const place = (clamp(percent) / 100) * last
    const from = moments[Math.floor(place)] ?? result.lastUs
    const to = moments[Math.floor(place) + 1] ?? from
    return from + (to - from) * (place - Math.floor(place))
  }
  const every = Math.max(1, Math.ceil(moments.length / 6))
  const ticks = moments.flatMap((at, i) => (i % every === 0 ? [{ x: round((i / last) * 100), us: at }] : []))
  return { kind: 'steps', x, us, ticks }
}

/** The axis of a run; one of time may go on to `untilUs`, so that two runs share it. */
export const axisOf = (result: RunResult, kind: Axis['kind'], untilUs: number | null = null): Axis =>
  kind === 'time' ? timeAxis(Math.max(result.lastUs, untilUs ?? 0)) : stepsAxis(result)

/** Where the time axes of runs side by side end: at the longest one, unless it would squeeze another to a corner. */
export function sharedUntil(results: readonly RunResult[]): number | null {
  const ends = results.map(r => r.lastUs)
  const longest = Math.max(0, ...ends)
  return ends.every(us => us * squeezeMax >= longest) ? longest : null
}

/** Widths, in pixels, of the drawing for which `Fit` is decided, and of a character of its labels. */
const widths: readonly (readonly [Fit, number])[] = [
  ['narrow', 300],
  ['middle', 520],
  ['wide', 900],
]
const characterPx = 6.4

export function fitOf(percent: number, text: string): Fit {
  const needed = text.length * characterPx + 10
  return widths.find(([, width]) => (width * percent) / 100 >= needed)?.[0] ?? 'never'
}

/** Several short stretches drawn as one: it looks like what took most of its time. */
type Merged = { bar: Bar; readonly timeUs: Map<Look, number> }

function merge(into: Merged, span: LaneSpan, end: number): void {
  const { bar, timeUs } = into
  const look = lookOf(span.state)
  timeUs.set(look, (timeUs.get(look) ?? 0) + span.toUs - span.fromUs)
  const [most] = [...timeUs].sort((a, b) => b[1] - a[1])
  into.bar = {
    ...bar,
    width: round(Math.max(end - bar.x, bar.width)),
    look: most?.[0] ?? look,
    state: bar.state === span.state || bar.state.includes(' / ') ? bar.state : `${bar.state} / ${span.state}`,
    toUs: Math.max(bar.toUs, span.toUs),
    spans: bar.spans + 1,
  }
}

function barsWith(least: number, spans: readonly LaneSpan[], axis: Axis): readonly Bar[] {
  const bars: Merged[] = []
  for (const span of spans) {
    const [x, end] = [axis.x(span.fromUs), axis.x(span.toUs)]
    const width = round(Math.max(end - x, 0))
    const last = bars.at(-1)
    const isNear = last !== undefined && x - (last.bar.x + last.bar.width) < least
    if (last && isNear && width < least && (last.bar.spans > 1 || last.bar.width < least)) {
      merge(last, span, end)
      continue
    }
    const look = lookOf(span.state)
    const { state, fromUs, toUs } = span
    bars.push({
      bar: { x, width, look, state, fromUs, toUs, spans: 1, fit: 'never' },
      timeUs: new Map([[look, toUs - fromUs]]),
    })
  }
  return bars.map(({ bar }) => ({ ...bar, fit: fitOf(bar.width, bar.state) }))
}

/** Bars of one lane, in order, never more than `barsMax`: stretches too short to be seen are drawn as one. */
export function barsOf(spans: readonly LaneSpan[], axis: Axis): readonly Bar[] {
  const sorted = [...spans].sort((a, b) => a.fromUs - b.fromUs || a.toUs - b.toUs)
  for (let least = thin; ; least *= 2) {
    const bars = barsWith(least, sorted, axis)
    if (bars.length <= barsMax) return bars
  }
}

/** What a timeline draws of the lanes. */
export type DrawnLanes = {
  readonly rows: readonly LaneRow[]
  /** Lanes to which nothing happens, in one state throughout: said in words. */
  readonly quiet: readonly { readonly lane: string; readonly state: string }[]
  /** How many lanes more than `lanesMax` there are. */
  readonly hidden: number
}

/** Lanes in the order in which something first happens to them, with their bars and the events drawn on them. */
export function lanesOf(result: RunResult, axis: Axis): DrawnLanes {
  const spans = new Map<string, LaneSpan[]>()
  for (const span of result.lanes) {
    const list = spans.get(span.lane)
    if (list) list.push(span)
    else spans.set(span.lane, [span])
  }
  const marks = new Map<string, Mark[]>()
  for (const event of result.events) {
    const look = markOf(event)
    if (look === null) continue
    if (!spans.has(event.lane)) spans.set(event.lane, [])
    const list = marks.get(event.lane) ?? []
    if (list.length < marksMax) list.push({ x: axis.x(event.atUs), look, event })
    marks.set(event.lane, list)
  }
  const first = new Map<string, number>()
  for (const event of result.events) if (!first.has(event.lane)) first.set(event.lane, event.seq)
  const rank = (lane: string) => first.get(lane) ?? Infinity
  const quiet = [...spans].flatMap(([lane, list]) => {
    const state = list[0]?.state
    return state !== undefined && !first.has(lane) && list.every(s => s.state === state) ? [{ lane, state }] : []
  })
  const names = [...spans.keys()]
    .filter(lane => !quiet.some(q => q.lane === lane))
    .sort((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)))
  const rows = names.slice(0, lanesMax).map(lane => ({
    lane,
    bars: barsOf(spans.get(lane) ?? [], axis),
    marks: marks.get(lane) ?? [],
  }))
  return { rows, quiet, hidden: Math.max(0, names.length - lanesMax) }
}
