import type { MechanismFact } from '../mechanism.ts'

export const pageFaultOom: MechanismFact = {
  slug: 'page-fault-oom',
  title: 'OOM out of a page fault',
  says: 'A fault handler that returns VM_FAULT_OOM ends in pagefault_out_of_memory(): until 5.15 it could kill globally with no mask and no NUMA context; since 5.16 it only retries the fault.',
  aliases: [
    'from the #pf',
    'page fault oom',
    'pagefault oom',
    'pagefault_out_of_memory',
    'pf context',
    'pf handler',
    'pf path',
  ],
  since: null,
  also: ['pagefault-oom'],
  functions: ['pagefault_out_of_memory'],
  related: ['memcg-oom', 'oom-killer', 'vm-fault-oom'],
  cites: [
    { kind: 'source', ref: 'mm/oom_kill.c@v4.0.5' },
    { kind: 'source', ref: 'mm/oom_kill.c@f9c645621a28', note: '5.4' },
    { kind: 'commit', ref: '60e2793d440a' },
    { kind: 'source', ref: 'mm/oom_kill.c@v6.12' },
  ],
}
