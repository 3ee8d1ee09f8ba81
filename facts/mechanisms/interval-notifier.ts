import type { MechanismFact } from '../mechanism.ts'

export const intervalNotifier: MechanismFact = {
  slug: 'interval-notifier',
  title: 'Interval notifiers',
  says: 'MMU notifiers that register for a range of addresses and keep a sequence count, so that a driver can tell whether what it looked up is still true.',
  aliases: [
    'interval notifier',
    'interval notifiers',
    'mmu interval notifier',
    'mmu interval notifiers',
    'mmu_interval_notifier',
    'mmu_interval_notifier_insert',
    'mmu_interval_read_begin',
    'mmu_interval_read_retry',
    'mmu_interval_set_seq',
    'mmu_range_notifier',
  ],
  since: 'v5.5',
  also: [],
  functions: ['mmu_interval_notifier_insert', 'mmu_interval_read_begin'],
  related: ['mmu-notifiers'],
  cites: [
    { kind: 'source', ref: 'mm/mmu_notifier.c@v6.12' },
    { kind: 'memory', ref: 'release 5.5' },
  ],
}
