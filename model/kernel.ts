import type { Cite } from './certainty.ts'

/** A mainline tag (`v4.6`) or a build (`6.12.117`). */
export type KernelVersion = string

/** One GFP flag in one kernel version. */
export type GfpFlag = {
  readonly name: string
  readonly value: number
  readonly kind: 'bit' | 'alias' | 'composite' | 'config'
  /** As the header writes it; `~X` means `& ~X`. */
  readonly expands: readonly string[]
  /** Leaf bits after full expansion. */
  readonly bits: readonly string[]
  /** False: not read in the source of that very release. */
  readonly verified: boolean
  readonly note?: string
}

/** Every flag of one kernel version, with where it was read. */
export type GfpTable = {
  readonly kernel: KernelVersion
  readonly verified: boolean
  readonly source: string
  /** Order in which %pGg prints names; null before 4.6 (masks were printed as numbers only). */
  readonly nameTable: readonly string[] | null
  readonly flags: Readonly<Record<string, GfpFlag>>
}

/** A design or behaviour that people argue about, with the names they use for it. */
export type Mechanism = {
  readonly slug: string
  readonly title: string
  /** One or two plain sentences. */
  readonly says: string
  /** Lower-case words or identifiers by which mails name it. */
  readonly aliases: readonly string[]
  readonly since: KernelVersion | null
  readonly cites: readonly Cite[]
}
