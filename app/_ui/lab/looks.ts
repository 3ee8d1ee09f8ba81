import type { TraceEvent } from '../../../model/index.ts'

/** How a stretch of a lane is drawn: a fill and a pattern, so that colour is never the only carrier. */
export type Look = 'run' | 'loop' | 'wait' | 'sleep' | 'dying' | 'gone' | 'other'

const byWords: readonly (readonly [RegExp, Look])[] = [
  [/^(exited|dead|gone|reaped|unborn|not started)/, 'gone'],
  [/(loop|retr|spin|livelock)/, 'loop'],
  [/(wait|block|stuck|\bD\b)/, 'wait'],
  [/(exit|dying|killed|victim)/, 'dying'],
  [/(sleep|idle|pause|throttle)/, 'sleep'],
  [/(run|hold|alloc|reap|reclaim|fault|work)/, 'run'],
]

/** Look of a state by the words the model names it with; `other` when none of them is known. */
export const lookOf = (state: string): Look => byWords.find(([words]) => words.test(state))?.[1] ?? 'other'

/** What each look means, for the legend. */
export const lookSays: Readonly<Record<Look, string>> = {
  run: 'runs',
  loop: 'loops or retries',
  wait: 'waits',
  sleep: 'sleeps',
  dying: 'killed, exiting',
  gone: 'gone',
  other: 'other',
}

/** An event drawn on the timeline itself. */
export type MarkLook = 'kill' | 'reap' | 'fail'

const markKinds: readonly (readonly [RegExp, MarkLook])[] = [
  [/kill/, 'kill'],
  [/reap/, 'reap'],
  [/(panic|fail|warn|stall|deadlock)/, 'fail'],
]

/** The mark of an event by its kind, or null when it is an ordinary step. */
export const markOf = (event: TraceEvent): MarkLook | null =>
  markKinds.find(([words]) => words.test(event.kind))?.[1] ?? null

/** What each mark means, for the legend. */
export const markSays: Readonly<Record<MarkLook, string>> = {
  kill: 'OOM kill',
  reap: 'memory reaped',
  fail: 'failure, warning',
}
