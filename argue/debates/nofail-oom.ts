import type { Debate } from '../debate.ts'
import { mails, posting } from '../parts.ts'

const author = 'Michal Hocko'
const rfc = (n: number) => `20161123064925.9716-${n}-mhocko@kernel.org`
const second = (n: number) => `20161201152517.27698-${n}-mhocko@kernel.org`
const third = (n: number) => `20161220134904.21023-${n}-mhocko@kernel.org`
const consolidate = 'mm: consolidate GFP_NOFAIL checks in the allocator slowpath'
const enforce = 'mm, oom: do not enfore OOM killer for __GFP_NOFAIL automatically'
const weiner = '20161216173151.GA23182@cmpxchg.org'
const hocko = '20161216221202.GE7645@dhcp22.suse.cz'

export const nofailOom: Debate = {
  slug: 'nofail-oom',
  title: 'Allocations that must not fail, and the OOM killer',
  question: 'Should __GFP_NOFAIL by itself let a request invoke the OOM killer where other requests may not?',
  summary:
    'Some requests never make the allocator kill: costly orders, low zones, those without __GFP_FS. ' +
    'For years __GFP_NOFAIL overrode all of that, undocumented. ' +
    'The RFC takes the override away and lets such requests try without watermarks, that is with all reserves, instead. ' +
    'Against it: a request that may neither fail nor kill can loop for ever without anybody noticing, and a panic would be better than that. ' +
    'The final version has the reserves in a patch of their own, cut to a share.',
  year: 2016,
  positions: [
    {
      id: 'no-override',
      title: 'The flag must not override the rules against killing',
      says: 'Killing builds no large page and frees no low zone, and a GFP_NOFS request may kill while the filesystem still pins plenty. Never failing is one thing, getting memory at any price another; looping is better.',
      holders: ['Michal Hocko'],
      cites: mails(rfc(3), '20161123153544.GN2864@dhcp22.suse.cz', '20161125131806.GB24353@dhcp22.suse.cz'),
    },
    {
      id: 'panic-beats-livelock',
      title: 'Rather kill, or even panic, than livelock',
      says: 'When the pages cannot be had and the caller does not want to fail, a kill is no longer premature. Masks are used inconsistently along call chains, so requests of system calls should be allowed to kill, or to give up when killed.',
      holders: ['Tetsuo Handa'],
      cites: mails(
        '201611232335.JFC30797.VOOtOMFJFHLQSF@I-love.SAKURA.ne.jp',
        '201611252100.ADG04225.MFOSOVtHJFFLQO@I-love.SAKURA.ne.jp',
      ),
    },
    {
      id: 'mind-the-reserves',
      title: 'Makes some sense, but mind the reserves and the details',
      says: 'Large requests without watermarks drain reserves faster than single pages; the attempts without watermarks should follow one rule; and was the check meant to go with its warning?',
      holders: ['Vlastimil Babka'],
      cites: mails('87b89181-a141-611d-c772-c5e483aa4f49@suse.cz', '75ad0d8e-3dff-8893-eb2d-5f3817d91d83@suse.cz'),
    },
    {
      id: 'reserves-apart',
      title: 'Agreed, with the reserves as a patch of their own',
      says: 'GFP_NOFS with __GFP_NOFAIL should not kill; the access to reserves belongs into a patch of its own, and does it not exhaust them? The cover of the third posting credits him with the split.',
      holders: ['Johannes Weiner'],
      cites: mails(weiner, third(1)),
    },
  ],
  patches: [
    ...posting({
      id: rfc,
      version: 1,
      author,
      posted: '2016-11-23',
      cover: 'GFP_NOFAIL cleanups',
      titles: [consolidate, enforce],
    }),
    ...posting({
      id: second,
      version: 2,
      author,
      posted: '2016-12-01',
      cover: 'GFP_NOFAIL cleanups',
      titles: [consolidate, enforce],
    }),
    ...posting({
      id: third,
      version: 3,
      author,
      posted: '2016-12-20',
      cover: 'GFP_NOFAIL cleanups',
      titles: [consolidate, enforce, 'mm: help __GFP_NOFAIL allocations which do not trigger OOM killer'],
      fates: ['Merged as 9a67f6488eca.', 'Merged as 06ad276ac187.', 'Merged as 6c18ba7a1899.'],
    }),
  ],
  mechanisms: ['nofail', 'oom-killer', 'costly-order', 'memory-reserves', 'gfp-nofs-scope', 'too-small-to-fail'],
  flags: ['__GFP_NOFAIL', 'GFP_NOFS', '__GFP_FS', '__GFP_KILLABLE', '__GFP_MAY_OOMKILL'],
  scenarios: [],
  outcome: {
    says: 'Merged for 4.12 as three patches: all checks in one place, no override any more, and one attempt with ALLOC_HARDER a round, instead of without watermarks, for requests that the OOM path turns away (costly order, low zone, __GFP_THISNODE) or that never reach it.',
    merged: [
      { commit: '9a67f6488eca', title: consolidate, kernel: 'v4.12', sure: 'likely' },
      {
        commit: '06ad276ac187',
        title: 'mm, oom: do not enforce OOM killer for __GFP_NOFAIL automatically',
        kernel: 'v4.12',
        sure: 'likely',
      },
      {
        commit: '6c18ba7a1899',
        title: 'mm: help __GFP_NOFAIL allocations which do not trigger OOM killer',
        kernel: 'v4.12',
        sure: 'likely',
      },
    ],
    doubts: [
      'The release is from memory; the result was read in mm/page_alloc.c of 4.12.',
      'GFP_NOFS with __GFP_NOFAIL still gets all reserves for one attempt each time it wins oom_lock, since out_of_memory() answers true for it without a kill. Without __GFP_NOFAIL there is no such attempt.',
      'Only the third posting says in its subject which version it is: the RFC and the one of 1 December are counted here by date.',
      'Between the second and the third a single patch was posted on 14 December 2016; its parts are not listed here.',
      'The mails of 16 December 2016 are known here by what was noted of them; they were not at hand to check once more.',
    ],
    cites: [{ kind: 'source', ref: 'mm/page_alloc.c@c288983dddf7' }, ...mails(weiner, hocko)],
  },
  roots: [rfc(1), second(1), third(1)],
  elsewhere: [rfc(1), rfc(2), ...[1, 2, 3].map(second), ...[1, 2, 3, 4].map(third), weiner, hocko],
  cites: mails(rfc(1), rfc(3)),
}
