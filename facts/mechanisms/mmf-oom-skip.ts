import type { MechanismFact } from '../mechanism.ts'

export const mmfOomSkip: MechanismFact = {
  slug: 'mmf-oom-skip',
  title: 'MMF_OOM_SKIP',
  says: 'Marks an address space that the OOM killer need not wait for any more, reaped or given up, so that it may choose another victim. 4.7 has MMF_OOM_REAPED for it, renamed in 4.8 or 4.9.',
  aliases: [
    'mmf_oom_killed',
    'mmf_oom_reap_queued',
    'mmf_oom_reaped',
    'mmf_oom_skip',
    'mmf_oom_victim',
    'mmf_unstable',
  ],
  since: null,
  also: [],
  functions: ['oom_evaluate_task', 'oom_reap_task'],
  related: ['exit-mmap', 'oom-reaper'],
  cites: [
    { kind: 'source', ref: 'mm/oom_kill.c@v4.10' },
    { kind: 'source', ref: 'mm/oom_kill.c@v6.12' },
    { kind: 'memory', ref: 'which of 4.8 and 4.9 renamed MMF_OOM_REAPED' },
  ],
}
