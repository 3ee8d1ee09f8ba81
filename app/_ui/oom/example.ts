/**
 * An invented log for those who have none at hand: a machine of 3.7 GB without swap runs full, and a task dies that is
 * not the largest. Nothing of it happened.
 */
export const exampleLog = `[84211.402318] cc1plus invoked oom-killer: gfp_mask=0x140cca(GFP_HIGHUSER_MOVABLE|__GFP_COMP), order=0, oom_score_adj=0
[84211.402331] CPU: 1 UID: 1000 PID: 2207 Comm: cc1plus Not tainted 6.12.9 #1
[84211.402347] Call Trace:
[84211.402352]  <TASK>
[84211.402358]  dump_header+0x43/0x1a0
[84211.402366]  oom_kill_process+0x101/0x190
[84211.402371]  out_of_memory+0x11b/0x5a0
[84211.402377]  __alloc_pages_slowpath.constprop.0+0xb21/0xe00
[84211.402390]  </TASK>
[84211.402396] Mem-Info:
[84211.402399] active_anon:61240 inactive_anon:819870 isolated_anon:0
[84211.402399]  active_file:212 inactive_file:388 isolated_file:0
[84211.402399]  unevictable:0 dirty:0 writeback:0
[84211.402399]  slab_reclaimable:6120 slab_unreclaimable:14480
[84211.402399]  mapped:610 shmem:130 pagetables:2110
[84211.402399]  sec_pagetables:0 bounce:0
[84211.402399]  kernel_misc_reclaimable:0
[84211.402399]  free:24082 free_pcp:32 free_cma:0
[84211.402410] Node 0 DMA free:14848kB boost:0kB min:256kB low:320kB high:384kB reserved_highatomic:0KB active_anon:0kB inactive_anon:0kB active_file:0kB inactive_file:0kB unevictable:0kB writepending:0kB present:15992kB managed:15360kB mlocked:0kB bounce:0kB free_pcp:0kB local_pcp:0kB free_cma:0kB
[84211.402418] lowmem_reserve[]: 0 2950 3830 3830 3830
[84211.402424] Node 0 DMA32 free:54120kB boost:0kB min:51120kB low:63900kB high:76680kB reserved_highatomic:0KB active_anon:176400kB inactive_anon:2588200kB active_file:340kB inactive_file:640kB unevictable:0kB writepending:0kB present:3129200kB managed:3021200kB mlocked:0kB bounce:0kB free_pcp:64kB local_pcp:0kB free_cma:0kB
[84211.402432] lowmem_reserve[]: 0 0 880 880 880
[84211.402438] Node 0 Normal free:15104kB boost:0kB min:15248kB low:19060kB high:22872kB reserved_highatomic:0KB active_anon:68560kB inactive_anon:691280kB active_file:508kB inactive_file:912kB unevictable:0kB writepending:0kB present:1048576kB managed:901120kB mlocked:0kB bounce:0kB free_pcp:64kB local_pcp:0kB free_cma:0kB
[84211.402446] lowmem_reserve[]: 0 0 0 0 0
[84211.402450] Node 0 DMA: 0*4kB 0*8kB 0*16kB 0*32kB 0*64kB 0*128kB 0*256kB 1*512kB (U) 0*1024kB 1*2048kB (M) 3*4096kB (M) = 14848kB
[84211.402462] Node 0 DMA32: 1182*4kB (UME) 602*8kB (UME) 340*16kB (UME) 214*32kB (UM) 120*64kB (UM) 82*128kB (U) 31*256kB (U) 12*512kB (M) 0*1024kB 0*2048kB 0*4096kB = 53912kB
[84211.402474] Node 0 Normal: 1216*4kB (UME) 520*8kB (UME) 214*16kB (UM) 62*32kB (U) 10*64kB (U) 0*128kB 0*256kB 0*512kB 0*1024kB 0*2048kB 0*4096kB = 15072kB
[84211.402486] 730 total pagecache pages
[84211.402489] 0 pages in swap cache
[84211.402492] Free swap  = 0kB
[84211.402494] Total swap = 0kB
[84211.402497] 1048442 pages RAM
[84211.402499] 0 pages HighMem/MovableOnly
[84211.402502] 64022 pages reserved
[84211.402508] Tasks state (memory values in pages):
[84211.402511] [  pid  ]   uid  tgid total_vm      rss rss_anon rss_file rss_shmem pgtables_bytes swapents oom_score_adj name
[84211.402519] [    301]     0   301    12900     2320      420     1900         0    81920        0          -250 journald
[84211.402524] [    402]     0   402     3900     1160      260      900         0    73728        0         -1000 sshd
[84211.402529] [    811]   999   811   611000   471300   468200     3100         0  3923968        0             0 database
[84211.402534] [   1650]  1000  1650   402000   293800   291400     2400         0  2469888        0           300 indexer
[84211.402539] [   2207]  1000  2207   156000   123500   118300     5200         0  1073152        0             0 cc1plus
[84211.402544] [   2211]  1000  2211     3300     1010      310      700         0    73728        0             0 make
[84211.402550] oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,task_memcg=/user.slice,task=indexer,pid=1650,uid=1000
[84211.402561] Out of memory: Killed process 1650 (indexer) total-vm:1608000kB, anon-rss:1165600kB, file-rss:9600kB, shmem-rss:0kB, UID:1000 pgtables:2412kB oom_score_adj:300
[84211.451907] oom_reaper: reaped process 1650 (indexer), now anon-rss:0kB, file-rss:0kB, shmem-rss:0kB
`
