// Written by `node facts/write.js lists`; a test fails when it is stale.
import type { Scenario } from '../scenario.ts'
import { oomReaper } from './oom-reaper.ts'

export const allScenarios: readonly Scenario[] = [oomReaper]
