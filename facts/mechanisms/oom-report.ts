import type { MechanismFact } from '../mechanism.ts'

export const oomReport: MechanismFact = {
  slug: 'oom-report',
  title: 'OOM report',
  says: 'What the kernel prints when it kills for lack of memory: who asked, how much there was where, who was eligible, who died.',
  aliases: ['dump_header', 'dump_tasks', 'invoked oom killer', 'oom report', 'oom reports', 'oom_dump_tasks'],
  since: null,
  also: [],
  functions: ['dump_header', 'dump_tasks'],
  related: ['allocation-stall-warning', 'oom-killer'],
  cites: [
    { kind: 'source', ref: 'mm/oom_kill.c@v4.0.5' },
    { kind: 'source', ref: 'mm/oom_kill.c@v6.12' },
  ],
}
