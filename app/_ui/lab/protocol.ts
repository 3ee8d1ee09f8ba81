import type { RunRequest, RunResult } from '../../../model/index.ts'

/** What the page asks of its worker. `id` comes back with the answer. */
export type Ask =
  | { readonly id: number; readonly what: 'run'; readonly request: RunRequest }
  | { readonly id: number; readonly what: 'trace'; readonly request: RunRequest }

/** What the worker answers: a result, a trace as JSON text, or one line that says what is wrong. */
export type Answer =
  | { readonly id: number; readonly what: 'run'; readonly result: RunResult }
  | { readonly id: number; readonly what: 'trace'; readonly json: string }
  | { readonly id: number; readonly what: 'refused'; readonly says: string }
