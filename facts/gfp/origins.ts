import type { Cite, KernelVersion } from '../../model/index.ts'
import type { GfpOrigin } from './types.ts'

const header = (ref: string, note?: string): Cite => ({ kind: 'source', ref, ...(note === undefined ? {} : { note }) })
const memory = (ref: string): Cite => ({ kind: 'memory', ref })
const noLockdep = { __GFP_NOLOCKDEP: 'A bit only where CONFIG_LOCKDEP is set; 0 elsewhere.' }

/** Where each version's numbers come from. Written by hand: the importer never touches this file. */
export const gfpOrigins: Readonly<Record<KernelVersion, GfpOrigin>> = {
  'v3.19': {
    layout: 'A',
    source: 'include/linux/gfp.h of 4.0.5, taken over: the 3.19 header itself was not read',
    note: 'Numbers are those of 4.0. OOM reports of that time agree with them (0x50 for GFP_NOFS, 0x250 with __GFP_NOWARN, 0x2015a).',
    config: null,
    nameTableRead: false,
    flagNotes: {},
    cites: [
      header('include/linux/gfp.h@v4.0.5', 'stands in for 3.19'),
      memory('no gfp.h bit changed in the 4.0 merge window'),
    ],
  },
  'v4.0': {
    layout: 'A',
    source: 'include/linux/gfp.h and include/trace/events/gfpflags.h of a 4.0.5 tree',
    note: 'The bits stand for 4.0 to 4.3; that 4.1 to 4.3 kept them is from memory. Trace events print single flags without their underscores.',
    config: null,
    nameTableRead: false,
    flagNotes: { GFP_THISNODE: 'Went away in 4.1 (from memory).' },
    cites: [header('include/linux/gfp.h@v4.0.5'), header('include/trace/events/gfpflags.h@v4.0.5')],
  },
  'v4.4': {
    layout: 'B',
    source: 'include/linux/gfp.h of torvalds/linux at d0164adc89f6 (4.4 merge window)',
    note: 'At that commit the pair of reclaim bits is still called __GFP_WAIT; 71baba4b92dc of the same release renamed it to __GFP_RECLAIM (from memory).',
    config: null,
    nameTableRead: false,
    flagNotes: {
      __GFP_RECLAIM: 'Called __GFP_WAIT in the commit that was read; renamed before 4.4 came out (from memory).',
      __GFP_NOACCOUNT: 'Became the opt-in __GFP_ACCOUNT on the same bit in 4.5 (from memory).',
    },
    cites: [header('include/linux/gfp.h@d0164adc89f6'), memory('rename by 71baba4b92dc in 4.4')],
  },
  'v4.9': {
    layout: 'B',
    source: 'derived from the headers of 4.4 and 4.10',
    note: 'Stands for 4.8 and 4.9. 4.5 to 4.7 differ only in GFP_TRANSHUGE. Logs of 4.6 to 4.9 kernels print the same numbers for GFP_KERNEL and GFP_HIGHUSER_MOVABLE.',
    config: null,
    nameTableRead: false,
    flagNotes: {},
    cites: [header('include/linux/gfp.h@d0164adc89f6', 'one end'), header('include/linux/gfp.h@v4.10', 'other end')],
  },
  'v4.10': {
    layout: 'C',
    source: 'include/linux/gfp.h and include/trace/events/mmflags.h of a 4.10.0 tree',
    note: null,
    config: null,
    nameTableRead: true,
    flagNotes: {},
    cites: [header('include/linux/gfp.h@v4.10'), header('include/trace/events/mmflags.h@v4.10')],
  },
  'v4.12': {
    layout: 'C',
    source: 'include/linux/gfp.h of torvalds/linux at 7dea19f9ee63 (4.12 merge window)',
    note: 'That commit gave __GFP_NOLOCKDEP bit 0x4000000; it was moved to 0x2000000 before 4.12 came out (from memory).',
    config: '__GFP_NOLOCKDEP is given as with CONFIG_LOCKDEP.',
    nameTableRead: false,
    flagNotes: { __GFP_NOLOCKDEP: `${noLockdep.__GFP_NOLOCKDEP} Bit of the release is from memory.` },
    cites: [header('include/linux/gfp.h@7dea19f9ee63'), memory('__GFP_NOLOCKDEP bit fixed before 4.12')],
  },
  'v4.13': {
    layout: 'C',
    source:
      'header of 4.12 with the rename of __GFP_REPEAT by dcda9b04713c; its bit 0x400 was read in diffs on linux-mm',
    note: 'Stands for 4.13 to 4.17. GFP_TEMPORARY went in 4.14, __GFP_COLD and __GFP_NOTRACK in 4.15 (from memory).',
    config: '__GFP_NOLOCKDEP is given as with CONFIG_LOCKDEP.',
    nameTableRead: false,
    flagNotes: noLockdep,
    cites: [header('include/linux/gfp.h@7dea19f9ee63', 'before the rename'), { kind: 'commit', ref: 'dcda9b04713c' }],
  },
  'v4.19': {
    layout: 'D',
    source: 'both sides of two patches on linux-mm that moved the bits (May 2018 and January 2019)',
    note: 'Stands for 4.18 to 5.0; the range is from memory, logs of 4.18, 4.19-rc2 and 4.20 agree.',
    config: '__GFP_NOLOCKDEP is given as with CONFIG_LOCKDEP.',
    nameTableRead: false,
    flagNotes: noLockdep,
    cites: [{ kind: 'mail', ref: '20190109201838.GA9140@avx2', note: 'the side before the patch' }],
  },
  'v5.4': {
    layout: 'E',
    source: 'result of the patch that shuffled the flags (January 2019) and a copy of that header in another project',
    note: 'Stands for 5.1 to 5.13; the range is from memory. The header of the v5.4 tag itself was not read.',
    config: '__GFP_NOLOCKDEP is given as with CONFIG_LOCKDEP.',
    nameTableRead: false,
    flagNotes: noLockdep,
    cites: [{ kind: 'mail', ref: '20190109201838.GA9140@avx2', note: 'the side after the patch' }],
  },
  'v6.1': {
    layout: 'E',
    source:
      'include/linux/gfp_types.h of a vendor 6.1 tree, compared with the upstream side of a linux-mm patch of March 2023',
    note: 'The vendor tree adds a flag of its own, left out here.',
    config:
      'Given without CONFIG_KASAN_HW_TAGS (the SKIP flags are 0; with it 0x1000000, 0x2000000, 0x4000000) and with CONFIG_LOCKDEP.',
    nameTableRead: false,
    flagNotes: {
      ...noLockdep,
      __GFP_SKIP_ZERO: '0x1000000 with CONFIG_KASAN_HW_TAGS; 0 without, as here.',
      __GFP_SKIP_KASAN_UNPOISON: '0x2000000 with CONFIG_KASAN_HW_TAGS; 0 without, as here.',
      __GFP_SKIP_KASAN_POISON: '0x4000000 with CONFIG_KASAN_HW_TAGS; 0 without, as here.',
    },
    cites: [header('include/linux/gfp_types.h@6.1 (vendor tree)')],
  },
  'v6.12': {
    layout: 'E',
    source: 'include/linux/gfp_types.h and include/trace/events/mmflags.h of a 6.12.0 tree',
    note: 'Bit 0x200, once __GFP_ATOMIC, is unused.',
    config:
      'Bits from 0x1000000 up go to whatever is configured, in the order KASAN_HW_TAGS, LOCKDEP, SLAB_OBJ_EXT. Given with SLAB_OBJ_EXT only.',
    nameTableRead: true,
    flagNotes: {
      __GFP_NOLOCKDEP: 'A bit only where CONFIG_LOCKDEP is set; 0 here.',
      __GFP_SKIP_ZERO: 'A bit only where CONFIG_KASAN_HW_TAGS is set; 0 here.',
      __GFP_SKIP_KASAN: 'A bit only where CONFIG_KASAN_HW_TAGS is set; 0 here.',
      __GFP_NO_OBJ_EXT: 'Its bit depends on what else is configured; 0x1000000 with SLAB_OBJ_EXT alone, as here.',
    },
    cites: [header('include/linux/gfp_types.h@v6.12'), header('include/trace/events/mmflags.h@v6.12')],
  },
}
