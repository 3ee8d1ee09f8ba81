import type { MechanismFact } from '../mechanism.ts'

export const nonBlockStart: MechanismFact = {
  slug: 'non-block-start',
  title: 'non_block_start() and non_block_end()',
  says: 'Mark a stretch of code that must not sleep though it is not atomic; a debug kernel warns at every call in it that might sleep.',
  aliases: [
    'non blockable context',
    'non_block annotation',
    'non_block section',
    'non_block_count',
    'non_block_end',
    'non_block_start',
    'non_block_start/end',
  ],
  since: 'v5.4',
  also: ['non-block-annotation'],
  functions: ['might_sleep', 'non_block_end', 'non_block_start'],
  related: ['fs-reclaim-lockdep', 'lockdep', 'mmu-notifiers'],
  cites: [
    { kind: 'commit', ref: '312364f3534c', note: 'release from memory' },
    { kind: 'mail', ref: '20190814202027.18735-3-daniel.vetter@ffwll.ch' },
    { kind: 'source', ref: 'kernel/sched/core.c@v6.12' },
  ],
}
