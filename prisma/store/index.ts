export { openStore } from './open.ts'
export type { Store, StoreOptions } from './open.ts'
export { StoreError } from './errors.ts'
