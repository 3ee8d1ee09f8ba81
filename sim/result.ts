import type { PredictionResult, RunRequest, RunResult } from '../model/index.ts'
import type { End } from './engine/run.ts'
import { judgeAll } from './judge.ts'
import { holders } from './mechanisms/locks.ts'
import type { Behaviours } from './kernels/behaviours.ts'
import type { Scenario } from './scenario.ts'
import { sha256 } from './sha256.ts'
import type { World } from './world.ts'

/** Changes only when the same request may give another result. */
export const modelVersion = 'sim-3'

/** Letters beyond ASCII as escapes, so that a digest needs no encoder. */
const ascii = (text: string): string => {
  let out = ''
  for (const unit of text)
    for (let i = 0; i < unit.length; i++) {
      const code = unit.charCodeAt(i)
      out += code < 128 ? unit[i] : `\\u${code.toString(16).padStart(4, '0')}`
    }
  return out
}

/** Figures of a run. Those of something that never happened are left out. */
const metricsOf = (w: World): Record<string, number> => {
  const { out } = w
  const { nobodyKillable, ...measured } = out.measures
  const killAt = out.events.find(e => e.kind === 'kill')?.atUs
  const progressAt = out.events.find(e => e.kind === 'lock-released' && e.lane === 'W')?.atUs
  return {
    ...measured,
    ...(nobodyKillable === 0 ? {} : { nobodyKillable }),
    longestStallUs: w.m.tasks.reduce(
      (most, _, i) => Math.max(most, out.stallFromUs[i]! < 0 ? 0 : w.m.nowUs - out.stallFromUs[i]!),
      out.longestStallUs,
    ),
    freeLowest: out.freeLowest,
    ...(killAt === undefined ? {} : { killAtUs: killAt }),
    ...(progressAt === undefined ? {} : { progressAtUs: progressAt }),
    ...(killAt === undefined || progressAt === undefined ? {} : { killToProgressUs: progressAt - killAt }),
  }
}

const waitsOf = (w: World): RunResult['waits'] =>
  w.m.tasks.flatMap((t): RunResult['waits'][number][] => {
    const lock = t.waitLock < 0 ? undefined : w.m.locks[t.waitLock]
    if (lock === undefined) return []
    const held = holders(w, lock)
    const by = held.length > 0 ? held : lock.waiters.slice(0, 1).map(i => w.m.tasks[i]!.lane)
    return by.length === 0
      ? [{ task: t.lane, lock: lock.name, holder: null }]
      : by.map(holder => ({ task: t.lane, lock: lock.name, holder }))
  })

const closeLanes = (w: World): RunResult['lanes'] => {
  const { m, out } = w
  const open = out.open.flatMap((o, i) =>
    o.state === '' || o.fromUs > m.nowUs
      ? []
      : [{ lane: m.tasks[i]!.lane, state: o.state, fromUs: o.fromUs, toUs: m.nowUs }],
  )
  return [...out.lanes, ...open].sort((a, b) => a.fromUs - b.fromUs)
}

/**
 * Puts a finished world into the form that pages, tests and JSON read. `kernel`: the behaviours that were asked for,
 * whatever was knocked out of them for this run.
 */
export const resultOf = (
  request: RunRequest,
  scenario: Scenario,
  kernel: Behaviours,
  w: World,
  end: End,
): RunResult => {
  const { m, out } = w
  const metrics = metricsOf(w)
  const predictions: PredictionResult[] = judgeAll(scenario.predictions, request.variant, request.params, kernel, {
    events: out.events,
    end: end.end,
    metrics,
    perLap: end.perLap,
    dropped: out.dropped > 0,
  })
  const zone = m.zones[0]!
  const last = out.events.length - 1
  const result: Omit<RunResult, 'digest'> = {
    request,
    modelVersion,
    end: end.end,
    endSays: out.dropped > 0 ? `${end.says} (${out.dropped} events were not recorded)` : end.says,
    loop:
      end.loop === null
        ? null
        : { fromSeq: Math.min(end.loop.fromSeq, last), toSeq: last, periodUs: end.loop.periodUs },
    lastUs: m.nowUs,
    metrics,
    predictions,
    events: out.events,
    lanes: closeLanes(w),
    free: {
      points: [...out.points, { atUs: m.nowUs, pagesFree: zone.freePages }],
      minPages: zone.minPages,
      lowPages: zone.lowPages,
      highPages: zone.highPages,
    },
    waits: waitsOf(w),
    dmesg: out.dmesg,
  }
  return { ...result, digest: sha256(ascii(JSON.stringify(result))) }
}
