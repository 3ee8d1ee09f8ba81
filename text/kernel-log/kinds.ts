/** What a line of a report is, told by how it begins. */
export type LineKind =
  | 'invoked'
  | 'cpuset'
  | 'cpu'
  | 'hardware'
  | 'frame'
  | 'registers'
  | 'trace'
  | 'mem-info'
  | 'totals'
  | 'node'
  | 'zone'
  | 'reserve'
  | 'blocks'
  | 'count'
  | 'per-cpu'
  | 'hugepages'
  | 'slab'
  | 'tasks-state'
  | 'table-header'
  | 'task-row'
  | 'memcg-task'
  | 'memcg-usage'
  | 'memcg-stats'
  | 'memcg-stat'
  | 'memcg-protection'
  | 'context'
  | 'choice'
  | 'kill'
  | 'group'
  | 'no-killable'
  | 'panic'
  | 'reaper'
  | 'failure'
  | 'stall'
  | 'version'
  | 'other'

/**
 * `begins`: the line is of this kind. `whole`: it needs no more; absent: one line is always whole.
 * `more`: a following line without a stamp that goes on where a whole line could already end.
 * `pieces`: parts that older kernels print as records of their own (KERN_CONT), stamped or not.
 */
type KindRule = {
  readonly kind: LineKind
  readonly begins: RegExp
  readonly whole?: RegExp
  readonly more?: RegExp
  readonly pieces?: RegExp
}

const zone = '(?:Node \\d+,? )?(?:DMA|DMA32|Normal|HighMem|Movable|Device)'
const valueTokens =
  /^(?:[a-z_]+(?:\((?:anon|file)\))?:(?: ?-?\d|$)|[a-z_]+\?(?: yes| no|$)|\d+[kK]B\b|(?:yes|no)\b|Balloon:)/

