import type { MechanismFact } from '../mechanism.ts'

export const shrinkers: MechanismFact = {
  slug: 'shrinkers',
  title: 'Shrinkers',
  says: 'Callbacks by which caches outside the page lists (inodes, dentries, driver buffers) are asked to give objects back in reclaim.',
  aliases: [
    'count_objects',
    'register_shrinker',
    'scan_objects',
    'shrink_control',
    'shrink_slab',
    'shrinker',
    'shrinkers',
    'unregister_shrinker',
  ],
  since: null,
  also: [],
  functions: ['register_shrinker', 'shrink_slab'],
  related: ['direct-reclaim', 'reclaim-recursion'],
  cites: [
    { kind: 'source', ref: 'mm/vmscan.c@v4.10' },
    { kind: 'source', ref: 'mm/shrinker.c@v6.12' },
  ],
}
