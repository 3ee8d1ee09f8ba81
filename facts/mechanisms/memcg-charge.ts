import type { MechanismFact } from '../mechanism.ts'

export const memcgCharge: MechanismFact = {
  slug: 'memcg-charge',
  title: 'Charging a memory cgroup',
  says: 'Every accounted page is charged to a cgroup before it is used; over the limit the task reclaims, then calls the cgroup OOM killer, is let through, or is told there is no memory.',
  aliases: [
    'charge_memcg',
    'mem_cgroup_charge',
    'mem_cgroup_try_charge',
    'memcg charge',
    'memcg charging',
    'obj_cgroup_charge',
    'try_charge',
    'try_charge_memcg',
  ],
  since: null,
  also: [],
  functions: ['mem_cgroup_charge', 'try_charge_memcg'],
  related: ['memcg-oom'],
  cites: [
    { kind: 'source', ref: 'mm/memcontrol.c@v4.0.5' },
    { kind: 'source', ref: 'mm/memcontrol.c@v6.12' },
  ],
}
