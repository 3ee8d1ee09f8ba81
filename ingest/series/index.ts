export { buildSeries } from './build.ts'
