import type { MechanismFact } from '../mechanism.ts'

export const userspaceOomKiller: MechanismFact = {
  slug: 'userspace-oom-killer',
  title: 'OOM killers in user space',
  says: 'Daemons that watch pressure and kill before the kernel has to.',
  aliases: [
    'earlyoom',
    'lmkd',
    'low memory killer',
    'lowmemorykiller',
    'oomd',
    'systemd oomd',
    'user space oom killer',
    'userspace low memory killer',
    'userspace oom killer',
  ],
  since: null,
  also: [],
  functions: [],
  related: ['process-mrelease'],
  cites: [{ kind: 'memory', ref: 'what these daemons do' }],
}
