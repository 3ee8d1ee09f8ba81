import type { Cite } from './certainty.ts'
import type { KernelVersion } from './kernel.ts'

/** A control of a scenario: on the page and as `--set id=value`. */
export type ParamSpec =
  | {
      readonly kind: 'int'
      readonly id: string
      readonly title: string
      readonly unit: string
      readonly min: number
      readonly max: number
      readonly step: number
      readonly initial: number
    }
  | {
      readonly kind: 'choice'
      readonly id: string
      readonly title: string
      readonly options: readonly { readonly value: string; readonly says: string }[]
      readonly initial: string
    }

/** Values of all parameters of a run; integers or choice values. */
export type ParamValues = Readonly<Record<string, number | string>>

/** An answer somebody gave to a scenario's question, with what it predicts. */
export type Position = {
  readonly id: string
  readonly title: string
  readonly says: string
  readonly cites: readonly Cite[]
  readonly predictions: readonly string[]
}

/** A checkable statement over the events and measures of a run. */
export type PredictionSpec = {
  readonly id: string
  readonly says: string
  readonly position: string
  /** Variants it speaks about; empty: all. */
  readonly variants: readonly string[]
}

/** What a page or the command needs to know of a scenario without running it. Plain data. */
export type ScenarioInfo = {
  readonly id: string
  readonly title: string
  readonly question: string
  readonly cites: readonly Cite[]
  readonly kernels: readonly KernelVersion[]
  readonly params: readonly ParamSpec[]
  readonly variants: readonly {
    readonly id: string
    readonly title: string
    readonly says: string
    readonly kernel: KernelVersion
    /** True for a patch: on another kernel than its own it would mean something else. */
    readonly onlyOwnKernel: boolean
    readonly cites: readonly Cite[]
  }[]
  readonly positions: readonly Position[]
  readonly predictions: readonly PredictionSpec[]
  /** What the scenario leaves out. */
  readonly limits: readonly string[]
  /** How its behaviours are known, e.g. `from source only`. */
  readonly checked: string
}

/** A named behaviour of a kernel, and how it is known there (`sim/kernels/history.ts`). */
export type BehaviourRow = {
  readonly name: string
  readonly value: string
  readonly says: string
  readonly known: 'read' | 'run' | 'bracketed' | 'base' | 'memory' | 'unknown'
  readonly cites: readonly Cite[]
}

/** Everything a run depends on. The same request gives the same digest everywhere. */
export type RunRequest = {
  readonly scenario: string
  readonly variant: string
  /** Null: the variant's own kernel. */
  readonly kernel: KernelVersion | null
  readonly params: ParamValues
  readonly seed: number
}

/** One event of a trace, in order. Times in microseconds of model time. */
export type TraceEvent = {
  readonly seq: number
  readonly atUs: number
  /** Task name, `cpu`, `reaper`, ...: the lane it is drawn in. */
  readonly lane: string
  readonly kind: string
  readonly says: string
  /** Numbers that belong to it (pages freed, order, ...). */
  readonly data: Readonly<Record<string, number | string>>
}

/** A stretch of a lane in one state (`running`, `looping in reclaim`, `waits mmap_sem`, `exited`). */
export type LaneSpan = {
  readonly lane: string
  readonly state: string
  readonly fromUs: number
  readonly toUs: number
}

/** How a prediction came out. `open`: the run ended before it could be decided. */
export type PredictionResult = {
  readonly id: string
  readonly result: 'holds' | 'fails' | 'open'
  readonly because: string
  /** Sequence numbers of the events that decided it. */
  readonly events: readonly number[]
}

/** A finished run, as data for a page, a test or JSON. */
export type RunResult = {
  readonly request: RunRequest
  readonly modelVersion: string
  /** `looped`: the machine equals an earlier one, so it goes on as long as nothing else in this machine changes. */
  readonly end: 'finished' | 'looped' | 'ranOut'
  readonly endSays: string
  /** For `looped`: sequence numbers of the two equal machines. */
  readonly loop: { readonly fromSeq: number; readonly toSeq: number; readonly periodUs: number } | null
  readonly lastUs: number
  readonly metrics: Readonly<Record<string, number>>
  readonly predictions: readonly PredictionResult[]
  readonly events: readonly TraceEvent[]
  readonly lanes: readonly LaneSpan[]
  /** Free pages of the zone over time, with its watermarks. */
  readonly free: {
    readonly points: readonly { readonly atUs: number; readonly pagesFree: number }[]
    readonly minPages: number
    readonly lowPages: number
    readonly highPages: number
  }
  /** Who waits for whom at the end: edges of the wait-for graph. */
  readonly waits: readonly { readonly task: string; readonly lock: string; readonly holder: string | null }[]
  /** The kernel's own log lines. */
  readonly dmesg: readonly string[]
  /** Hash of the whole run; equal in Node, a bare realm and a browser. */
  readonly digest: string
}
