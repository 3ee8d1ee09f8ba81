import type { Vocabulary } from '../../ingest/index.ts'

/** A small vocabulary of the tests' own, so that a new fact changes no fixture. */
export const facts: Vocabulary = {
  gfpNames: ['GFP_KERNEL', 'GFP_NOFS', '__GFP_FS', '__GFP_HIGH', '__GFP_IO', '__GFP_NOFAIL'],
  mechanisms: [
    { slug: 'oom-killer', aliases: ['oom killer', 'out_of_memory'] },
    { slug: 'oom-reaper', aliases: ['oom reaper', 'oom_reaper'] },
  ],
}
