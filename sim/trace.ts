import type { RunResult } from '../model/index.ts'

/** One entry of a Chrome trace, times in microseconds. */
export type ChromeEvent = Readonly<Record<string, unknown>>

/**
 * A run as Chrome trace events (JSON object form), which Perfetto and chrome://tracing open: a thread a lane, a slice a
 * state, an instant an event, a counter for free pages.
 */
export const chromeTrace = (
  result: RunResult,
): { readonly traceEvents: readonly ChromeEvent[]; readonly displayTimeUnit: 'ms' } => {
  const lanes = [...new Set([...result.lanes, ...result.events].map(x => x.lane))]
  const tid = new Map(lanes.map((lane, i) => [lane, i + 1]))
  return {
    displayTimeUnit: 'ms',
    traceEvents: [
      { ph: 'M', pid: 1, name: 'process_name', args: { name: `${result.request.scenario} ${result.request.variant}` } },
      ...lanes.map(lane => ({ ph: 'M', pid: 1, tid: tid.get(lane), name: 'thread_name', args: { name: lane } })),
      ...result.lanes.map(l => ({
        ph: 'X',
        pid: 1,
        tid: tid.get(l.lane),
        name: l.state,
        cat: 'state',
        ts: l.fromUs,
        dur: l.toUs - l.fromUs,
      })),
      ...result.events.map(e => ({
        ph: 'i',
        s: 't',
        pid: 1,
        tid: tid.get(e.lane),
        name: e.kind,
        cat: 'event',
        ts: e.atUs,
        args: { says: e.says, ...e.data },
      })),
      ...result.free.points.map(p => ({
        ph: 'C',
        pid: 1,
        name: 'free pages',
        ts: p.atUs,
        args: { pages: p.pagesFree },
      })),
    ],
  }
}
