import type { Cite } from '../../model/index.ts'

const source = (ref: string, note?: string): Cite =>
  note === undefined ? { kind: 'source', ref } : { kind: 'source', ref, note }

/** Trees and commits that were read for the behaviours of this folder. */
export const pageAlloc44 = source('mm/page_alloc.c@torvalds/linux:d0164adc89f6', '4.4 merge window')
export const oomKill44lts = source('mm/oom_kill.c@LineageOS/android_kernel_google_wahoo:29daf360fe88', '4.4.291')
export const oomKill42 = source('mm/oom_kill.c@torvalds/linux:dc56401fc9f2', '4.2 merge window')
export const oomReaper1 = source('mm/oom_kill.c@torvalds/linux:aac453635549', 'first patch of the series, 4.6-rc1')
export const oomKill46 = source('mm/oom_kill.c@torvalds/linux:855b01832573', 'end of the series, 4.6-rc1')
export const pageAlloc47 = source('mm/page_alloc.c@torvalds/linux:0a0337e0d1d1', '4.7-rc1')

/** A section of the fact sheet. */
export const fact = (section: string): Cite => ({ kind: 'fact', ref: `kernel-mm.md ${section}` })
export const commit = (hash: string, note?: string): Cite =>
  note === undefined ? { kind: 'commit', ref: hash } : { kind: 'commit', ref: hash, note }
export const mail = (id: string, note?: string): Cite =>
  note === undefined ? { kind: 'mail', ref: id } : { kind: 'mail', ref: id, note }
export const memory = (ref: string): Cite => ({ kind: 'memory', ref })
