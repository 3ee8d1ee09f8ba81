#!/usr/bin/env node
// The command's entry: plain JavaScript, so that an old Node can read it and hand over to the pinned one.
import module from 'node:module'
import { fileURLToPath } from 'node:url'
import { ensurePinned } from './runtime.js'

ensurePinned(fileURLToPath(import.meta.url))
// Compiled code is kept beside the packages: a start costs half the CPU.
module.enableCompileCache?.(fileURLToPath(new URL('../node_modules/.cache/acknak', import.meta.url)))
// The database client is generated code that imports below need; this returns at once when it is fresh.
const { generate } = await import('../prisma/generate.js')
generate('sqlite')
const { main } = await import('./main.ts')
process.exitCode = await main(process.argv.slice(2))
