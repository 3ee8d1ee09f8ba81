import type { MechanismFact } from '../mechanism.ts'

export const exitMmap: MechanismFact = {
  slug: 'exit-mmap',
  title: 'exit_mmap',
  says: 'The teardown of an address space when its last user is gone: this is where a victim gives its memory back by itself.',
  aliases: ['__mmput', 'exit_mm', 'exit_mmap', 'mmput_async'],
  since: null,
  also: [],
  functions: ['__mmput', 'exit_mm', 'exit_mmap'],
  related: ['mlock', 'mmap-lock', 'oom-reaper'],
  cites: [
    { kind: 'source', ref: 'mm/mmap.c@v4.10' },
    { kind: 'commit', ref: '27ae357fa82b' },
    { kind: 'source', ref: 'mm/mmap.c@v6.12' },
  ],
}
