import type { MechanismFact } from '../mechanism.ts'

export const tooSmallToFail: MechanismFact = {
  slug: 'too-small-to-fail',
  title: 'Too small to fail',
  says: 'By custom, not by contract, a request of up to eight pages that may sleep is retried for ever rather than failed, whether or not its caller could cope.',
  aliases: [
    'low order allocations never fail',
    'small allocations do not fail',
    "small allocations don't fail",
    'small allocations never fail',
    'small allocations to fail',
    'too small to fail',
  ],
  since: null,
  also: ['small-allocations-never-fail'],
  functions: ['should_alloc_retry'],
  related: ['costly-order', 'nofail', 'should-reclaim-retry'],
  cites: [
    { kind: 'source', ref: 'mm/page_alloc.c@v4.0.5' },
    { kind: 'mail', ref: '1427264236-17249-13-git-send-email-hannes@cmpxchg.org' },
    { kind: 'source', ref: 'mm/page_alloc.c@v6.12' },
  ],
}
