/**
 * Words by which a sentence is about a mechanism, beside the aliases of `facts/mechanisms`; ids are those of the labelled
 * threads' guide. Lower case, a space standing for a space or a hyphen.
 */
export const mechanismWords: Readonly<Record<string, string>> = {
  'allocator-slowpath':
    'slowpath|slow path|alloc_pages_slowpath|__alloc_pages_slowpath|allocation slowpath|page allocator|alloc_pages|fast path',
  watermarks:
    'watermark|watermarks|min watermark|low watermark|high watermark|min_free_kbytes|alloc_wmark_min|alloc_no_watermarks',
  'memory-reserves':
    'memory reserves|memory reserve|reserves|tif_memdie|alloc_no_watermarks|alloc_oom|access to reserves|emergency reserves|memory pool reserves',
  'highatomic-reserve': 'highatomic|high atomic|nr_reserved_highatomic',
  'costly-order':
    'costly order|costly orders|page_alloc_costly_order|costly|high order|order 3|high order allocations|higher order|higher orders|order 9',
  'nofail-allocation':
    '__gfp_nofail|gfp_nofail|nofail|no fail|cannot fail|must not fail|never fail|infinite retry|loop forever|kmem_maysleep',
  'small-allocations-never-fail':
    'too small to fail|small allocations|small allocation|implicit nofail|never fail|order 0 allocations',
  'allocation-failure-handling':
    'allocation failure|allocation failures|enomem|vm_fault_oom|handle failure|error path|fail the allocation|failed allocation|failing allocations|allocation fails|null return|fallback',
  'direct-reclaim':
    'direct reclaim|direct reclaimer|direct reclaimers|__gfp_direct_reclaim|try_to_free_pages|reclaim|memory reclaim|synchronous reclaim',
  kswapd: 'kswapd|background reclaim|kswapds',
  compaction: 'compaction|compact|kcompactd|should_compact_retry|compaction_retry|migration',
  fragmentation: 'fragmentation|fragmented|contiguous|antifragmentation|unmovable',
  'lowmem-reserve': 'lowmem_reserve|lowmem reserve|lowmem_reserve_ratio',
  mempool: 'mempool|mempools|mempool_alloc',
  cma: 'cma|nocma|contiguous memory allocator',
  thp: 'thp|transparent huge|huge page|khugepaged|gfp_transhuge',
  'page-allocator-retry':
    'should_reclaim_retry|retry loop|retrying|retries|did_some_progress|no_progress_loops|retry|keep retrying|__gfp_retry_mayfail|__gfp_repeat|__gfp_noretry|repeat',
  'allocation-stall-warning': 'allocation stall|warn_alloc|stalled for|page allocation stalls|warn_alloc_stall',
  'lru-reclaim':
    'lru|active list|inactive list|page reclaim|isolate_lru|workingset|active_file|inactive_file|shrink_lruvec',
  mglru: 'mglru|multi gen lru|lru_gen',
  shrinkers: 'shrinker|shrinkers|shrink_slab|slab reclaim|register_shrinker|count_objects|scan_objects',
  'writeback-throttling': 'writeback|dirty pages|balance_dirty_pages|throttling|throttle|congestion_wait',
  swap: 'swap|swapping|swapout|swap space|swapped|zswap|swap device',
  'working-set': 'working set|workingset|refault|refaults',
  psi: 'psi|pressure stall|memory pressure|psi triggers|memory.pressure|psi trigger',
  'reclaim-recursion':
    'recursion|recurse|recursing|recursive|fs recursion|recursion deadlock|reclaim deadlock|fs reclaim|reclaim recursion|memalloc_nofs|re enter the filesystem|recursions',
  'oom-killer':
    'oom killer|oom kill|out_of_memory|oom|oom killed|oom kills|oom path|oom killing|oom_kill_process|global oom|system oom',
  'victim-selection':
    'oom_badness|badness|select_bad_process|victim selection|select a victim|oom victim|selection|pick|oom_evaluate_task|eligible task|eligible tasks|victims|oom priority|priority|choose|select',
  'oom-score-adj': 'oom_score_adj|oom_adj|oom_score_adj_min|score_adj',
  'oom-reaper':
    'oom_reaper|oom reaper|reaper|oom_reap|reaping|reap|oom_reap_task|__oom_reap_task|reaped|mmf_oom_reaped|oom repear',
  'oom-lock': 'oom_lock|oom lock',
  'oom-livelock':
    'livelock|livelocks|livelocked|lockup|lockups|spin|spinning|busy loop|infinite loop|endless loop|hung up|soft lockup',
  'oom-deadlock': 'oom deadlock|deadlock|deadlocks|deadlocked',
  'oom-victim-exit':
    'exiting|victim exits|exit path|task_will_free_mem|pf_exiting|fatal_signal_pending|sigkill|dying|dying task|dying tasks|task_is_dying|killed task|tsk_is_oom_victim|exit_oom_victim|mark_oom_victim|should_force_charge',
  'mmf-oom-skip': 'mmf_oom_skip|oom_skip|mmf_oom_reaped|mmf_oom_victim',
  'exit-mmap': 'exit_mmap|mmput|free_pgtables|unmap_vmas|exit path|tear down|teardown|__mmput|address space',
  'process-mrelease': 'process_mrelease|process_reap|mrelease|pidfd|pidfd_send_signal',
  'panic-on-oom': 'panic_on_oom|panic|system panic',
  'oom-notifier': 'oom notifier|register_oom_notifier|oom_notify_list|oom notifiers',
  'sysrq-oom': 'sysrq|sysrq f|is_sysrq_oom|moom',
  'oom-group': 'memory.oom.group|oom.group|oom_group|oom group|mem_cgroup_get_oom_group|whole cgroup',
  'cpuset-oom': 'constraint_cpuset|cpuset oom|cpuset constrained',
  'userspace-oom-killer':
    'oomd|lmkd|earlyoom|userspace oom|user space oom|systemd oomd|low memory killer|lowmemorykiller|userspace oom killer|userspace',
  'bpf-oom':
    'bpf_oom|bpf oom|bpf_out_of_memory|bpf|bpf handler|struct_ops|bpf program|bpf_oom_kill_process|kfunc|kfuncs|bpf_handle_oom',
  'oom-report':
    'oom report|dump_header|oom reports|show_mem|dump_tasks|dump_stack|no killable|oom message|kernel log|oom log|oom messages|dmesg|report',
  'printk-stall': 'printk|console|printk flood|serial console|ratelimit|ratelimited',
  'pagefault-oom':
    'pagefault_out_of_memory|vm_fault_oom|page fault|page fault oom|pf oom|page faults|fault handler|pagefault|mem_cgroup_oom_synchronize|#pf',
  'oom-timeout': 'timeout|timeout based|oom timeout|time out',
  'memcg-charge':
    'try_charge|charge|charging|charged|charges|uncharge|over charge|remote charging|force charge|mem_cgroup_try_charge|memcg charge|kmem charge|remote charge|bypass|__memcg_kmem_charge',
  'memcg-oom':
    'memcg oom|memcg ooms|mem_cgroup_out_of_memory|mem_cgroup_oom|memory cgroup out of memory|memcg|cgroup|memory cgroup|oom in memcg|memcg oom killer|oom events',
  'memory-high': 'memory.high|high limit|mem_cgroup_handle_over_high',
  'memory-max': 'memory.max|hard limit|max limit|limit_in_bytes|memory limit|reclaim_high',
  'memory-protection':
    'memory.min|memory.low|mem_cgroup_protected|elow|emin|protection|effective_protection|min|low|memory protection|effective protection',
  'kmem-accounting': 'kmem|__gfp_account|kmem accounting|slab accounting|kernel memory accounting|accounted|obj_cgroup',
  'proactive-reclaim': 'memory.reclaim|proactive reclaim|force_empty',
  'memcg-stats': 'memory.stat|memory.events|memory.events.local|rstat|vmstats|memcg stats|statistics|counters|events',
  'memcg-v1': 'cgroup v1|cgroup1|v1|oom_control|memory.oom_control|use_hierarchy|legacy',
  'mmap-lock':
    'mmap_lock|mmap_sem|mmap_read_lock|mmap_write_lock|mmap_read_trylock|down_read|mmap lock|mmap sem|down_write',
  lockdep:
    'lockdep|lockdep splat|lock dependency|lockdep annotations|lockdep complains|might_lock|might_sleep|false positive|splat',
  'fs-reclaim-annotation':
    'fs_reclaim_acquire|fs_reclaim|fs_reclaim_release|__need_fs_reclaim|reclaim annotation|lockdep_map',
  'non-block-annotation':
    'non_block_start|non_block_end|non block|nonblock|non blocking|might_sleep|cant_sleep|non_block|blockable',
  'mmu-notifier':
    'mmu_notifier|mmu notifier|mmu notifiers|invalidate_range_start|invalidate_range_end|mmu_notifier_invalidate_range_start|notifier|notifiers|invalidate_range|mmu_notifier_range',
  'interval-notifier':
    'interval notifier|mmu_interval|mmu_range_notifier|range notifier|interval tree|mmu_interval_notifier|itree|mmu_range|mmn|invalidate_seq|mmu_interval_read_begin',
  hmm: 'hmm|hmm_mirror|hmm_range_fault|hmm_range|hmm mirror|nouveau|device private',
  'inode-lock': 'i_rwsem|inode lock|inode_lock|i_mutex|i_mmap_rwsem|inode->i_lock|ilock',
  'atomic-ops':
    'atomic_inc|atomic_t|atomic_read|cmpxchg|atomic_inc_not_zero|refcount|test_and_set_bit|xchg|smp_mb|memory barrier|barrier|mm_count|mm_users|smp_store_release|read_once|write_once|atomic_set|atomic',
  rcu: 'rcu|rcu_read_lock|srcu|synchronize_rcu|synchronize_srcu|kfree_rcu|grace period',
  'nofs-scope':
    'memalloc_nofs_save|memalloc_nofs_restore|pf_memalloc_nofs|scope api|nofs scope|gfp_nofs|nofs|memalloc_nofs|scoped nofs|nofs context|scope',
  'noio-scope':
    'memalloc_noio_save|memalloc_noio_restore|pf_memalloc_noio|gfp_noio|noio|memalloc_noio|noio scope|noio context',
  'pf-memalloc': 'pf_memalloc|__gfp_memalloc|memalloc|pf_memalloc_nowait',
  'noreclaim-scope':
    'memalloc_noreclaim_save|memalloc_noreclaim|noreclaim|memalloc_nowait|pf_memalloc_noreclaim|nowait scope',
  'gfp-mask-semantics':
    'gfp_mask|gfp mask|gfp flags|gfp|gfp_kernel|gfp_nowait|gfp_atomic|__gfp_fs|__gfp_io|__gfp_nowarn|__gfp_high|__gfp_nomemalloc|__gfp_nolockdep|allocation context|gfp_user|gfp flag|allocation flags|gfp masks',
  'fs-transaction':
    'transaction|transactions|journal|transaction context|xfs_trans|journalling|current->journal_info|xfs_trans_alloc|pf_fstrans|log force',
  'inode-reclaim': 'inode reclaim|inode cache|dentry|xfs_reclaim|prune_icache|evict|inodes|xfs_inode',
  iomap: 'iomap|iomap_writepages|readahead|iomap_readahead|mpage_readpage',
  'block-io':
    'bio|bios|block layer|loop device|block device|dm bufio|dm_bufio|request queue|io submission|bio_alloc|device mapper|dm|block io|submit_bio|loop driver|iscsi|nbd|nvme',
  coredump: 'coredump|core dump|core dumping|dump_core|signal_group_coredump|coredumps',
  mlock: 'mlock|mlocked|mlockall|vm_locked|munlock',
  'shared-memory': 'shmem|tmpfs|shared memory|shmem_getpage|shared pages',
  hugetlb: 'hugetlb|hugetlbfs|hugepages|hugetlb pages',
  'numa-policy': 'mempolicy|numa|mbind|numa node|numa nodes|nodemask|policy_nodemask',
  cpusets: 'cpuset|cpusets|alloc_cpuset|mems_allowed',
  'slab-allocator': 'slab|slub|kmem_cache|kmem_cache_alloc|kmalloc|krealloc|slab allocator|kfree',
  vmalloc:
    'vmalloc|__vmalloc|kvmalloc|vmap|__vmalloc_node_range|vmalloc_no_huge|__vmalloc_area_node|kvmalloc_node|vm_area|vfree|kvfree|vmap_pages_range',
  'kmalloc-large': 'kmalloc large|large kmalloc|kmalloc_large',
  'page-tables': 'page table|page tables|pagetables|pte|pmd|pte_alloc|pgd|page table pages|free_pgtables',
  'bulk-allocation':
    'bulk allocator|alloc_pages_bulk|bulk allocation|alloc_pages_bulk_array|bulk|alloc_pages_bulk_array_mempolicy|page bulk',
  selftests: 'selftest|selftests|kselftest|test case|kunit',
  tracing: 'tracepoint|tracepoints|ftrace|trace_|trace event|tracing|trace events|fmodret|perf',
  'security-hooks':
    'ptrace_may_access|cap_sys_nice|capable|security|lsm|selinux|permission|ptrace|privilege|security hook|cap_sys_ptrace|permissions',
  'syscall-api': 'syscall|system call|process_madvise|man page|uapi|einval|abi|syscalls|user api|esrch|errno',
  'cgroup-api':
    'cgroup v2|cgroup interface|cgroup hierarchy|cgroup.procs|cgroup.kill|css|interface|interface file|cgroupfs|hierarchy|hierarchical|cgroup.events|knob',
}
