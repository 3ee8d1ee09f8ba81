export { buildThreads } from './build.ts'
export type { Placement, ThreadOptions } from './build.ts'
