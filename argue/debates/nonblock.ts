import type { Debate } from '../debate.ts'
import { mails, posting } from '../parts.ts'

const author = 'Daniel Vetter'
const first = (n: number) => `20190814202027.18735-${n}-daniel.vetter@ffwll.ch`
const second = (n: number) => `20190820081902.24815-${n}-daniel.vetter@ffwll.ch`
const third = (n: number) => `20190826201425.17547-${n}-daniel.vetter@ffwll.ch`
const blockable = 'mm, notifier: Catch sleeping/blocking for !blockable'
const nonBlock = 'kernel.h: Add non_block_start/end()'

export const nonblock: Debate = {
  slug: 'nonblock',
  title: 'Code that must not block, though it could',
  question: 'How should the kernel find out that a callback which must not wait for memory waits all the same?',
  summary:
    'When the OOM reaper unmaps a victim, drivers are told through MMU notifiers, and those callbacks must not wait for anything that waits for memory. ' +
    'The proposal marks the stretch with non_block_start() and non_block_end() and warns at every call in it that might sleep. ' +
    'Against it: lockdep already knows such dependencies, through the pretended lock of fs_reclaim. ' +
    'The reply: that map is about filesystems and I/O, the reaper can stand no reclaim at all, and lockdep is often too heavy to run. ' +
    'Both kinds of check were merged.',
  year: 2019,
  positions: [
    {
      id: 'cheap-annotation',
      title: 'A simple annotation is worth having',
      says: 'The reaper has to make progress, so what it calls should depend on no lock and no sleep; a check for sleeping describes that at least in part. Hocko adds that dependencies through a lock or a worker are hard to track, and that lockdep is often out of the question.',
      holders: ['Michal Hocko', 'Daniel Vetter'],
      cites: mails(
        first(3),
        '20190815084429.GE9477@dhcp22.suse.cz',
        '20190815174207.GR9477@dhcp22.suse.cz',
        '20190815190525.GS9477@dhcp22.suse.cz',
      ),
    },
    {
      id: 'lockdep-suffices',
      title: 'Lockdep can do this already',
      says: 'fs_reclaim tracks dependencies through locks and workers without hitting them, and can be extended; that beats inventing new debugging, though drivers may well be held to not blocking. Better test the range in the core, so that drivers need no non-blocking mode.',
      holders: ['Jason Gunthorpe'],
      cites: mails(
        '20190815122344.GA21596@ziepe.ca',
        '20190815130415.GD21596@ziepe.ca',
        '20190815165631.GK21596@ziepe.ca',
        '20190815182448.GP21596@ziepe.ca',
        '20190815191810.GR21596@ziepe.ca',
      ),
    },
    {
      id: 'not-only-fs',
      title: 'It is about direct reclaim, not about filesystems',
      says: 'GFP_NOFS is as bad as GFP_KERNEL here: fs_reclaim catches only a part of what the reaper must not depend on.',
      holders: ['Michal Hocko'],
      cites: mails(
        '20190815132127.GI9477@dhcp22.suse.cz',
        '20190815155950.GN9477@dhcp22.suse.cz',
        '20190815174207.GR9477@dhcp22.suse.cz',
        '20190815190525.GS9477@dhcp22.suse.cz',
      ),
    },
    {
      id: 'what-does-it-mean',
      title: 'What is this state supposed to mean?',
      says: 'Running preemptibly but not allowed to schedule is a new state of the kernel, and the case for it needs to be explained much better.',
      holders: ['Andrew Morton'],
      cites: mails('20190814134558.fe659b1a9a169c0150c3e57c@linux-foundation.org'),
    },
    {
      id: 'merge-and-move-on',
      title: 'Merge it and work on the drivers',
      says: 'fs_reclaim is too heavy for this; the annotation helps without a burden, and the time is better spent on driver shrinkers.',
      holders: ['Jerome Glisse'],
      cites: mails('20190815175720.GJ30916@redhat.com'),
    },
  ],
  patches: [
    ...posting({
      id: first,
      version: 1,
      author,
      posted: '2019-08-14',
      cover: 'hmm & mmu_notifier debug/lockdep annotations',
      titles: [
        'mm: Check if mmu notifier callbacks are allowed to fail',
        nonBlock,
        blockable,
        'mm, notifier: Add a lockdep map for invalidate_range_start',
        'mm/hmm: WARN on illegal ->sync_cpu_device_pagetables errors',
      ],
    }),
    ...posting({
      id: second,
      version: 2,
      author,
      posted: '2019-08-20',
      cover: 'mmu notifier debug annotations/checks',
      titles: [
        'mm, notifier: Add a lockdep map for invalidate_range_start/end',
        'mm, notifier: Prime lockdep',
        nonBlock,
        blockable,
      ],
      likely: [1],
    }),
    ...posting({
      id: third,
      version: 3,
      author,
      posted: '2019-08-26',
      cover: 'mmu notifer debug annotations',
      titles: [
        'mm, notifier: Add a lockdep map for invalidate_range_start/end',
        'mm, notifier: Prime lockdep',
        nonBlock,
        blockable,
        'mm, notifier: annotate with might_sleep()',
      ],
    }),
  ],
  mechanisms: ['non-block-start', 'mmu-notifiers', 'oom-reaper', 'lockdep', 'fs-reclaim-lockdep', 'interval-notifier'],
  flags: ['__GFP_DIRECT_RECLAIM', '__GFP_FS', '__GFP_IO', 'GFP_NOFS', 'GFP_NOWAIT', 'GFP_KERNEL', '__GFP_NOLOCKDEP'],
  scenarios: [],
  outcome: {
    says: 'Merged for 5.4: the lockdep map with priming, the annotation with might_sleep(), and non_block_start() with its use around notifiers that must not block. Interval notifiers came with 5.5. Since 5.11 the map of the notifiers is checked at every request that may reclaim directly, GFP_NOFS and GFP_NOIO included; that of fs_reclaim still only with __GFP_FS.',
    merged: [
      { commit: '312364f3534c', title: nonBlock, kernel: 'v5.4', sure: 'likely' },
      {
        commit: '23b68395c7c7',
        title: 'mm/mmu_notifiers: add a lockdep map for invalidate_range_start/end',
        kernel: 'v5.4',
        sure: 'likely',
      },
      {
        commit: 'f920e413ff9c',
        title: 'mm: track mmu notifiers in fs_reclaim_acquire/release',
        kernel: 'v5.11',
        sure: 'likely',
      },
    ],
    doubts: [
      'Release numbers are from memory; the result was read in the trees of 5.4-rc1 and 6.12.',
      'The titles of 23b68395c7c7 and f920e413ff9c are from memory.',
      'The series carried no version in their subjects: v1 to v3 are counted here by date.',
    ],
    cites: [
      { kind: 'source', ref: 'mm/mmu_notifier.c@23b68395c7c7' },
      { kind: 'source', ref: 'mm/mmu_notifier.c@v6.12' },
      { kind: 'source', ref: 'kernel/sched/core.c@v6.12' },
      { kind: 'source', ref: 'mm/page_alloc.c@v6.12' },
    ],
  },
  roots: [first(1), second(1), third(1)],
  elsewhere: [...[1, 2, 4, 5, 6].map(first), ...[1, 2, 3, 4, 5].map(second), ...[1, 2, 3, 4, 5, 6].map(third)],
  cites: mails(first(3)),
}
