import type { MechanismFact } from '../mechanism.ts'

export const reclaimRecursion: MechanismFact = {
  slug: 'reclaim-recursion',
  title: 'Recursion of reclaim',
  says: 'An allocation made under a lock enters reclaim, which needs that lock: a deadlock that GFP_NOFS, GFP_NOIO and their scopes are there to prevent.',
  aliases: [
    'reclaim recursion',
    'reclaim recursion deadlock',
    'recurse back into the filesystem',
    'recurse into reclaim',
    'recurse into the filesystem',
    'recursing into reclaim',
    'recursing into the filesystem',
  ],
  since: null,
  also: [],
  functions: [],
  related: ['fs-reclaim-lockdep', 'gfp-nofs-scope', 'noio-scope'],
  cites: [
    { kind: 'source', ref: 'mm/vmscan.c@v4.10' },
    { kind: 'source', ref: 'mm/page_alloc.c@v6.12' },
  ],
}
