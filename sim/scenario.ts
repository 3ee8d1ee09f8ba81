import type { GfpTable, ParamValues, PredictionResult, PredictionSpec, ScenarioInfo } from '../model/index.ts'
import type { Questions } from './explore/explore.ts'
import type { BehaviourName, Behaviours, Delta } from './kernels/behaviours.ts'
import type { Machine } from './machine.ts'

/** Which events are meant; every field that is given must agree. */
export type EventPattern = {
  readonly kind: string
  readonly lane?: string
  /** Equal values of `data`. */
  readonly where?: Readonly<Record<string, number | string>>
  /** Least values of `data`. */
  readonly atLeast?: Readonly<Record<string, number>>
  /** The event in words, as the subject of "did not happen". */
  readonly says: string
}

/** A checkable statement over a run, as data. */
export type Condition =
  | { readonly is: 'eventually'; readonly event: EventPattern; readonly times?: number }
  | { readonly is: 'never'; readonly event: EventPattern }
  | { readonly is: 'at-most'; readonly measure: string; readonly value: number }
  /** The first `event` comes no later than this after the first `after`. */
  | { readonly is: 'within'; readonly event: EventPattern; readonly after: EventPattern; readonly us: number }
  | { readonly is: 'all'; readonly of: readonly Condition[] }
  | { readonly is: 'any'; readonly of: readonly Condition[] }

/** What a prediction supposes of the set-up; where it is not so, the prediction says nothing and stays open. */
export type Supposition = { readonly param: string; readonly isNot: string; readonly otherwise: string }

/** What a prediction supposes of the kernel (before any patch is knocked out); on another it says nothing. */
export type KernelSupposition = {
  [K in BehaviourName]: { readonly behaviour: K; readonly is: Behaviours[K]; readonly otherwise: string }
}[BehaviourName]

export type Prediction = PredictionSpec & {
  readonly holdsWhen: Condition
  readonly supposes?: Supposition
  readonly supposesKernel?: readonly KernelSupposition[]
}

/** A figure of a run that a page shows. */
export type MeasureSpec = { readonly id: string; readonly title: string; readonly unit: string }

/** How a variant is declared to end, checked over seeds. */
export type Expectation = {
  readonly variant: string
  readonly params: ParamValues
  readonly end: 'finished' | 'looped'
  readonly kills: number
  readonly predictions: Readonly<Record<string, PredictionResult['result']>>
}

/** A question with positions, as one file of `scenarios/`. */
export type Scenario = {
  readonly info: ScenarioInfo
  /** Patches that a variant puts on its kernel. */
  readonly deltas: Readonly<Record<string, readonly Delta[]>>
  /** Behaviours that decide how it ends; a kernel for which one of them is not known is not offered. */
  readonly restsOn: readonly BehaviourName[]
  /** Sets the machine up; the only place where dice are drawn. */
  readonly build: (params: ParamValues, seed: number, k: Behaviours, table: GfpTable) => Machine
  /** A machine small enough to play every interleaving of, and what is asked of it; null: none. */
  readonly small: {
    readonly build: (params: ParamValues, k: Behaviours, table: GfpTable) => Machine
    readonly questions: Questions
  } | null
  readonly predictions: readonly Prediction[]
  readonly measures: readonly MeasureSpec[]
  readonly expect: readonly Expectation[]
}
