import type { ParamValues } from '../../../model/index.ts'
import type { Expectation } from '../../scenario.ts'

type Results = Expectation['predictions']

const reaper = ['v5-1', 'v5-2', 'v5-3', 'v5-4', 'v5-5', 'after'] as const

const stuckBefore: Results = { 'stuck-without': 'holds', 'finite-time': 'fails' }
const solved: Results = {
  progress: 'holds',
  'reaped-while-blocked': 'holds',
  'tries-bounded': 'holds',
  'writer-locks-out': 'fails',
  'finite-time': 'holds',
  'one-victim': 'holds',
}
const lockedOut: Results = {
  progress: 'fails',
  'reaped-while-blocked': 'fails',
  'tries-bounded': 'holds',
  'writer-locks-out': 'holds',
  'finite-time': 'fails',
  'one-victim': 'holds',
}
/** The reaper gets in and finds nothing that it may take. */
const emptyHanded: Results = { ...lockedOut, 'writer-locks-out': 'fails' }
const secondVictim: Results = { ...solved, 'reaped-while-blocked': 'fails', 'one-victim': 'fails' }

const before = (params: ParamValues, kills = 1): Expectation => ({
  variant: 'before',
  params,
  end: 'looped',
  kills,
  predictions: stuckBefore,
})
const each = (
  variants: readonly string[],
  params: ParamValues,
  end: Expectation['end'],
  kills: number,
  predictions: Results,
): Expectation[] => {
  const nobody = (params.holder ?? 'nobody') === 'nobody'
  // What speaks of a writer says nothing where there is none.
  const said: Results =
    nobody && 'writer-locks-out' in predictions ? { ...predictions, 'writer-locks-out': 'open' } : predictions
  return variants.map(variant => ({ variant, params, end, kills, predictions: said }))
}

/** How each variant ends, declared before it is run; a test holds it over seeds (what is behind it: the cites of `info`). */
export const expectations: readonly Expectation[] = [
  // Nobody in the way of the reaper.
  before({}),
  ...each(reaper, {}, 'finished', 1, solved),
  ...each(reaper, { cpus: 1 }, 'finished', 1, solved),
  ...each(['after'], { cpus: 4, memoryMb: 4096, wantMb: 16 }, 'finished', 1, solved),
  ...each(['after'], { memoryMb: 256, wantMb: 1 }, 'finished', 1, solved),
  before({ cpus: 1 }),
  before({ cpus: 4, memoryMb: 4096, wantMb: 16 }),
  before({ memoryMb: 256, wantMb: 1 }),

  // A writer that sleeps: within the reaper's ten tries it only delays, beyond them it locks up for ever, also after
  // it has let go, since TIF_MEMDIE stays and nobody queues the mm again.
  before({ holder: 'sleeper' }),
  ...each(reaper, { holder: 'sleeper', holdMs: 500 }, 'finished', 1, solved),
  ...each(reaper, { holder: 'sleeper', holdMs: 800 }, 'finished', 1, solved),
  ...each(reaper, { holder: 'sleeper', holdMs: 1200 }, 'looped', 1, lockedOut),
  ...each(['after'], { holder: 'sleeper', holdMs: 5000 }, 'looped', 1, lockedOut),

  // A writer that allocates is marked itself and gets out with the reserves.
  before({ holder: 'allocates' }),
  ...each(reaper, { holder: 'allocates' }, 'finished', 1, solved),

  // A writer that waits for W's lock, and a reader that does with a writer queued behind it.
  before({ holder: 'waits-for-lock' }),
  ...each(reaper, { holder: 'waits-for-lock' }, 'looped', 1, lockedOut),
  before({ holder: 'queued-writer' }),
  ...each(reaper, { holder: 'queued-writer' }, 'looped', 1, lockedOut),

  // Memory the reaper may not take: without patch 3 the kernel waits for V for ever, with it somebody else dies.
  before({ unreapablePercent: 100 }),
  ...each(['v5-1'], { unreapablePercent: 100 }, 'looped', 1, emptyHanded),
  ...each(['v5-2', 'v5-3', 'v5-4', 'v5-5'], { unreapablePercent: 100 }, 'finished', 1, solved),
  ...each(['after'], { unreapablePercent: 100 }, 'finished', 2, secondVictim),
  ...each(['v5-1', 'v5-2'], { unreapablePercent: 100, unreapableKind: 'shared' }, 'looped', 1, emptyHanded),
  ...each(
    ['v5-3', 'v5-4', 'v5-5', 'after'],
    { unreapablePercent: 100, unreapableKind: 'shared' },
    'finished',
    2,
    secondVictim,
  ),
  ...each(['after'], { unreapablePercent: 50 }, 'finished', 1, solved),

  // Who may not call the OOM killer gets nobody killed, and nothing reaped.
  before({ gfp: 'GFP_NOFS' }, 0),
  ...each(['after'], { gfp: 'GFP_NOFS' }, 'looped', 0, emptyHanded),
]
