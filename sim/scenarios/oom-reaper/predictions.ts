import type { EventPattern, KernelSupposition, Prediction } from '../../scenario.ts'

const released: EventPattern = { kind: 'lock-released', lane: 'W', where: { lock: 'X' }, says: 'W letting go of X' }
const reaped: EventPattern = {
  kind: 'reaped',
  where: { victim: 'victim' },
  atLeast: { pages: 1 },
  says: 'reaping of V',
}
const killOf = (lane: string): EventPattern => ({ kind: 'kill', lane, says: `a kill of ${lane}` })

const noReaper: KernelSupposition = {
  behaviour: 'reaper',
  is: 'none',
  otherwise: 'it speaks of a kernel without a reaper, and this one has one',
}
const hasReaper: KernelSupposition = {
  behaviour: 'reaper',
  is: 'kthread',
  otherwise: 'it speaks of a kernel with a reaper, and this one has none',
}
const reapsAtOnce: KernelSupposition = {
  behaviour: 'reaperDelayMs',
  is: 0,
  otherwise: 'it speaks of a reaper that starts at once; this kernel lets it wait on purpose',
}

const withReaper = ['v5-1', 'v5-2', 'v5-3', 'v5-4', 'v5-5', 'after']

/** What each side's words come to in this machine. Which of them hold depends on the parameters: see `expect`. */
export const predictions: readonly Prediction[] = [
  {
    id: 'stuck-without',
    says: 'Without the reaper W never gets its memory and never lets go of X.',
    position: 'hocko',
    variants: ['before'],
    supposesKernel: [noReaper],
    holdsWhen: { is: 'never', event: released },
  },
  {
    id: 'progress',
    says: 'With the reaper W gets its memory and lets go of X.',
    position: 'hocko',
    variants: withReaper,
    supposesKernel: [hasReaper],
    holdsWhen: { is: 'eventually', event: released },
  },
  {
    id: 'reaped-while-blocked',
    says: 'Private memory of the victim comes back within a second of the kill, although the victim cannot run.',
    position: 'hocko',
    variants: withReaper,
    supposesKernel: [hasReaper, reapsAtOnce],
    holdsWhen: { is: 'within', event: reaped, after: killOf('V'), us: 1_000_000 },
  },
  {
    id: 'tries-bounded',
    says: 'The reaper never waits for mmap_sem and never tries more than ten times for one victim.',
    position: 'hocko',
    variants: withReaper,
    supposesKernel: [hasReaper],
    holdsWhen: {
      is: 'all',
      of: [
        { is: 'never', event: { kind: 'reap-failed', atLeast: { attempt: 11 }, says: 'an eleventh failed try' } },
        {
          is: 'never',
          event: {
            kind: 'lock-wait',
            lane: 'oom_reaper',
            where: { lock: 'mmap_sem of victim' },
            says: 'the reaper waiting for mmap_sem',
          },
        },
      ],
    },
  },
  {
    id: 'writer-locks-out',
    says: 'A writer of mmap_sem keeps the reaper out until it gives up, and X is never released.',
    position: 'hocko',
    variants: withReaper,
    supposesKernel: [hasReaper],
    supposes: {
      param: 'holder',
      isNot: 'nobody',
      otherwise: "it speaks of a writer of mmap_sem, and in this run nobody has the victim's: choose one above",
    },
    holdsWhen: {
      is: 'all',
      of: [
        { is: 'eventually', event: { kind: 'reap-gave-up', says: 'the reaper giving up' } },
        { is: 'never', event: released },
      ],
    },
  },
  {
    id: 'finite-time',
    says: 'In finite time there is either progress or another victim.',
    position: 'weiner',
    variants: [],
    holdsWhen: {
      is: 'any',
      of: [
        { is: 'eventually', event: released },
        { is: 'eventually', event: killOf('B') },
        { is: 'eventually', event: killOf('W') },
      ],
    },
  },
  {
    id: 'one-victim',
    says: 'One kill is enough: nobody else has to die.',
    position: 'hocko',
    variants: withReaper,
    supposesKernel: [hasReaper],
    holdsWhen: { is: 'at-most', measure: 'kills', value: 1 },
  },
]
