import type { Cite } from '../../model/index.ts'
import type { GfpProposal } from './types.ts'

const mail = (ref: string, note?: string): Cite => ({ kind: 'mail', ref, ...(note === undefined ? {} : { note }) })

/** Names that mails argue about as if they existed; no release ever had them. Sorted by name. */
export const gfpProposed: readonly GfpProposal[] = [
  {
    name: 'PF_MEMALLOC_MAY_FAIL_IF_I_WAS_OOMKILLED',
    says: 'Half in jest: a task flag under which a killed task would be handed an allocation failure.',
    by: 'Andrew Morton',
    year: 2018,
    kind: 'task-flag',
    cites: [mail('20180329143003.c52ada618be599c5358e8ca2@linux-foundation.org')],
  },
  {
    name: 'WMARK_OOM',
    says: 'A watermark below WMARK_MIN, kept for allocations that have just invoked the OOM killer.',
    by: 'Johannes Weiner',
    year: 2015,
    kind: 'watermark',
    cites: [mail('1427264236-17249-10-git-send-email-hannes@cmpxchg.org', 'patch 9 of 12')],
  },
  {
    name: '__GFP_KILLABLE',
    says: 'Would let an allocation give up as soon as its task has a SIGKILL pending. No bit was ever assigned.',
    by: 'Tetsuo Handa',
    year: 2016,
    kind: 'flag',
    cites: [mail('201611252100.ADG04225.MFOSOVtHJFFLQO@I-love.SAKURA.ne.jp')],
  },
  {
    name: '__GFP_MAY_OOMKILL',
    says: 'Would let a GFP_NOFS allocation made for a system call invoke the OOM killer. Occurs in one mail.',
    by: 'Tetsuo Handa',
    year: 2016,
    kind: 'flag',
    cites: [mail('201611252100.ADG04225.MFOSOVtHJFFLQO@I-love.SAKURA.ne.jp')],
  },
  {
    name: '__GFP_UNKILLABLE',
    says: 'The opposite default of __GFP_KILLABLE: allocations give up on SIGKILL unless they carry it (an RFC used bit 0x100).',
    by: 'Tetsuo Handa',
    year: 2018,
    kind: 'flag',
    cites: [mail('201803301934.DHF12420.SOFFJQMLVtHOOF@I-love.SAKURA.ne.jp')],
  },
  {
    name: '__GFP_USE_RESERVE',
    says: 'Would let a caller that has a fallback try once with the memory reserves, GFP_NOFS included, and fail cleanly.',
    by: 'Dave Chinner',
    year: 2015,
    kind: 'flag',
    cites: [mail('20150330003240.GB28621@dastard')],
  },
  {
    name: '__alloc_pages_nowmark',
    says: 'Helper of the 2016 RFC that tried without watermarks; what was merged uses ALLOC_HARDER and another name.',
    by: 'Michal Hocko',
    year: 2016,
    kind: 'function',
    cites: [mail('20161123064925.9716-3-mhocko@kernel.org'), { kind: 'commit', ref: '6c18ba7a1899' }],
  },
]
