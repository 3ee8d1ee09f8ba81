import type { MechanismFact } from '../mechanism.ts'

export const oomReaper: MechanismFact = {
  slug: 'oom-reaper',
  title: 'OOM reaper',
  says: 'A kernel thread that takes the private memory of an OOM victim away without waiting for the victim to exit, if it can read-lock its address space.',
  aliases: [
    '__oom_reap_task',
    '__oom_reap_task_mm',
    'mm_to_reap',
    'oom reaper',
    'oom reapers',
    'oom_reap_task',
    'oom_reap_task_mm',
    'oom_reap_vmas',
    'oom_reaper',
    'oom_reaper_list',
    'queue_oom_reaper',
    'wake_oom_reaper',
  ],
  since: 'v4.6',
  also: [],
  functions: ['oom_reap_task', 'oom_reap_task_mm', 'oom_reaper', 'queue_oom_reaper', 'wake_oom_reaper'],
  related: ['exit-mmap', 'mmap-lock', 'mmf-oom-skip', 'mmu-notifiers', 'oom-victim-reserves'],
  cites: [
    { kind: 'commit', ref: 'aac453635549', note: 'single slot' },
    { kind: 'commit', ref: '855b01832573', note: 'end of the series' },
    { kind: 'source', ref: 'mm/oom_kill.c@v6.12' },
  ],
}
