// Written by `node facts/write.js lists`; a test fails when it is stale.
import type { Debate } from '../debate.ts'
import { allocOom } from './alloc-oom.ts'
import { nofailOom } from './nofail-oom.ts'
import { nonblock } from './nonblock.ts'
import { oomReaper } from './oom-reaper.ts'
import { pfOom } from './pf-oom.ts'

export const debates: readonly Debate[] = [allocOom, nofailOom, nonblock, oomReaper, pfOom]
