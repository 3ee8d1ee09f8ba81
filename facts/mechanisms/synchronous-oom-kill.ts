import type { MechanismFact } from '../mechanism.ts'

export const synchronousOomKill: MechanismFact = {
  slug: 'synchronous-oom-kill',
  title: 'Waiting for the OOM victim',
  says: 'Proposed in 2015 and not merged: whoever invokes the OOM killer waits a bounded time for the victim to exit and then takes pages from a reserve of its own (WMARK_OOM).',
  aliases: [
    'alloc_wmark_oom',
    'synchronous oom kill',
    'synchronous oom killing',
    'wait for oom killer progress',
    'wmark_oom',
  ],
  since: null,
  also: [],
  functions: ['__alloc_pages_may_oom', 'out_of_memory'],
  related: ['memory-reserves', 'oom-killer', 'too-small-to-fail'],
  cites: [
    { kind: 'mail', ref: '1427264236-17249-9-git-send-email-hannes@cmpxchg.org' },
    { kind: 'mail', ref: '1427264236-17249-10-git-send-email-hannes@cmpxchg.org' },
  ],
}
