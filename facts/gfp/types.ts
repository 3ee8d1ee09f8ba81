import type { Certainty, Cite, GfpTable, KernelVersion } from '../../model/index.ts'

/** One of the five bit layouts that mainline has had since 3.19 (same bits, same numbers). */
export type GfpLayout = 'A' | 'B' | 'C' | 'D' | 'E'

/** Where the table of a version comes from, written by hand beside the imported numbers. */
export type GfpOrigin = {
  readonly layout: GfpLayout
  /** Header and tree that were read, or how the table was derived. */
  readonly source: string
  /** What a reader must know before trusting a number of this table. */
  readonly note: string | null
  /** Kernel configuration that the numbers assume; null when no value depends on it. */
  readonly config: string | null
  /** True when the order of %pGg names was read in a tree of this version (not taken from a neighbour). */
  readonly nameTableRead: boolean
  /** Remarks on single flags, by name. */
  readonly flagNotes: Readonly<Record<string, string>>
  readonly cites: readonly Cite[]
}

/** A version's table with its origin: everything of `GfpTable`, and how far it can be trusted. */
export type GfpVersion = GfpTable & {
  readonly layout: GfpLayout
  readonly note: string | null
  readonly config: string | null
  readonly nameTableRead: boolean
  readonly cites: readonly Cite[]
}

/** The table that stands for a kernel, and how surely its numbers are that kernel's. */
export type GfpStandIn = {
  readonly table: GfpVersion
  readonly sure: Certainty
  readonly reason: string
}

/** A change of the set of flags: what came or went in which release. */
export type GfpChange = {
  readonly flag: string
  readonly change: 'added' | 'removed' | 'renamed'
  readonly kernel: KernelVersion
  /** New or old name when renamed. */
  readonly other?: string
  readonly says: string
  readonly sure: Certainty
  readonly cites: readonly Cite[]
}

/** A name that was proposed on a list and never merged: tagged, and explained as such. */
export type GfpProposal = {
  readonly name: string
  /** Who proposed it, when, to do what; in own words. */
  readonly says: string
  readonly by: string
  readonly year: number
  readonly kind: 'flag' | 'task-flag' | 'watermark' | 'function'
  readonly cites: readonly Cite[]
}
