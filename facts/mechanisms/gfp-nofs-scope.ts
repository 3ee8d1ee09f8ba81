import type { MechanismFact } from '../mechanism.ts'

export const gfpNofsScope: MechanismFact = {
  slug: 'gfp-nofs-scope',
  title: 'NOFS scope',
  says: 'memalloc_nofs_save() and _restore() mark the stretch in which reclaim must not enter a filesystem, instead of a mask at each call.',
  aliases: [
    'memalloc_nofs',
    'memalloc_nofs_restore',
    'memalloc_nofs_save',
    'nofs context',
    'nofs contexts',
    'nofs scope',
    'nofs scope api',
    'pf_memalloc_nofs',
    'scope nofs',
    'scoped nofs',
  ],
  since: 'v4.12',
  also: ['nofs-scope'],
  functions: ['current_gfp_context', 'memalloc_nofs_restore', 'memalloc_nofs_save'],
  related: ['fs-reclaim-lockdep', 'noio-scope', 'pf-memalloc'],
  cites: [
    { kind: 'commit', ref: '7dea19f9ee63' },
    { kind: 'source', ref: 'include/linux/sched/mm.h@v6.12' },
  ],
}
