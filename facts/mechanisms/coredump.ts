import type { MechanismFact } from '../mechanism.ts'

export const coredump: MechanismFact = {
  slug: 'coredump',
  title: 'Core dump',
  says: 'A dying process may be writing its memory out; its threads wait for that, and pages reaped meanwhile read as zero in the dump.',
  aliases: [
    'core dump',
    'core dumping',
    'core dumps',
    'coredump',
    'coredumping',
    'coredumps',
    'do_coredump',
    'pf_dumpcore',
    'signal_group_coredump',
  ],
  since: null,
  also: [],
  functions: ['do_coredump'],
  related: ['exit-mmap', 'oom-reaper'],
  cites: [
    { kind: 'mail', ref: '20160215205028.GE9223@dhcp22.suse.cz' },
    { kind: 'source', ref: 'mm/page_alloc.c@v4.0.5' },
    { kind: 'source', ref: 'kernel/exit.c@v6.12' },
  ],
}