/** In the order tried. Anchored, without nested repetition: linear on any line. */
export const kindRules: readonly KindRule[] = [
  {
    kind: 'invoked',
    begins: /^[^"%]{1,64}? invoked(?: oom-killer(?::|$)|$)/,
    whole: /^[^"%]{1,64}? invoked oom-killer: *gfp_mask=0x[0-9a-f]+.*(?:oom_score_adj|oom_adj)=-?\d+$/,
  },
  {
    kind: 'kill',
    begins:
      /^(?:(?:Out of memory(?: \(oom_kill_allocating_task\))?|Memory cgroup out of memory): ?)?Killed(?: process(?: \d+|$)|$)/,
    whole: /total-vm:\d+kB, anon-rss:\d+kB, file-rss:\d+kB(?:, [^,]+)*$/,
    more: /^(?:shmem-rss:|UID:|pgtables:|oom_score_adj:)/,
  },
  {
    kind: 'choice',
    begins:
      /^(?:Out of memory(?: \(oom_kill_allocating_task\))?|Memory cgroup out of memory): Kill(?: process(?: \d+|$)|$)/,
    whole: /score \d+ or sacrifice child$/,
  },
  { kind: 'no-killable', begins: /^Out of memory and no killable processes/ },
  { kind: 'panic', begins: /^Kernel panic - not syncing: / },
  { kind: 'context', begins: /^oom-kill:constraint=/, whole: /,uid=\d+$/ },
  {
    kind: 'reaper',
    begins: /^oom_reaper: (?:reaped process|unable to reap)/,
    whole: /file-rss:\d+kB(?:, [^,]+)*$|unable to reap pid:\d+ \(.*\)$/,
    more: /^shmem-rss:/,
  },
  { kind: 'group', begins: /^Tasks in .* are going to be killed/, whole: /memory\.oom\.group set$/ },
  {
    kind: 'failure',
    begins: /^[^"%]{1,64}?: page allocation failure[:.] order:\d/,
    whole: /mode:0x[0-9a-f]+(?:\([^)]*\))?(?:,.*[^,])?$/,
    more: /^(?:nodemask=|cpuset=|mems_allowed=)/,
  },
  {
    kind: 'stall',
    begins: /^[^"%]{1,64}?: page allocation stalls for \d+ms, order:\d/,
    whole: /mode:0x[0-9a-f]+(?:\([^)]*\))?(?:,.*[^,])?$/,
    more: /^nodemask=/,
  },
  { kind: 'version', begins: /^Linux version \d+\.\d+/ },
  { kind: 'cpuset', begins: /^\S.{0,40} cpuset=\S+ mems_allowed=\S+$/ },
  {
    kind: 'cpu',
    begins: /^(?:CPU: \d+ .*|P)(?:PID|id): \d+,? [Cc]omm: /,
    whole: /(?: |^)\d{1,3}\.\d{1,3}\S{0,120} #\d/,
    more: /^(?:SMP|PREEMPT|Debian|Ubuntu|openSUSE|Arch|#\d)/,
  },
  {
    kind: 'hardware',
    begins: /^(?:Hardware name:|Workqueue:|Call Trace:|Call trace:|<\/?[A-Z#]+>$|Modules linked in:)/,
  },
  {
    kind: 'frame',
    begins:
      /^(?:\[<[0-9a-f]+>\] )?(?:(?:\? )?[\w.]+\+0x[0-9a-f]+\/0x[0-9a-f]+|\([\w.]+\) from(?: \[<|$)|[\w.]+ from [\w.]+\+0x)/,
    more: /^\[<[0-9a-f]+>\] \([\w.]+\+0x/,
  },
  {
    kind: 'registers',
    begins:
      /^(?:Exception stack\(|[0-9a-f]{4}: +[0-9a-f ]|R[A-Z0-9]{1,2}:? |RIP:|RSP:|EIP:|EAX:|ESI:|DS:|EFLAGS:|ORIG_RAX:|CR\d:|FS: |Code: |[px]c ?:|sp ?:|lr ?:|x\d+ ?: |pstate:)/,
    more: /^(?:[0-9a-f<>]{2,18}(?: |$)|R[A-Z0-9]{1,2}: )/,
  },
  { kind: 'mem-info', begins: /^Mem-[Ii]nfo:$/ },
  { kind: 'per-cpu', begins: /^(?:.* per-cpu:$|CPU +\d+: hi:)/ },
  { kind: 'node', begins: /^Node \d+ active_anon:/, more: valueTokens },
  { kind: 'zone', begins: new RegExp(`^${zone} free:\\d`), more: valueTokens },
  { kind: 'reserve', begins: /^lowmem_reserve\[\]:/, whole: /\d$/, more: /^\d+(?: \d+)*$/, pieces: /^\d+(?: \d+)*$/ },
  {
    kind: 'blocks',
    begins: new RegExp(`^${zone}:(?: \\d+\\*\\d+kB|$)`),
    whole: /= \d+kB$/,
    pieces: /^(?:\d+\*\d+kB|\([A-Z]+\)|= \d+kB|kB$|\d+kB$)/,
  },
  { kind: 'hugepages', begins: /^(?:Node \d+ )?hugepages_total=/, more: /^hugepages_/ },
  {
    kind: 'count',
    begins:
      /^(?:(?:Free|Total) swap +=|Swap cache stats:|\d+ (?:total pagecache pages|pages in swap(?:| cache)|pages RAM|pages HighMem|pages reserved|pages cma reserved|pages hwpoisoned|reserved pages|pages shared|pages non-shared))/,
  },
  { kind: 'slab', begins: /^(?:Unreclaimable slab info:|Name +Used +Total|Memory allocations:)/ },
  { kind: 'tasks-state', begins: /^Tasks state \(memory values in pages\):/ },
  { kind: 'table-header', begins: /^\[ *pid *\] +uid +tgid\b/, whole: / name$/ },
  { kind: 'task-row', begins: /^\[ *\d+\] +\d+ +\d+ / },
  {
    kind: 'memcg-task',
    begins: /^(?:Task in \S|Memory limit reached of cgroup )/,
    whole: /killed as a result of limit of .|^Memory limit reached of cgroup ./,
  },
  {
    kind: 'memcg-usage',
    begins: /^(?:memory|memory\+swap|kmem|swap): usage \d/,
    whole: /failcnt \d+$/,
  },
  { kind: 'memcg-stats', begins: /^Memory cgroup stats for .*:/, more: /^[a-z_]+:\d+[kK]B/ },
  { kind: 'memcg-protection', begins: /^Memory cgroup min protection / },
  { kind: 'totals', begins: /^[a-z_]+:\d+(?: +[a-z_]+:\d+)*$/ },
  { kind: 'memcg-stat', begins: /^[a-z][a-z0-9_]* \d+$/ },
  {
    kind: 'other',
    begins:
      /^(?:Kill process \d+ \(.*\) sharing same memory|.{1,40}OOM victim \d+ \(|OOM killer (?:enabled|disabled)|oom killer \d+ \(|Huh VM_FAULT_OOM|sysrq: Manual OOM|SysRq : Manual OOM|COMPACTION is disabled|XFS: .*possible memory allocation deadlock|\S+ callback failed with -11 in )/,
  },
]

/** The rule of a line by its beginning, or null. */
export const ruleOf = (text: string): KindRule | null => {
  // Every kind's first letter is one of these: most lines of a mail end here.
  if (text === '' || text.length < 3) return null
  return kindRules.find(rule => rule.begins.test(text)) ?? null
}
