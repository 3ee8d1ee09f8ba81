import type { MechanismFact } from '../mechanism.ts'

export const oomVictimReserves: MechanismFact = {
  slug: 'oom-victim-reserves',
  title: 'Reserves for the OOM victim',
  says: 'A victim may take memory below the watermarks so that it can exit: one thread marked with TIF_MEMDIE and all reserves up to 4.13, every thread of the process and half of the min watermark since 4.14.',
  aliases: [
    'alloc_oom',
    'exit_oom_victim',
    'mark_oom_victim',
    'mark_tsk_oom_victim',
    'tif_memdie',
    'tsk_is_oom_victim',
  ],
  since: null,
  also: [],
  functions: ['exit_oom_victim', 'mark_oom_victim', 'tsk_is_oom_victim'],
  related: ['memory-reserves', 'oom-reaper', 'too-small-to-fail'],
  cites: [
    { kind: 'source', ref: 'mm/oom_kill.c@v4.0.5' },
    { kind: 'source', ref: 'mm/page_alloc.c@b39d0ee2632d', note: '5.4' },
    { kind: 'source', ref: 'mm/page_alloc.c@v6.12' },
  ],
}
