import type { MechanismFact } from '../mechanism.ts'

export const pageFaultOom: MechanismFact = {
  slug: 'page-fault-oom',
  title: 'OOM out of a page fault',
  says: 'A fault handler that returns VM_FAULT_OOM ends in pagefault_out_of_memory(): until 5.15 it could kill globally with no mask and no NUMA context; since 5.16, and in stable kernels from 4.4 to 5.15 that have the backport, it only retries the fault.',
  aliases: ['from the #pf', 'page fault oom', 'pagefault oom', 'pagefault_out_of_memory'],
  since: null,
  also: ['pagefault-oom'],
  functions: ['pagefault_out_of_memory'],
  related: ['memcg-oom', 'oom-killer', 'vm-fault-oom'],
  cites: [
    { kind: 'source', ref: 'mm/oom_kill.c@v4.0.5' },
    { kind: 'source', ref: 'mm/oom_kill.c@f9c645621a28', note: '5.4' },
    { kind: 'commit', ref: '60e2793d440a', note: '5.16; backports seen in announcements of stable candidates' },
    { kind: 'source', ref: 'mm/oom_kill.c@v6.12' },
  ],
}
