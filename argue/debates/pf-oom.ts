import type { Debate } from '../debate.ts'
import { mails, posting } from '../parts.ts'

const series = (n: number) => `20170519112604.29090-${n}-mhocko@kernel.org`

export const pfOom: Debate = {
  slug: 'pf-oom',
  title: 'No OOM kill out of a page fault',
  question: 'Should a page fault that could not get memory still be able to invoke the OOM killer?',
  summary:
    'A failed allocation in a page fault ends in pagefault_out_of_memory(), which kills globally although mask, order and node of the request are long forgotten. ' +
    'The trigger was a report that a victim which faults once more has a second process killed in its place. ' +
    'The proposal: just return and let the fault happen again, since the allocator calls the OOM killer itself where the request allows that. ' +
    'Against it stood the fear of a fault that is retried for ever when it comes from a path that may not kill, and that nobody else ever resolves. ' +
    'The patch rested for four years and went in in 2021.',
  year: 2017,
  positions: [
    {
      id: 'retry',
      title: 'Retry the fault',
      says: 'The allocator calls the OOM killer itself, and a fault no longer knows mask and nodes. Retrying drops the locks and leaves the task killable; a leaked VM_FAULT_OOM is a bug of one path and no reason to kill others.',
      holders: ['Michal Hocko'],
      cites: mails(
        series(3),
        '20170519132209.GG29839@dhcp22.suse.cz',
        '20170609144642.GH21764@dhcp22.suse.cz',
        '20170612110612.GG7476@dhcp22.suse.cz',
      ),
    },
    {
      id: 'late-kill-beats-livelock',
      title: 'A late, inaccurate kill is better than faulting for ever',
      says: 'Handlers are many and their contexts complex, so a leak of VM_FAULT_OOM cannot be ruled out, now or later. If it comes from a context that may not kill, even a kill without any context is far better than the same fault without end.',
      holders: ['Johannes Weiner'],
      cites: mails('20170609140853.GA14760@cmpxchg.org'),
    },
    {
      id: 'someone-must-kill',
      title: 'Retrying helps only if somebody kills',
      says: 'A retry only burns CPU until somebody else calls the OOM killer; a kernel changed so that faults fail without a kill locks up with nobody killed. So kill before VM_FAULT_OOM is returned.',
      holders: ['Tetsuo Handa'],
      cites: mails(
        '201705200843.HAI95393.FQSFLOHVMJtOFO@I-love.SAKURA.ne.jp',
        '201706102057.GGG13003.OtFMJSQOVLFOHF@I-love.SAKURA.ne.jp',
        '201706121948.CEC81794.OFMLFSJOtHOQFV@I-love.SAKURA.ne.jp',
      ),
    },
  ],
  patches: posting({
    id: series,
    version: 1,
    author: 'Michal Hocko',
    posted: '2017-05-19',
    cover: 'fix premature OOM killer',
    titles: [
      'mm, oom: make sure that the oom victim uses memory reserves',
      'mm, oom: do not trigger out_of_memory from the #PF',
    ],
    fates: [
      'Not merged in this form: c288983dddf7 by Tetsuo Handa solves the same problem in 4.12.',
      'Not merged in 2017; merged in 2021 for 5.16 as 60e2793d440a.',
    ],
  }),
  mechanisms: ['page-fault-oom', 'vm-fault-oom', 'oom-killer', 'oom-victim-reserves', 'memcg-oom', 'mmf-oom-skip'],
  flags: ['__GFP_FS'],
  scenarios: [],
  outcome: {
    says: 'Not merged then. A fresh victim gets one attempt with reserves since 4.12, the answer to the report that started it; the patch itself was merged in November 2021 for 5.16, after a change that keeps dying tasks out, and both went to the stable trees from 4.4 to 5.15.',
    merged: [
      {
        commit: 'c288983dddf7',
        title: 'mm/page_alloc.c: make sure OOM victim can try allocations with no watermarks once',
        kernel: 'v4.12',
        sure: 'likely',
      },
      {
        commit: '0b28179a6138',
        title: "mm, oom: pagefault_out_of_memory: don't force global OOM for dying tasks",
        kernel: 'v5.16',
        sure: 'likely',
      },
      {
        commit: '60e2793d440a',
        title: 'mm, oom: do not trigger out_of_memory from the #PF',
        kernel: 'v5.16',
        sure: 'likely',
      },
    ],
    doubts: [
      'The release numbers are from memory; the trees of 4.12 and 6.12 were read and hold the result.',
      'The stable backports were seen in announcements of stable candidates; their hashes were not looked up.',
      'The warning of the patch as posted could never print: it tested a function instead of calling it.',
    ],
    cites: [
      { kind: 'source', ref: 'mm/page_alloc.c@c288983dddf7' },
      { kind: 'source', ref: 'mm/oom_kill.c@v6.12' },
    ],
  },
  roots: [series(1)],
  elsewhere: [series(2)],
  cites: mails(series(1), series(3)),
}
