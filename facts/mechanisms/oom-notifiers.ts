import type { MechanismFact } from '../mechanism.ts'

export const oomNotifiers: MechanismFact = {
  slug: 'oom-notifiers',
  title: 'OOM notifiers',
  says: 'Callbacks asked before anyone is killed; if one of them frees a page, the OOM killer lets it be.',
  aliases: [
    'oom notifier',
    'oom notifier chain',
    'oom notifiers',
    'oom_notify_list',
    'register_oom_notifier',
    'unregister_oom_notifier',
  ],
  since: null,
  also: ['oom-notifier'],
  functions: ['out_of_memory', 'register_oom_notifier'],
  related: ['oom-killer', 'shrinkers'],
  cites: [
    { kind: 'source', ref: 'mm/oom_kill.c@v4.0.5' },
    { kind: 'source', ref: 'mm/oom_kill.c@v6.12' },
  ],
}
