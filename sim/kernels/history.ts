import type { Cite } from '../../model/index.ts'
import { builds, ordinal } from './releases.ts'
import type { Build, Release } from './releases.ts'
import type { Tree } from './trees.ts'

/**
 * How a value is known. `read`: in source that stands for that very kernel. `run`: seen on that very kernel.
 * `bracketed`: read in an older and a newer source, equal in both. `base`: of a build: as its tag, backports unchecked.
 * `memory`: nobody looked. `unknown`: the value is a stand-in; nothing may rest on it.
 */
export type Known = 'read' | 'run' | 'bracketed' | 'base' | 'memory' | 'unknown'

/** A value with its reason. */
export type Said<T> = {
  readonly value: T
  readonly says: string
  readonly known: Known
  readonly cites: readonly Cite[]
}

/** A value from a release on. */
export type Since<T> = {
  /** Any tag, also one between the releases played. */
  readonly since: string
  readonly value: T
  /** One sentence. */
  readonly says: string
  /** What brought it, beside the trees: commits, mails, memory. */
  readonly cites?: readonly Cite[]
}

/** What a behaviour was from release to release. */
export type History<T> = {
  /** Oldest first; the first begins at v3.19 or before. */
  readonly values: readonly Since<T>[]
  /** Trees in which the value then in force was seen. */
  readonly readIn: readonly Tree[]
  /** Releases for which the value is a mere stand-in. */
  readonly unknownAt?: readonly Release[]
  /** What differs in builds from their tag, or was confirmed on them by running. */
  readonly inBuilds?: { readonly [B in Build]?: Said<T> }
}

/** Every behaviour as a history. */
export type Histories<Behaviours> = { readonly [K in keyof Behaviours]: History<Behaviours[K]> }

/** The value at a release and how it is known there. Throws when the history begins later. */
export const at = <T>(history: History<T>, release: Release): Said<T> => {
  const now = ordinal(release)
  const index = history.values.findLastIndex(v => ordinal(v.since) <= now)
  const value = history.values[index]
  if (value === undefined) throw new Error(`a history begins after ${release}`)
  const next = history.values[index + 1]
  const inForce = history.readIn.filter(
    t => ordinal(t.at) >= ordinal(value.since) && (next === undefined || ordinal(t.at) < ordinal(next.since)),
  )
  const here = inForce.filter(t => ordinal(t.at) === now)
  const older = inForce.findLast(t => ordinal(t.at) < now)
  const newer =
    inForce.find(t => ordinal(t.at) > now) ??
    // The change itself was read where it was made: until then it was as before.
    (next?.cites?.some(c => c.kind === 'commit') ? history.readIn.find(t => t.at === next.since) : undefined)
  const known: Known = history.unknownAt?.includes(release)
    ? 'unknown'
    : here.length > 0
      ? 'read'
      : older !== undefined && newer !== undefined
        ? 'bracketed'
        : 'memory'
  const near = here.length > 0 ? here : [older, newer].filter(t => t !== undefined)
  const cites = [...near.map(t => t.cite), ...(value.cites ?? [])]
  return {
    value: value.value,
    says: value.says,
    known,
    cites: cites.length > 0 ? cites : [{ kind: 'memory', ref: `since ${value.since}` }],
  }
}

/** The value in a build: what was seen there, else its tag's. */
export const inBuild = <T>(history: History<T>, build: Build): Said<T> => {
  const own = history.inBuilds?.[build]
  if (own !== undefined) return own
  const said = at(history, builds[build])
  return said.known === 'unknown' ? said : { ...said, known: 'base' }
}
