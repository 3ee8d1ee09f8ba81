export { rangeDiff } from './range-diff.ts'
export { pairLines } from './sections.ts'
