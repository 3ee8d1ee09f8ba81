import type { Command } from '../args.ts'
import { annotate } from './annotate.ts'
import { dev } from './dev.ts'
import { doctor } from './doctor.ts'
import { evalCommand } from './eval.ts'
import { fetch } from './fetch.ts'
import { gfp } from './gfp.ts'
import { ingest } from './ingest.ts'
import { oom } from './oom.ts'
import { search } from './search.ts'
import { serve } from './serve.ts'
import { show } from './show.ts'
import { sim } from './sim.ts'
import { sync } from './sync.ts'
import { threads } from './threads.ts'

/** Every subcommand, in the order `--help` shows them. */
export const commands: readonly Command[] = [
  ingest,
  fetch,
  sync,
  threads,
  search,
  show,
  gfp,
  annotate,
  evalCommand,
  oom,
  sim,
  serve,
  dev,
  doctor,
]
