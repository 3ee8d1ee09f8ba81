import type { MechanismFact } from '../mechanism.ts'

export const panicOnOom: MechanismFact = {
  slug: 'panic-on-oom',
  title: 'panic_on_oom',
  says: 'A sysctl by which the machine panics instead of killing: 1 for a shortage of the whole machine only, 2 for any.',
  aliases: ['check_panic_on_oom', 'panic on oom', 'panic_on_oom', 'panic_on_oom_timeout', 'sysctl_panic_on_oom'],
  since: null,
  also: [],
  functions: ['check_panic_on_oom'],
  related: ['oom-killer'],
  cites: [
    { kind: 'source', ref: 'mm/oom_kill.c@v4.0.5' },
    { kind: 'source', ref: 'mm/oom_kill.c@v6.12' },
  ],
}
