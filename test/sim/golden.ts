import type { ParamValues, RunRequest } from '../../model/index.ts'

const request = (variant: string, params: ParamValues = {}, seed = 1): RunRequest => ({
  scenario: 'oom-reaper',
  variant,
  kernel: null,
  params,
  seed,
})

/** Runs whose digests must be the same in Node, in a bare realm and in a browser (see digests.json). */
export const goldenRequests: readonly RunRequest[] = [
  request('before'),
  request('before', {}, 7),
  request('v5-1'),
  request('v5-5'),
  request('after'),
  request('after', {}, 7),
  request('after', { holder: 'sleeper', holdMs: 500 }),
  request('after', { holder: 'sleeper', holdMs: 3000 }),
  request('after', { holder: 'queued-writer' }),
  request('after', { holder: 'allocates', cpus: 4 }),
  request('after', { unreapablePercent: 100 }),
  request('before', { gfp: 'GFP_NOFS|__GFP_NOFAIL', memoryMb: 1024 }),
  { ...request('before'), kernel: 'v4.6' },
  { ...request('after'), kernel: 'v3.19' },
  { ...request('after', { holder: 'sleeper', holdMs: 3000 }), kernel: 'v4.10' },
  { ...request('after', { gfp: 'GFP_NOFS|__GFP_NOFAIL' }), kernel: 'v5.4' },
  { ...request('after', { holder: 'waits-for-lock' }), kernel: '6.1.192' },
  { ...request('after', { unreapablePercent: 100 }), kernel: '7.2.13' },
]

/** Name of a request in digests.json. */
export const requestKey = (r: RunRequest): string =>
  [
    r.scenario,
    r.variant,
    r.kernel ?? 'own kernel',
    `seed ${r.seed}`,
    ...Object.entries(r.params).map(([k, v]) => `${k}=${v}`),
  ].join(' ')
