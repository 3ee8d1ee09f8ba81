import type { Cite } from '../../model/index.ts'

/** Where a patch or a change was read, beside the trees. */
export const commit = (hash: string, note?: string): Cite =>
  note === undefined ? { kind: 'commit', ref: hash } : { kind: 'commit', ref: hash, note }
export const mail = (id: string, note?: string): Cite =>
  note === undefined ? { kind: 'mail', ref: id } : { kind: 'mail', ref: id, note }
export const memory = (ref: string): Cite => ({ kind: 'memory', ref })
