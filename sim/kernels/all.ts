import type { KernelVersion } from '../../model/index.ts'
import type { BehaviourName, Behaviours, Kernel } from './behaviours.ts'
import { at, inBuild } from './history.ts'
import type { Histories, History, Said } from './history.ts'
import { buildNames, builds, releases } from './releases.ts'
import { masks } from './topics/masks.ts'
import { notifiers } from './topics/notifiers.ts'
import { oom } from './topics/oom.ts'
import { reaper } from './topics/reaper.ts'
import { slowpath } from './topics/slowpath.ts'
import { watermarks } from './topics/watermarks.ts'

/** Every behaviour from release to release. */
export const histories: Histories<Behaviours> = {
  ...masks,
  ...watermarks,
  ...slowpath,
  ...oom,
  ...reaper,
  ...notifiers,
}

const all = (said: (history: History<unknown>) => Said<unknown>): Kernel['behaviours'] =>
  Object.fromEntries(
    Object.entries<History<unknown>>(histories).map(([name, history]) => [name, said(history)]),
  ) as Kernel['behaviours']

/** Every kernel this model knows: releases, then builds, oldest first. */
export const kernels: readonly Kernel[] = [
  ...releases.map(
    (release): Kernel => ({ version: release, says: `Mainline ${release}.`, behaviours: all(h => at(h, release)) }),
  ),
  ...buildNames.map(
    (build): Kernel => ({
      version: build,
      says: `Debian ${build}: ${builds[build]} with the backports of its stable branch.`,
      behaviours: all(h => inBuild(h, build)),
    }),
  ),
]

/** Versions of the kernels for which each of some behaviours is known. */
export const kernelsKnowing = (names: readonly BehaviourName[]): readonly KernelVersion[] =>
  kernels.filter(k => names.every(name => k.behaviours[name].known !== 'unknown')).map(k => k.version)

/** The kernel of a version, or null. */
export const kernelOf = (version: KernelVersion): Kernel | null => kernels.find(k => k.version === version) ?? null
