import type { Debate } from '../debate.ts'
import { mails, posting } from '../parts.ts'

/** Each part of v5 is played with those before it applied, v6 as 4.6 has it. */
const steps = { id: 'oom-reaper', variant: (n: number) => (n === 0 ? 'v5-5' : `v5-${n}`) }
const released = { id: 'oom-reaper', variant: () => 'after' }
/** Earlier revisions have no play of their own: the same step of v5 stands in, and each says where it differs. */
const early = (differs: string) => ({
  id: 'oom-reaper',
  variant: (n: number) => (n === 0 ? 'v5-2' : `v5-${n}`),
  standIn: (n: number) => `v5's step ${n === 0 ? 2 : n} stands in: ${differs}`,
})
const tookLocked = 'v1 to v3 also took mlocked memory.'
const tookShared = 'v1 to v3 also took mlocked memory, and v1 an mm shared with tasks that may not be killed.'
const realTime = 'v4 ran the reaper with real-time priority, which v5 dropped and nothing here models.'
const author = 'Michal Hocko'
const introduce = 'mm, oom: introduce oom reaper'
const v4 = (n: number) => `1452094975-551-${n}-git-send-email-mhocko@kernel.org`
const v5 = (n: number) => `1454505240-23446-${n}-git-send-email-mhocko@kernel.org`
const changelog = v4(2)
const v6 = (n: number) => `1458644426-22973-${n}-git-send-email-mhocko@kernel.org`

