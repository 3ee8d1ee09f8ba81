import type { KernelVersion } from '../../model/index.ts'
import type { Kernel } from './behaviours.ts'
import { v4_5 } from './v4.5.ts'
import { v4_6 } from './v4.6.ts'

/** Every kernel this model knows, oldest first. */
export const kernels: readonly Kernel[] = [v4_5, v4_6]

/** The kernel of a version, or null. */
export const kernelOf = (version: KernelVersion): Kernel | null => kernels.find(k => k.version === version) ?? null
