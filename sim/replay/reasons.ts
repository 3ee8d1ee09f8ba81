/** Why the predicted victim is not the killed one, or why one of them cannot be known. */
export type ReplayReason =
  | 'no-table'
  | 'kernel-unknown'
  | 'total-unknown'
  | 'no-kill-in-log'
  | 'panic-on-oom'
  | 'no-killable'
  | 'allocating-task'
  | 'child-sacrifice'
  | 'not-in-table'
  | 'table-incomplete'
  | 'table-later'
  | 'tie-rule-unknown'
  | 'capabilities-unknown'
  | 'earlier-victim'
  | 'other-policy'
  | 'unexplained'

/** In words, for pages and terminals. */
export const replayReasons: Readonly<Record<ReplayReason, string>> = {
  'no-table': 'The report has no task table (oom_dump_tasks=0, a rate limit, or a cut log).',
  'kernel-unknown': 'The kernels that print such a report choose by different rules.',
  'total-unknown': 'oom_score_adj counts by total memory, which the report does not hold.',
  'no-kill-in-log': 'The log ends or is cut before it says who was killed.',
  'panic-on-oom': 'vm.panic_on_oom: the kernel panicked instead of killing.',
  'no-killable': 'No task of the table may be killed, and the kernel found none.',
  'allocating-task': 'vm.oom_kill_allocating_task: the task that asked for memory was killed, whatever its badness.',
  'child-sacrifice': 'Up to 5.0 a child of the chosen process dies in its place; the table does not tell parents.',
  'not-in-table': 'The killed process is not in the task table.',
  'table-incomplete': 'Rows of the task table are missing or unreadable.',
  'table-later': 'The table is printed after the choice; the first of these two grew in between, or the second shrank.',
  'tie-rule-unknown': 'Equal points, and which of equals this kernel takes was not read.',
  'capabilities-unknown': 'Up to 4.16 CAP_SYS_ADMIN takes 3 % off, and the table does not tell capabilities.',
  'earlier-victim':
    'The killed process has pid and name of an earlier victim: the pid was used again, or the log holds several boots.',
  'other-policy': 'Another policy than oom_badness chose (a constraint that mainline does not have).',
  unexplained: 'None of the known reasons fits.',
}
