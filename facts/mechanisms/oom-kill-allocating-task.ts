import type { MechanismFact } from '../mechanism.ts'

export const oomKillAllocatingTask: MechanismFact = {
  slug: 'oom-kill-allocating-task',
  title: 'oom_kill_allocating_task',
  says: 'A sysctl by which the task that ran out of memory is killed itself, without a search.',
  aliases: ['oom_kill_allocating_task', 'sysctl_oom_kill_allocating_task'],
  since: null,
  also: [],
  functions: ['out_of_memory'],
  related: ['oom-killer', 'victim-selection'],
  cites: [
    { kind: 'source', ref: 'mm/oom_kill.c@v4.0.5' },
    { kind: 'source', ref: 'mm/oom_kill.c@v6.12' },
  ],
}
