import { patched } from './behaviours.ts'
import type { Delta, Kernel } from './behaviours.ts'
import { clearMemdie, introduceReaper, mergedForm, queueVictims } from './patches.ts'
import { fact, oomKill46, pageAlloc47 } from './sources.ts'
import { v4_5 } from './v4.5.ts'

/** What changed between v4.5 and v4.6 outside the reaper series. */
const others: Delta = {
  title: 'v4.5..v4.6 apart from the reaper',
  cites: [fact('2.2'), fact('4.2'), fact('8.1')],
  changes: {
    gfpTable: {
      value: 'v4.9',
      says: 'Masks as in 4.9 (GFP_TRANSHUGE apart), printed with names.',
      known: 'memory',
      cites: [fact('1.1')],
    },
    watermarkStep: {
      value: 'quarter-of-min-or-scale-factor',
      says: 'watermark_scale_factor: the step is at least managed * 10 / 10000.',
      known: 'memory',
      cites: [fact('2.2')],
    },
    highPriorityNoFail: {
      value: 'goes-on',
      says: 'The endless loop for __GFP_NOFAIL without watermarks is gone.',
      known: 'memory',
      cites: [fact('3.2'), pageAlloc47],
    },
    abortOnExiting: {
      value: false,
      says: 'An exiting thread no longer ends the scan.',
      known: 'read',
      cites: [oomKill46, fact('4.2')],
    },
    logForm: {
      value: 'v4.6',
      says: 'gfp_mask with names; the rest of the report as in 4.5.',
      known: 'bracketed',
      cites: [fact('8.1'), fact('8.4'), fact('8.6'), fact('8.10'), fact('8.12')],
    },
  },
}

/** What 4.5 leaves to its neighbours was read for 4.6 itself wherever the 4.6 source is among the cites. */
const read = (behaviours: Kernel['behaviours']): Kernel['behaviours'] =>
  Object.fromEntries(
    Object.entries(behaviours).map(([name, said]) => [
      name,
      said.known === 'bracketed' && said.cites.includes(oomKill46) ? { ...said, known: 'read' } : said,
    ]),
  ) as Kernel['behaviours']

/** v4.6: v4.5, the reaper series without its second patch, and what else changed. */
export const v4_6: Kernel = {
  version: 'v4.6',
  says: 'The first release with an OOM reaper.',
  behaviours: read(patched(v4_5, [others, introduceReaper, clearMemdie, queueVictims, mergedForm]).behaviours),
}
