import type { MechanismFact } from '../mechanism.ts'

export const mmapLock: MechanismFact = {
  slug: 'mmap-lock',
  title: 'mmap_sem, mmap_lock',
  says: 'The reader-writer lock of an address space. Page faults and the OOM reaper take it for reading, mmap(), brk() and munmap() for writing; a writer that allocates can hold up the exit of its own process.',
  aliases: [
    'mmap lock',
    'mmap semaphore',
    'mmap_lock',
    'mmap_read_lock',
    'mmap_read_lock_killable',
    'mmap_read_trylock',
    'mmap_read_unlock',
    'mmap_sem',
    'mmap_write_lock',
    'mmap_write_lock_killable',
    'mmap_write_unlock',
  ],
  since: null,
  also: [],
  functions: ['mmap_read_trylock', 'mmap_write_lock'],
  related: ['exit-mmap', 'oom-reaper'],
  cites: [
    { kind: 'source', ref: 'kernel/exit.c@v4.0.5' },
    { kind: 'source', ref: 'mm/oom_kill.c@v6.12' },
    { kind: 'memory', ref: 'renamed from mmap_sem in 5.8' },
  ],
}
