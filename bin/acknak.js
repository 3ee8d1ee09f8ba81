#!/usr/bin/env node
// The command's entry: plain JavaScript, so that an old Node can read it and hand over to the pinned one.
import { fileURLToPath } from 'node:url'
import { ensurePinned } from './runtime.js'

ensurePinned(fileURLToPath(import.meta.url))
const { main } = await import('./main.ts')
process.exitCode = await main(process.argv.slice(2))
