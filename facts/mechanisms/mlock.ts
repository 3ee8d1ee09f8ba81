import type { MechanismFact } from '../mechanism.ts'

export const mlock: MechanismFact = {
  slug: 'mlock',
  title: 'Locked memory',
  says: 'Pages pinned by mlock() are never reclaimed; for years the OOM reaper passed them by as well.',
  aliases: [
    'mlock',
    'mlockall',
    'mlocked',
    'mlocked pages',
    'munlock',
    'munlock_vma_pages_all',
    'vm_locked',
    'vm_lockonfault',
  ],
  since: null,
  also: [],
  functions: ['munlock_vma_pages_all'],
  related: ['oom-reaper'],
  cites: [
    { kind: 'mail', ref: '1454505240-23446-3-git-send-email-mhocko@kernel.org' },
    { kind: 'source', ref: 'mm/oom_kill.c@855b01832573', note: '4.6' },
    { kind: 'source', ref: 'mm/oom_kill.c@v6.12', note: 'reaped here; since 5.18, from memory' },
  ],
}
