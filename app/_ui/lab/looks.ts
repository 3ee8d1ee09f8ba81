import type { TraceEvent } from '../../../model/index.ts'

/** How a stretch of a lane is drawn: a fill and a pattern, so that colour is never the only carrier. */
export type Look = 'run' | 'loop' | 'wait' | 'sleep' | 'dying' | 'gone' | 'other'

/** The words with which the model begins the name of a state. */
const byWords: readonly (readonly [RegExp, Look])[] = [
  [/^(runs|running|reaps|reclaims)/, 'run'],
  [/^(loops|looping|retries)/, 'loop'],
  [/^(waits|blocked)/, 'wait'],
  [/^(sleeps|sleeping|idle|pauses)/, 'sleep'],
  [/^(exits|exiting|killed)/, 'dying'],
  [/^(exited|gone|dead)/, 'gone'],
]

/** Look of a state by the words the model names it with; `other` when none of them is known. */
export const lookOf = (state: string): Look => byWords.find(([words]) => words.test(state))?.[1] ?? 'other'

/** What each look means, for the legend. */
export const lookSays: Readonly<Record<Look, string>> = {
  run: 'runs',
  loop: 'loops',
  wait: 'waits for a lock',
  sleep: 'sleeps',
  dying: 'exits',
  gone: 'gone',
  other: 'other',
}

/** An event drawn on the timeline itself. */
export type MarkLook = 'kill' | 'reap' | 'miss' | 'free' | 'fail'

/** Kinds of events that are marked. `miss`: the reaper tried and got nothing. */
const markKinds: Readonly<Record<string, MarkLook>> = {
  kill: 'kill',
  reaped: 'reap',
  'reap-failed': 'miss',
  'reap-gave-up': 'miss',
  'reap-dropped': 'miss',
  'reap-refused': 'miss',
  'mm-freed': 'free',
  panic: 'fail',
  'alloc-failed': 'fail',
}

/** The mark of an event by its kind, or null when it is an ordinary step. */
export const markOf = (event: TraceEvent): MarkLook | null => markKinds[event.kind] ?? null

/** What each mark means, for the legend. */
export const markSays: Readonly<Record<MarkLook, string>> = {
  kill: 'OOM kill',
  reap: 'memory reaped',
  miss: 'reaper got nothing',
  free: 'address space freed',
  fail: 'failure',
}
