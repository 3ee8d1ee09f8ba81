import type { MechanismFact } from '../mechanism.ts'

export const oomGroup: MechanismFact = {
  slug: 'oom-group',
  title: 'memory.oom.group',
  says: 'A cgroup that wants to die as a whole: if the OOM killer picks one of its tasks, all of them are killed.',
  aliases: [
    'mem_cgroup_get_oom_group',
    'mem_cgroup_print_oom_group',
    'memory.oom.group',
    'oom group',
    'oom.group',
    'oom_group',
  ],
  since: 'v4.19',
  also: [],
  functions: ['mem_cgroup_get_oom_group'],
  related: ['memcg-oom', 'oom-killer'],
  cites: [
    { kind: 'source', ref: 'mm/oom_kill.c@9bcdeb51bd7d', note: '5.0' },
    { kind: 'memory', ref: 'release 4.19' },
    { kind: 'source', ref: 'mm/oom_kill.c@v6.12' },
  ],
}
