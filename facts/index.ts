export * from './gfp/index.ts'
export type * from './mechanism.ts'
export * from './mechanisms.ts'
export * from './problems.ts'