export const oomReaper: Debate = {
  slug: 'oom-reaper',
  title: 'The OOM reaper',
  question: 'May the kernel take the memory of a killed process away before that process has exited?',
  summary:
    'The OOM killer used to trust that its victim exits soon and brings its memory back. ' +
    'A victim can wait without bound, though, for a lock whose holder is itself looping in the allocator, and then nothing moves any more. ' +
    'The proposal was a kernel thread that unmaps the anonymous memory of the victim, provided it can take mmap_sem for reading without waiting. ' +
    'What that leaves open Hocko names himself: a writer that holds or wants mmap_sem, a victim with little private anonymous memory, a core dump with pages missing. ' +
    'The argument was about where to start, how often a writer is in the way, and form; six revisions in four months led to what was merged.',
  year: 2016,
  positions: [
    {
      id: 'reap-asynchronously',
      title: 'A thread of its own should reap the victim',
      says: 'Reaping from a kernel thread removes one large class of lockups at little cost; it is a best effort, and a policy of last resort is another matter.',
      holders: ['Michal Hocko'],
      cites: mails(changelog, '20151126110849.GC7953@dhcp22.suse.cz', v5(6)),
    },
    {
      id: 'correctness-first',
      title: 'First make sure that OOM is resolved in finite time',
      says: 'Smoothing the common case comes after a guarantee: some time the kernel has to go on to the next victim. And the allocating task could do the reaping itself.',
      holders: ['Johannes Weiner'],
      cites: mails('20151125200806.GA13388@cmpxchg.org'),
    },
    {
      id: 'mmap-sem-is-rare',
      title: 'A writer of mmap_sem is the smaller problem',
      says: 'Where mmap_sem is held for writing nothing is reaped, but that should be uncommon. Hocko adds that it is much less likely than any other lock in the way, and that killable waiting for writing is to follow.',
      holders: ['Michal Hocko', 'Andrew Morton'],
      cites: mails(
        changelog,
        '20151217131356.83d920b7c250a785aa132139@linux-foundation.org',
        '20151218121112.GF28443@dhcp22.suse.cz',
        v5(1),
      ),
    },
    {
      id: 'killable-and-clear',
      title: 'Killable waiting would be good; say what a core dump then holds',
      says: 'Asks for killable variants of taking mmap_sem either way, and whether an incomplete dump is shorter, has zeroes in it or still the data. The changelogs credit him with workloads that lock up and with sparing an mm shared with tasks that may not be killed.',
      holders: ['Tetsuo Handa'],
      cites: mails(
        '201511281339.JHH78172.SLOQFOFHVFOMJt@I-love.SAKURA.ne.jp',
        '201602062222.HJH86328.SMFVtFOJFHQOLO@I-love.SAKURA.ne.jp',
        changelog,
      ),
    },
    {
      id: 'acked',
      title: 'Acked, with remarks on form',
      says: 'Both acked the first patch. Gorman wants a comment on why clean file pages are left; Rientjes would squash the five patches, since later ones overwrite what earlier ones add.',
      holders: ['Mel Gorman', 'David Rientjes'],
      cites: mails('20151127163900.GY19677@suse.de', 'alpine.DEB.2.10.1602031543250.10331@chino.kir.corp.google.com'),
    },
  ],
  patches: [
    ...posting({
      id: () => '1448467018-20603-1-git-send-email-mhocko@kernel.org',
      version: 1,
      author,
      posted: '2015-11-25',
      cover: null,
      titles: [introduce],
      scenario: early(tookShared),
    }),
    ...posting({
      id: () => '1448640772-30147-1-git-send-email-mhocko@kernel.org',
      version: 2,
      author,
      posted: '2015-11-27',
      cover: null,
      titles: [introduce],
      scenario: early(tookLocked),
    }),
    ...posting({
      id: n => (n === 1 ? '1450204575-13052-1-git-send-email-mhocko@kernel.org' : null),
      version: 3,
      author,
      posted: '2015-12-15',
      cover: null,
      titles: [introduce, 'oom reaper: handle anonymous mlocked pages'],
      scenario: early(tookLocked),
      likely: [2],
    }),
    ...posting({
      id: v4,
      version: 4,
      author,
      posted: '2016-01-06',
      cover: 'oom reaper v4',
      titles: [introduce, 'oom reaper: handle anonymous mlocked pages'],
      scenario: early(realTime),
    }),
    ...posting({
      id: v5,
      version: 5,
      author,
      posted: '2016-02-03',
      cover: 'oom reaper v5',
      titles: [
        introduce,
        'oom reaper: handle mlocked pages',
        'oom: clear TIF_MEMDIE after oom_reaper managed to unmap the address space',
        'mm, oom_reaper: report success/failure',
        'mm, oom_reaper: implement OOM victims queuing',
      ],
      scenario: steps,
      fates: [
        null,
        'Dropped in v6: unlocking pages takes the page lock, on which the reaper might wait.',
        null,
        null,
        null,
      ],
    }),
    ...posting({
      id: v6,
      version: 6,
      author,
      posted: '2016-03-22',
      cover: 'oom reaper v6',
      titles: [
        'sched: add schedule_timeout_idle()',
        introduce,
        'oom: clear TIF_MEMDIE after oom_reaper managed to unmap the address space',
        'mm, oom_reaper: report success/failure',
        'mm, oom_reaper: implement OOM victims queuing',
        'oom, oom_reaper: disable oom_reaper for oom_kill_allocating_task',
        'oom: make oom_reaper_list single linked',
        'oom: make oom_reaper freezable',
        'oom, oom_reaper: protect oom_reaper_list using simpler way',
      ],
      scenario: released,
      fates: [
        null,
        'Merged as aac453635549.',
        'Merged as 36324a990cf5.',
        'Merged as bc448e897b6d.',
        'Merged as 03049269de43.',
        'Merged as 855b01832573.',
        null,
        'Merged as e26796066fdf.',
        null,
      ],
    }),
  ],
  mechanisms: ['oom-reaper', 'oom-killer', 'oom-victim-reserves', 'mmap-lock', 'exit-mmap', 'mlock', 'coredump'],
  flags: [],
  scenarios: [{ id: 'oom-reaper', mechanism: 'oom-reaper', titleWords: ['reap', 'reaper', 'reaping', 'reaped'] }],
  outcome: {
    says: 'Merged for 4.6 in the form of v6, without the patch for locked memory. The single slot of the first patch never reached a release: the queue came with the same series.',
    merged: [
      { commit: 'aac453635549', title: introduce, kernel: 'v4.6', sure: 'certain' },
      {
        commit: '36324a990cf5',
        title: 'oom: clear TIF_MEMDIE after oom_reaper managed to unmap the address space',
        kernel: 'v4.6',
        sure: 'certain',
      },
      { commit: 'bc448e897b6d', title: 'mm, oom_reaper: report success/failure', kernel: 'v4.6', sure: 'certain' },
      {
        commit: '03049269de43',
        title: 'mm, oom_reaper: implement OOM victims queuing',
        kernel: 'v4.6',
        sure: 'certain',
      },
      {
        commit: '855b01832573',
        title: 'oom, oom_reaper: disable oom_reaper for oom_kill_allocating_task',
        kernel: 'v4.6',
        sure: 'certain',
      },
      { commit: 'e26796066fdf', title: 'oom: make oom_reaper freezable', kernel: 'v4.6', sure: 'likely' },
    ],
    doubts: ['The commits of v6 parts 1, 7 and 9 were not looked up.'],
    cites: [
      { kind: 'source', ref: 'mm/oom_kill.c@aac453635549' },
      { kind: 'source', ref: 'mm/oom_kill.c@855b01832573' },
      ...mails(v6(1)),
    ],
  },
  roots: [
    '1448467018-20603-1-git-send-email-mhocko@kernel.org',
    '1450204575-13052-1-git-send-email-mhocko@kernel.org',
    v4(1),
    v5(1),
    v6(1),
  ],
  elsewhere: [
    '1448640772-30147-1-git-send-email-mhocko@kernel.org',
    '1450204575-13052-1-git-send-email-mhocko@kernel.org',
    v4(1),
    v4(3),
    v5(2),
    ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(v6),
  ],
  cites: mails(v5(1), changelog),
}
