import type { MechanismFact } from '../mechanism.ts'

export const memcgOom: MechanismFact = {
  slug: 'memcg-oom',
  title: 'OOM of a memory cgroup',
  says: 'A charge over the limit of a cgroup that reclaim cannot bring down kills inside that cgroup: until 4.18 only on the way out of a user-mode fault, since 4.19 at the charge itself.',
  aliases: [
    'cgroup oom',
    'mem_cgroup_oom',
    'mem_cgroup_oom_synchronize',
    'mem_cgroup_out_of_memory',
    'memcg oom',
    'memcg oom killer',
    'memcg ooms',
    'memory cgroup out of memory',
  ],
  since: null,
  also: [],
  functions: ['mem_cgroup_oom', 'mem_cgroup_oom_synchronize', 'mem_cgroup_out_of_memory'],
  related: ['memcg-charge', 'oom-group', 'page-fault-oom'],
  cites: [
    { kind: 'source', ref: 'mm/memcontrol.c@v4.0.5' },
    { kind: 'commit', ref: '29ef680ae7c2' },
    { kind: 'source', ref: 'mm/memcontrol.c@v6.12' },
  ],
}
