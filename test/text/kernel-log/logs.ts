/** Reports invented for these tests, in the form of each version; every number is made up. */

const zones40 = [
  'Mem-Info:',
  'Node 0 DMA per-cpu:',
  'CPU    0: hi:    0, btch:   1 usd:   0',
  'active_anon:41000 inactive_anon:2000 isolated_anon:0',
  ' active_file:12 inactive_file:30 isolated_file:0',
  ' unevictable:0 dirty:0 writeback:0 unstable:0',
  ' free:1500 slab_reclaimable:900 slab_unreclaimable:1100',
  ' mapped:7 shmem:40 pagetables:300 bounce:0',
  ' free_cma:0',
  'Node 0 DMA free:1000kB min:120kB low:148kB high:180kB active_anon:9000kB inactive_anon:0kB active_file:0kB inactive_file:0kB unevictable:0kB isolated(anon):0kB isolated(file):0kB present:15992kB managed:15908kB mlocked:0kB dirty:0kB writeback:0kB mapped:0kB shmem:0kB slab_reclaimable:0kB slab_unreclaimable:12kB kernel_stack:0kB pagetables:8kB unstable:0kB bounce:0kB free_cma:0kB writeback_tmp:0kB pages_scanned:44 all_unreclaimable? yes',
  'lowmem_reserve[]: 0 200 200 200',
  'Node 0 DMA: 2*4kB (UE) 4*8kB (M) 0*16kB 30*32kB (R) = 1000kB',
  '1200 total pagecache pages',
  '0 pages in swap cache',
  'Swap cache stats: add 0, delete 0, find 0/0',
  'Free swap  = 0kB',
  'Total swap = 0kB',
  '65536 pages RAM',
  '0 pages HighMem/MovableOnly',
  '1536 pages reserved',
]

/** 4.0: masks as numbers, nr_ptes and nr_pmds, two lines for a kill. */
export const v40 = [
  'filler invoked oom-killer: gfp_mask=0x280da, order=0, oom_score_adj=0',
  'filler cpuset=/ mems_allowed=0',
  'CPU: 1 PID: 812 Comm: filler Not tainted 4.0.0 #3',
  'Call Trace:',
  ' [<ffffffff81500000>] dump_stack+0x45/0x57',
  ' [<ffffffff81100000>] ? out_of_memory+0x10/0x30',
  ' [<ffffffff81100000>] out_of_memory+0x210/0x5a0',
  ...zones40,
  '[ pid ]   uid  tgid total_vm      rss nr_ptes nr_pmds swapents oom_score_adj name',
  '[  300]     0   300     8000      700      20       4        0         -1000 sshd',
  '[  811]  1000   811    50000    30000      61       4        0             0 Web Content',
  '[  812]  1000   812    20000    11000      30       3       50             0 filler',
  'Out of memory: Kill process 811 (Web Content) score 469 or sacrifice child',
  'Killed process 811 (Web Content) total-vm:200000kB, anon-rss:119000kB, file-rss:1000kB',
]

/** 4.14: names of masks, nodemask with two blanks after it, the reaper. */
export const v414 = [
  'inflate invoked oom-killer: gfp_mask=0x14200ca(GFP_HIGHUSER_MOVABLE), nodemask=(null),  order=0, oom_score_adj=0',
  'inflate cpuset=/ mems_allowed=0',
  'CPU: 0 PID: 77 Comm: inflate Not tainted 4.14.20 #1',
  'Call Trace:',
  ' dump_stack+0x5c/0x85',
  'Mem-Info:',
  'active_anon:41000 inactive_anon:2000 isolated_anon:0',
  ' active_file:12 inactive_file:30 isolated_file:0',
  ' unevictable:0 dirty:0 writeback:0 unstable:0',
  ' slab_reclaimable:900 slab_unreclaimable:1100',
  ' mapped:7 shmem:40 pagetables:300 bounce:0',
  ' free:1500 free_pcp:10 free_cma:0',
  'Node 0 active_anon:164000kB inactive_anon:8000kB active_file:48kB inactive_file:120kB unevictable:0kB isolated(anon):0kB isolated(file):0kB mapped:28kB dirty:0kB writeback:0kB shmem:160kB shmem_thp: 0kB shmem_pmdmapped: 0kB anon_thp: 0kB writeback_tmp:0kB unstable:0kB all_unreclaimable? yes',
  'Node 0 DMA32 free:5000kB min:5000kB low:6250kB high:7500kB active_anon:164000kB inactive_anon:8000kB active_file:48kB inactive_file:120kB unevictable:0kB writepending:0kB present:262144kB managed:240000kB mlocked:0kB slab_reclaimable:3600kB slab_unreclaimable:4400kB kernel_stack:900kB pagetables:1200kB bounce:0kB free_pcp:40kB local_pcp:40kB free_cma:0kB',
  'lowmem_reserve[]: 0 0 0 0 0',
  'Node 0 DMA32: 250*4kB (UM) 500*8kB (UE) = 5000kB',
  'Free swap  = 0kB',
  'Total swap = 8000kB',
  '65536 pages RAM',
  '0 pages HighMem/MovableOnly',
  '5536 pages reserved',
  '[ pid ]   uid  tgid total_vm      rss nr_ptes nr_pmds swapents oom_score_adj name',
  '[   70]     0    70     9000     1000      20       4        0             0 login',
  '[   77]  1000    77    60000    40000      90       4      500             0 inflate',
  'Out of memory: Kill process 77 (inflate) score 654 or sacrifice child',
  'Killed process 77 (inflate) total-vm:240000kB, anon-rss:159000kB, file-rss:1000kB, shmem-rss:0kB',
  'oom_reaper: reaped process 77 (inflate), now anon-rss:0kB, file-rss:0kB, shmem-rss:0kB',
]

