export { compareTags, formatOf } from './format.ts'
export { logCharsMax, logLineCharsMax } from './lines.ts'
export { readKernelLog } from './read.ts'
