import type { MechanismFact } from '../mechanism.ts'

export const nofail: MechanismFact = {
  slug: 'nofail',
  title: 'Allocations that must not fail',
  says: 'A __GFP_NOFAIL request loops until it succeeds. Since 4.5 it may take all reserves after a call of out_of_memory(), GFP_NOFS too and even if nobody is killed. Until 4.11 it overrode the rules against killing; since 4.12 it obeys them, and gets a share of the reserves where they keep it from that call.',
  aliases: [
    '__alloc_pages_cpuset_fallback',
    '__gfp_nofail',
    'gfp_nofail',
    'kvmalloc nofail',
    'nofail',
    'nofail allocation',
    'nofail allocations',
    'nofail request',
    'nofail requests',
  ],
  since: null,
  also: ['nofail-allocation'],
  functions: ['__alloc_pages_cpuset_fallback'],
  related: ['costly-order', 'memory-reserves', 'too-small-to-fail'],
  cites: [
    { kind: 'source', ref: 'mm/page_alloc.c@v4.0.5' },
    { kind: 'source', ref: 'mm/page_alloc.c@c288983dddf7', note: '4.12' },
    { kind: 'commit', ref: '5020e285856c', note: '4.5' },
    { kind: 'commit', ref: '06ad276ac187' },
    { kind: 'commit', ref: '9a67f6488eca' },
    { kind: 'source', ref: 'mm/page_alloc.c@v6.12' },
  ],
}
