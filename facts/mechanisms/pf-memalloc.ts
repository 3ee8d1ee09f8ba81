import type { MechanismFact } from '../mechanism.ts'

export const pfMemalloc: MechanismFact = {
  slug: 'pf-memalloc',
  title: 'PF_MEMALLOC',
  says: 'Marks a task that is freeing memory: it may use all reserves and does not enter direct reclaim again.',
  aliases: ['memalloc_noreclaim_restore', 'memalloc_noreclaim_save', 'noreclaim scope', 'pf_memalloc'],
  since: null,
  also: ['noreclaim-scope'],
  functions: ['memalloc_noreclaim_restore', 'memalloc_noreclaim_save'],
  related: ['gfp-nofs-scope', 'memory-reserves'],
  cites: [
    { kind: 'source', ref: 'mm/page_alloc.c@v4.0.5' },
    { kind: 'source', ref: 'mm/page_alloc.c@c288983dddf7' },
    { kind: 'source', ref: 'include/linux/sched/mm.h@v6.12' },
  ],
}
