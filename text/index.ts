export { damagedHunks } from './damage.ts'
export { diffOf, hasDiff } from './diff.ts'
export type { DiffFacts } from './diff.ts'
export { unflow } from './flowed.ts'
export { conversationOf, guessJoin, isLostReply, joinMailOf, joinSecondsMax } from './joins.ts'
export type { JoinMail } from './joins.ts'
export { escapeMboxrd, mboxrdEntry, mboxrdOf, unescapeMboxrd } from './mboxrd.ts'
export { editDistance, nearest } from './nearest.ts'
export { patchCluesOf, patchIdOf, patchIdsOf, patchMailOf, readPatches, undash } from './patch/index.ts'
export type { ClueMail, PatchMail, PatchMailFrom, Sha1 } from './patch/index.ts'
export { recoverFromQuotes } from './quotes.ts'
export type { RecoveredPiece, Recovered } from './quotes.ts'
export {
  commentFollower,
  commentPlace,
  fateSentence,
  followComment,
  pairLines,
  rangeDiff,
  rangeDiffKey,
  rangePatchesOf,
} from './range-diff/index.ts'
export { readPerson, readTrailers, trailerAt, trailerName } from './trailers/index.ts'
export { zonesOf } from './zones.ts'
