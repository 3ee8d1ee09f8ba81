import type { Debate } from '../debate.ts'
import { mails, posting } from '../parts.ts'

const author = 'Johannes Weiner'
const first = (n: number) => `1427264236-17249-${n}-git-send-email-hannes@cmpxchg.org`
const second = (n: number) => `1430161555-6058-${n}-git-send-email-hannes@cmpxchg.org`
const merged = 'Merged for 4.2 (release from memory, result read).'
const cleanups = {
  enable: 'mm: oom_kill: remove unnecessary locking in oom_enable()',
  marking: 'mm: oom_kill: clean up victim marking and exiting interfaces',
  clear: 'mm: oom_kill: switch test-and-clear of known TIF_MEMDIE to clear',
  exit: 'mm: oom_kill: remove unnecessary locking in exit_oom_victim()',
  queue: 'mm: oom_kill: generalize OOM progress waitqueue',
  locking: 'mm: oom_kill: simplify OOM killer locking',
  inline: 'mm: page_alloc: inline should_alloc_retry()',
  wait: 'mm: page_alloc: wait for OOM killer progress before retrying',
}

export const allocOom: Debate = {
  slug: 'alloc-oom',
  title: 'Failing instead of looping',
  question:
    'Once reclaim and the OOM killer have both done what they can, should a small allocation fail rather than loop?',
  summary:
    'By tradition the allocator retries small requests for ever, so that a shortage can end in a hang instead of an error. ' +
    'The series wants to make running out of memory a reliable finding: wait for the victim, give whoever killed a reserve of its own, and then fail. ' +
    'GFP_NOFS requests, which may not kill, would fail once reclaim frees nothing, and __GFP_NOFAIL would get the emergency reserves. ' +
    'From XFS came the objection that failing is of little use without a way to try harder first, from others that bounded waiting still locks up under some workloads. ' +
    'The cleanups went in, the change of policy did not.',
  year: 2015,
  positions: [
    {
      id: 'fail-after-oom',
      title: 'Leave the fallback to the caller',
      says: 'After reclaim, a kill and a private reserve there is nothing left for the allocator to try, and a caller with a better plan than hanging should get to use it; one without should say __GFP_NOFAIL.',
      holders: ['Johannes Weiner'],
      cites: mails(
        first(1),
        first(12),
        first(13),
        '20150327150509.GA21119@cmpxchg.org',
        '20150330193118.GA27167@cmpxchg.org',
      ),
    },
    {
      id: 'try-harder-first',
      title: 'A way to try harder must come first',
      says: 'Filesystems have fallbacks, and it is for them to choose when to use them; what they lack is a way to ask for reserves before the caller gives up. Making GFP_NOFS fail more often without that leads away from it. He fears for atomic requests if __GFP_HIGH is used for that; later he asks for a telling name for it.',
      holders: ['Dave Chinner'],
      cites: mails('20150330003240.GB28621@dastard', '20150401213902.GE8465@dastard', '20150414001118.GS15810@dastard'),
    },
    {
      id: 'no-kill-for-nofs',
      title: 'No kill on behalf of GFP_NOFS; use reserves',
      says: 'The killer is the last resort, and kswapd can still do what GFP_NOFS may not. A request that needs more should have access to a share of the reserves, for which __GFP_HIGH exists.',
      holders: ['Michal Hocko'],
      cites: mails(
        '20150401151920.GB23824@dhcp22.suse.cz',
        '20150413124614.GA21790@dhcp22.suse.cz',
        '20150414072058.GA17160@dhcp22.suse.cz',
        '20150414142307.GI17160@dhcp22.suse.cz',
      ),
    },
    {
      id: 'nofs-may-kill',
      title: 'GFP_NOFS should be able to kill',
      says: 'Weiner: reclaim without __GFP_FS is hardly weaker than any other today, so such requests could use the OOM killer, by a flag or by default. Handa: they should, so that things go on when a victim is blocked; but is a kill out of a page fault acceptable?',
      holders: ['Johannes Weiner', 'Tetsuo Handa'],
      cites: mails('20150407141822.GA3262@cmpxchg.org', '201504111629.FIB81218.QStJFFVFOLOMHO@I-love.SAKURA.ne.jp'),
    },
  ],
  patches: [
    ...posting({
      id: first,
      version: 1,
      author,
      posted: '2015-03-25',
      cover: 'mm: page_alloc: improve OOM mechanism and policy',
      titles: [
        cleanups.enable,
        cleanups.marking,
        cleanups.clear,
        cleanups.exit,
        cleanups.queue,
        cleanups.locking,
        cleanups.inline,
        cleanups.wait,
        'mm: page_alloc: private memory reserves for OOM-killing allocations',
        'mm: page_alloc: emergency reserve access for __GFP_NOFAIL allocations',
        'mm: page_alloc: do not lock up GFP_NOFS allocations upon OOM',
        'mm: page_alloc: do not lock up low-order allocations upon OOM',
      ],
      fates: [
        merged,
        merged,
        merged,
        merged,
        merged,
        merged,
        merged,
        'Not merged.',
        'Not merged.',
        'Not merged in this form; the same idea came as 5020e285856c in 4.5.',
        'Not merged; GFP_NOFS still loops in 6.12.',
        'Not merged; small requests are still retried rather than failed.',
      ],
    }),
    ...posting({
      id: second,
      version: 2,
      author,
      posted: '2015-04-27',
      cover: 'mm: improve OOM mechanism v2',
      titles: [
        cleanups.enable,
        cleanups.marking,
        cleanups.clear,
        cleanups.queue,
        cleanups.exit,
        cleanups.locking,
        cleanups.inline,
        cleanups.wait,
        'mm: page_alloc: memory reserve access for OOM-killing allocations',
      ],
      fates: [merged, merged, merged, merged, merged, merged, merged, 'Not merged.', 'Not merged.'],
    }),
  ],
  mechanisms: [
    'too-small-to-fail',
    'synchronous-oom-kill',
    'memory-reserves',
    'nofail',
    'oom-killer',
    'oom-lock',
    'should-reclaim-retry',
    'gfp-nofs-scope',
  ],
  flags: ['GFP_NOFS', '__GFP_NOFAIL', '__GFP_HIGH', '__GFP_REPEAT', '__GFP_FS', '__GFP_USE_RESERVE'],
  scenarios: [],
  outcome: {
    says: 'The first seven patches, cleanups and one lock instead of several, went into 4.2. Waiting for the victim, the private reserve and failing for GFP_NOFS and for small orders were not merged. 5020e285856c gave __GFP_NOFAIL the reserves after a kill in 4.5.',
    merged: [
      {
        commit: '5020e285856c',
        title: 'mm, oom: give __GFP_NOFAIL allocations access to memory reserves',
        kernel: 'v4.5',
        sure: 'likely',
      },
    ],
    doubts: [
      'The commits of the seven cleanups were not looked up; their result was read in mm/oom_kill.c of the 4.2 merge window.',
      'Only the branch below the cover is known here, not the whole thread; what was said of bounded waiting stands in other branches.',
    ],
    cites: [
      { kind: 'source', ref: 'mm/oom_kill.c@dc56401fc9f2' },
      { kind: 'source', ref: 'mm/page_alloc.c@0a0337e0d1d1' },
    ],
  },
  roots: [first(1), second(1)],
  elsewhere: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(second),
  cites: mails(first(1)),
}
