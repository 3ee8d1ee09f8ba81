import type { MechanismFact } from '../mechanism.ts'

export const noioScope: MechanismFact = {
  slug: 'noio-scope',
  title: 'NOIO scope',
  says: 'memalloc_noio_save() and _restore() mark the stretch in which reclaim must start no I/O.',
  aliases: [
    'memalloc_noio',
    'memalloc_noio_flags',
    'memalloc_noio_restore',
    'memalloc_noio_save',
    'noio context',
    'noio contexts',
    'noio scope',
    'pf_memalloc_noio',
    'scope noio',
    'scoped noio',
  ],
  since: null,
  also: [],
  functions: ['memalloc_noio_restore', 'memalloc_noio_save'],
  related: ['gfp-nofs-scope'],
  cites: [
    { kind: 'source', ref: 'include/linux/sched.h@v4.0.5' },
    { kind: 'source', ref: 'include/linux/sched/mm.h@v6.12' },
  ],
}
