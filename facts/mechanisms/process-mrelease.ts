import type { MechanismFact } from '../mechanism.ts'

export const processMrelease: MechanismFact = {
  slug: 'process-mrelease',
  title: 'process_mrelease()',
  says: 'A system call by which one process frees the memory of another that is already dying, as the OOM reaper would.',
  aliases: ['__nr_process_mrelease', 'process_mrelease', 'process_reap', 'sys_process_mrelease'],
  since: 'v5.15',
  also: [],
  functions: ['process_mrelease'],
  related: ['oom-reaper', 'userspace-oom-killer'],
  cites: [
    { kind: 'source', ref: 'mm/oom_kill.c@v6.12' },
    { kind: 'commit', ref: '884a7e5964e0', note: 'hash from memory' },
  ],
}
