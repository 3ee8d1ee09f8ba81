// `npm start`: plain JavaScript, so that an old Node can read it and hand over to the pinned one.
import module from 'node:module'
import { fileURLToPath } from 'node:url'
import { ensurePinned } from './runtime.js'

ensurePinned(fileURLToPath(import.meta.url))
// Compiled code is kept beside the packages: a start costs half the CPU.
module.enableCompileCache?.(fileURLToPath(new URL('../node_modules/.cache/acknak', import.meta.url)))
const { generate } = await import('../prisma/generate.js')
generate('sqlite')
const { main } = await import('./start.ts')
process.exit(await main(process.argv.slice(2)))