/** 4.18 memcg: who hit whose limit. */
export const v418memcg = [
  'eater invoked oom-killer: gfp_mask=0x6200ca(GFP_HIGHUSER_MOVABLE), nodemask=(null), order=0, oom_score_adj=0',
  'eater cpuset=/ mems_allowed=0',
  'CPU: 2 PID: 900 Comm: eater Not tainted 4.18.5 #2',
  'Task in /box/eater killed as a result of limit of /box',
  'memory: usage 40960kB, limit 40960kB, failcnt 71',
  'memory+swap: usage 40960kB, limit 9007199254740988kB, failcnt 0',
  'kmem: usage 300kB, limit 9007199254740988kB, failcnt 0',
  'Memory cgroup stats for /box: cache:40KB rss:100KB rss_huge:0KB',
  'Memory cgroup stats for /box/eater: cache:8KB rss:40500KB rss_huge:0KB',
  '[ pid ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name',
  '[  899]     0   899     1200      300    40960        0             0 sh',
  '[  900]     0   900    12000    10125   110592        0             0 eater',
  'Memory cgroup out of memory: Kill process 900 (eater) score 991 or sacrifice child',
  'Killed process 900 (eater) total-vm:48000kB, anon-rss:40100kB, file-rss:400kB, shmem-rss:0kB',
]

/** 6.1: boost, Tasks state, oom-kill, one line for a kill. */
export const v61 = [
  'growth invoked oom-killer: gfp_mask=0x140dca(GFP_HIGHUSER_MOVABLE|__GFP_COMP|__GFP_ZERO), order=0, oom_score_adj=0',
  'CPU: 0 PID: 210 Comm: growth Not tainted 6.1.0-9-amd64 #1  Debian 6.1.55-1',
  'Hardware name: Invented Machines Model 1, BIOS 1.0 01/01/2020',
  'Call Trace:',
  ' <TASK>',
  ' dump_stack_lvl+0x44/0x5c',
  ' out_of_memory+0x1fd/0x4c0',
  ' </TASK>',
  'Mem-Info:',
  'active_anon:5 inactive_anon:15000 isolated_anon:0',
  ' active_file:0 inactive_file:0 isolated_file:0',
  ' unevictable:358 dirty:0 writeback:0',
  ' slab_reclaimable:2000 slab_unreclaimable:1400',
  ' mapped:216 shmem:220 pagetables:66',
  ' sec_pagetables:0 bounce:0',
  ' kernel_misc_reclaimable:0',
  ' free:353 free_pcp:94 free_cma:0',
  'Node 0 DMA free:500kB boost:0kB min:216kB low:268kB high:320kB reserved_highatomic:0KB active_anon:0kB inactive_anon:13000kB active_file:0kB inactive_file:0kB unevictable:0kB writepending:0kB present:15992kB managed:15360kB mlocked:0kB bounce:0kB free_pcp:64kB local_pcp:64kB free_cma:0kB',
  'lowmem_reserve[]: 0 72 72 72 72',
  'Node 0 DMA32 free:912kB boost:0kB min:912kB low:1140kB high:1368kB reserved_highatomic:0KB active_anon:20kB inactive_anon:47000kB active_file:0kB inactive_file:0kB unevictable:1432kB writepending:0kB present:114560kB managed:73820kB mlocked:1432kB bounce:0kB free_pcp:312kB local_pcp:312kB free_cma:0kB',
  'lowmem_reserve[]: 0 0 0 0 0',
  'Node 0 DMA: 1*4kB (M) 2*8kB (UM) 30*16kB (UM) = 500kB',
  'Node 0 DMA32: 2*4kB (UM) 1*8kB (U) 56*16kB (M) = 912kB',
  'Node 0 hugepages_total=0 hugepages_free=0 hugepages_surp=0 hugepages_size=2048kB',
  '220 total pagecache pages',
  '0 pages in swap cache',
  'Free swap  = 0kB',
  'Total swap = 0kB',
  '32638 pages RAM',
  '0 pages HighMem/MovableOnly',
  '10343 pages reserved',
  'Tasks state (memory values in pages):',
  '[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name',
  '[    178]     0   178     1389     1147    49152        0             0 little',
  '[    180]     0   180     8045     7813   102400        0             0 large',
  '[    210]  1000   210     3885     3588    65536        0           200 growth',
  'oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,task_memcg=/,task=large,pid=180,uid=0',
  'Out of memory: Killed process 180 (large) total-vm:32180kB, anon-rss:30564kB, file-rss:4kB, shmem-rss:684kB, UID:0 pgtables:100kB oom_score_adj:0',
  'oom_reaper: unable to reap pid:180 (large)',
]

