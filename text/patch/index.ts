export { patchIdOf, patchIdsOf } from './id.ts'
export type { Sha1 } from './id-scan.ts'
export { filesMax, patchesMax, readPatches } from './read.ts'
export type { PatchMail } from './read.ts'
