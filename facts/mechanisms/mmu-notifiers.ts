import type { MechanismFact } from '../mechanism.ts'

export const mmuNotifiers: MechanismFact = {
  slug: 'mmu-notifiers',
  title: 'MMU notifiers',
  says: 'Callbacks by which drivers and hypervisors hear that a range of an address space is about to be unmapped; they may sleep, unless the caller says it cannot wait.',
  aliases: [
    'invalidate_range_end',
    'invalidate_range_start',
    'mmu notifier',
    'mmu notifiers',
    'mmu_notifier',
    'mmu_notifier_invalidate_range_end',
    'mmu_notifier_invalidate_range_start',
    'mmu_notifier_invalidate_range_start_nonblock',
    'mmu_notifier_ops',
    'mmu_notifier_range',
    'mmu_notifier_range_blockable',
    'mmu_notifier_register',
    'mmu_notifiers',
  ],
  since: null,
  also: ['mmu-notifier'],
  functions: [
    'mmu_notifier_invalidate_range_start',
    'mmu_notifier_invalidate_range_start_nonblock',
    'mn_hlist_invalidate_range_start',
  ],
  related: ['interval-notifier', 'non-block-start', 'oom-reaper'],
  cites: [
    { kind: 'commit', ref: '93065ac753e4' },
    { kind: 'source', ref: 'mm/mmu_notifier.c@23b68395c7c7', note: '5.4-rc1' },
    { kind: 'source', ref: 'mm/mmu_notifier.c@v6.12' },
  ],
}