/** 6.12 memcg with memory.oom.group: the victim is killed twice. */
export const v612group = [
  'worker invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0',
  'CPU: 0 UID: 0 PID: 96 Comm: worker Not tainted 6.12.3 #1',
  'memory: usage 20480kB, limit 20480kB, failcnt 18',
  'swap: usage 0kB, limit 0kB, failcnt 0',
  'Memory cgroup stats for /a,b:',
  'anon 20815872',
  'file 0',
  'Tasks state (memory values in pages):',
  '[  pid  ]   uid  tgid total_vm      rss rss_anon rss_file rss_shmem pgtables_bytes swapents oom_score_adj name',
  '[     95]     0    95     1391     1211     1039        1       171    49152        0             0 (x y), z',
  '[     96]     0    96     4399     4215     4043        1       171    73728        0             0 worker',
  'oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0-1,3,oom_memcg=/a,b,task_memcg=/a,b,task=worker,pid=96,uid=0',
  'Memory cgroup out of memory: Killed process 96 (worker) total-vm:17596kB, anon-rss:16172kB, file-rss:4kB, shmem-rss:684kB, UID:0 pgtables:72kB oom_score_adj:0',
  'Tasks in /a,b are going to be killed due to memory.oom.group set',
  'Memory cgroup out of memory: Killed process 95 ((x y), z) total-vm:5564kB, anon-rss:4156kB, file-rss:4kB, shmem-rss:684kB, UID:0 pgtables:48kB oom_score_adj:0',
  'Memory cgroup out of memory: Killed process 96 (worker) total-vm:17596kB, anon-rss:16172kB, file-rss:4kB, shmem-rss:684kB, UID:0 pgtables:72kB oom_score_adj:0',
]

/** Failures and a stall of several versions. */
export const failure40 = [
  'netd: page allocation failure: order:2, mode:0x20',
  'CPU: 0 PID: 55 Comm: netd Not tainted 4.0.0 #3',
  'Call Trace:',
  ' [<ffffffff81500000>] warn_alloc_failed+0xf0/0x160',
  ...zones40,
]
export const failure61 = [
  'netd: page allocation failure: order:4, mode:0x40cc0(GFP_KERNEL|__GFP_COMP), nodemask=(null),cpuset=/a,b,mems_allowed=0-3',
  'CPU: 0 PID: 55 Comm: netd Not tainted 6.1.20 #3',
  'Call Trace:',
  ' warn_alloc+0xf0/0x160',
]
export const stall412 = [
  'flusher: page allocation stalls for 10079ms, order:1, mode:0x14001c2(GFP_KERNEL|__GFP_HIGHMEM|__GFP_COLD), nodemask=(null)',
  'flusher cpuset=/ mems_allowed=0',
  'CPU: 0 PID: 56 Comm: flusher Not tainted 4.12.1 #3',
]

/** Breaks lines at blanks as a mail client does. */
export const wrap = (lines: readonly string[], width: number): string[] =>
  lines.flatMap(line => {
    const out: string[] = []
    let rest = line
    while (rest.length > width) {
      const at = rest.lastIndexOf(' ', width)
      if (at <= 0) break
      out.push(rest.slice(0, at))
      rest = rest.slice(at + 1)
    }
    return [...out, rest]
  })
