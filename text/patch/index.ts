export { filesMax, patchesMax, readPatches } from './read.ts'
export type { PatchMail } from './read.ts'
