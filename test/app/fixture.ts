import type { LaneSpan, RunRequest, RunResult, ScenarioInfo, TraceEvent } from '../../model/index.ts'

/** An invented scenario with the shape of a real one: for tests of the page, never for the page itself. */
export const info: ScenarioInfo = {
  id: 'held-lock',
  title: 'A victim behind a lock',
  question: 'When the OOM victim waits for a lock whose holder needs memory, does memory ever come back?',
  cites: [
    { kind: 'mail', ref: '20290101.1@example.org', note: 'the question on the list' },
    { kind: 'commit', ref: 'aac453635549699c13a84ea1456d5b0e574ef855', note: 'the reaper, merged' },
  ],
  kernels: ['v4.5', 'v4.6'],
  params: [
    {
      kind: 'int',
      id: 'holdMs',
      title: 'How long the lock is held',
      unit: 'ms',
      min: 0,
      max: 2000,
      step: 50,
      initial: 200,
    },
    {
      kind: 'choice',
      id: 'holder',
      title: 'Who holds the lock',
      options: [
        { value: 'looper', says: 'a task that allocates while it holds the lock' },
        { value: 'sleeper', says: 'a task that sleeps while it holds the lock' },
      ],
      initial: 'looper',
    },
  ],
  variants: [
    {
      id: 'before',
      title: 'Before',
      says: 'Nobody frees what a blocked victim owns.',
      kernel: 'v4.5',
      onlyOwnKernel: false,
      cites: [],
    },
    {
      id: 'after',
      title: 'After',
      says: 'A kernel thread frees it.',
      kernel: 'v4.6',
      onlyOwnKernel: false,
      cites: [{ kind: 'source', ref: 'mm/oom_kill.c@v4.6' }],
    },
  ],
  positions: [
    {
      id: 'needed',
      title: 'The machine hangs without a reaper',
      says: 'A blocked victim keeps its memory, and nobody else may be killed.',
      cites: [{ kind: 'mail', ref: '20290101.2@example.org' }],
      predictions: ['hangs', 'freed'],
    },
    {
      id: 'enough',
      title: 'The victim gets out in time',
      says: 'Reserves are enough.',
      cites: [],
      predictions: ['exits'],
    },
  ],
  predictions: [
    { id: 'hangs', says: 'Without the reaper the machine never gets memory back.', position: 'needed', variants: [] },
    { id: 'freed', says: 'The memory of the victim is freed within two seconds.', position: 'needed', variants: [] },
    { id: 'exits', says: 'The victim exits by itself.', position: 'enough', variants: [] },
  ],
  limits: ['One zone, no swap.', 'The scheduler has no priorities.'],
  checked: 'from source only',
}

const event = (seq: number, atUs: number, lane: string, kind: string, says: string): TraceEvent => ({
  seq,
  atUs,
  lane,
  kind,
  says,
  data: { fn: 'out_of_memory' },
})

/** A run that loops: the victim waits for the lock, its holder retries. */
export function looped(request: Partial<RunRequest> = {}, rounds = 30): RunResult {
  const events = [
    event(1, 0, 'eater', 'alloc', 'faults in its memory'),
    event(2, 120_000, 'holder', 'lock', 'takes mmap_sem for write'),
    event(3, 180_000, 'eater', 'kill', 'Killed process 71 (eater)'),
    event(4, 181_000, 'eater', 'wait', 'waits for mmap_sem on its way out'),
  ]
  const lanes: LaneSpan[] = [
    { lane: 'eater', state: 'runs', fromUs: 0, toUs: 181_000 },
    { lane: 'eater', state: 'waits for mmap_sem', fromUs: 181_000, toUs: 200_000 + rounds * 1000 },
    { lane: 'holder', state: 'sleeps (S)', fromUs: 0, toUs: 120_000 },
    { lane: 'holder', state: 'runs', fromUs: 120_000, toUs: 180_000 },
  ]
  for (let i = 0; i < rounds; i++) {
    const atUs = 200_000 + i * 1000
    events.push(event(5 + i, atUs, 'holder', 'retry', 'retries the allocation: no progress'))
    lanes.push({
      lane: 'holder',
      state: i % 2 === 0 ? 'loops in the allocator' : 'sleeps (D)',
      fromUs: atUs,
      toUs: atUs + 1000,
    })
  }
  const lastUs = 200_000 + rounds * 1000
  return {
    request: {
      scenario: info.id,
      variant: 'before',
      kernel: null,
      params: { holdMs: 200, holder: 'looper' },
      seed: 1,
      ...request,
    },
    modelVersion: '0',
    end: 'looped',
    endSays: 'the machine equals itself 2000 µs earlier',
    loop: { fromSeq: 5, toSeq: 6, periodUs: 2000 },
    lastUs,
    metrics: { kills: 1, pagesReaped: 0, longestStallUs: lastUs - 181_000 },
    predictions: [
      { id: 'hangs', result: 'holds', because: 'The machine came back to an earlier state.', events: [5, 6] },
      { id: 'freed', result: 'fails', because: 'No page of the victim was freed.', events: [3] },
      { id: 'exits', result: 'open', because: 'The victim never got the lock.', events: [] },
    ],
    events,
    lanes,
    free: {
      points: [
        { atUs: 0, pagesFree: 5000 },
        { atUs: 100_000, pagesFree: 900 },
        { atUs: 180_000, pagesFree: 40 },
        { atUs: lastUs, pagesFree: 40 },
      ],
      minPages: 400,
      lowPages: 500,
      highPages: 600,
    },
    waits: [
      { task: 'eater', lock: 'mmap_sem', holder: 'holder' },
      { task: 'holder', lock: 'memory', holder: 'eater' },
    ],
    dmesg: ['[    0.180000] Out of memory: Kill process 71 (eater) score 912 or sacrifice child'],
    digest: 'f00d',
  }
}
