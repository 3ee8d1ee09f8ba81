import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { curveOf } from '../../app/_ui/lab/curve.ts'
import { axisOf, barsMax, barsOf, fitOf, lanesMax, lanesOf, sharedUntil } from '../../app/_ui/lab/geometry.ts'
import { lookOf } from '../../app/_ui/lab/looks.ts'
import { cycleOf, layoutWaits, waitWidth } from '../../app/_ui/lab/waits.ts'
import { rowsAround, windowOf } from '../../app/_ui/lab/window.ts'
import type { LaneSpan, RunResult } from '../../model/index.ts'
import { defaults, run, scenarios } from '../../sim/index.ts'
import { looped } from './fixture.ts'

const spans: fc.Arbitrary<LaneSpan[]> = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 50_000 }), fc.constantFrom('runs', 'waits for mmap_sem', 'loops')), {
    maxLength: 900,
  })
  .map(list => {
    let atUs = 0
    return list.map(([lengthUs, state]) => {
      const fromUs = atUs
      atUs += lengthUs
      return { lane: 'task', state, fromUs, toUs: atUs }
    })
  })

const withLanes = (lanes: readonly LaneSpan[]): RunResult => ({
  ...looped(),
  lanes,
  lastUs: Math.max(1, ...lanes.map(l => l.toUs)),
})

describe('the lanes of a timeline', () => {
  for (const kind of ['time', 'steps'] as const)
    it(`stay inside the drawing, in order, bounded in number, and stand for every stretch (axis: ${kind})`, () => {
      fc.assert(
        fc.property(spans, lanes => {
          const axis = axisOf(withLanes(lanes), kind)
          const bars = barsOf(lanes, axis)
          expect(bars.length).toBeLessThanOrEqual(barsMax)
          expect(bars.reduce((n, bar) => n + bar.spans, 0)).toBe(lanes.length)
          let end = 0
          for (const bar of bars) {
            expect(bar.x).toBeGreaterThanOrEqual(end - 0.01)
            expect(bar.width).toBeGreaterThanOrEqual(0)
            end = bar.x + bar.width
            expect(end).toBeLessThanOrEqual(100.01)
          }
        }),
      )
    })

  it('are drawn for at most 32 tasks, and the rest is counted', () => {
    const lanes = Array.from({ length: 80 }, (_, i) => ({
      lane: `task-${i >> 1}`,
      state: i % 2 ? 'runs' : 'sleeps (S)',
      fromUs: 0,
      toUs: 10,
    }))
    const result = { ...withLanes(lanes), events: [] }
    const drawn = lanesOf(result, axisOf(result, 'time'))
    expect([drawn.rows.length, drawn.hidden]).toEqual([lanesMax, 8])
  })

  it('carry the OOM kill on the lane of the victim', () => {
    const result = looped()
    const rows = lanesOf(result, axisOf(result, 'time')).rows
    expect(rows.map(row => [row.lane, row.marks.map(m => [m.look, m.event.seq])])).toEqual([
      ['eater', [['kill', 3]]],
      ['holder', []],
    ])
  })

  it('leave out a task to which nothing happens, and name it', () => {
    const lanes = [...looped().lanes, { lane: 'init', state: 'sleeps (S)', fromUs: 0, toUs: 10 }]
    const drawn = lanesOf({ ...looped(), lanes }, axisOf(looped(), 'time'))
    expect(drawn.rows.map(r => r.lane)).toEqual(['eater', 'holder'])
    expect(drawn.quiet).toEqual([{ lane: 'init', state: 'sleeps (S)' }])
  })

  it('show a label only where it fits', () => {
    expect(fitOf(100, 'running')).toBe('narrow')
    expect(fitOf(12, 'running')).toBe('middle')
    expect(fitOf(1, 'running')).toBe('never')
  })

  it('know a wait from a loop by the words of the state', () => {
    expect(['waits for mmap_sem', 'loops in the allocator', 'runs', 'exited', 'sleeps (D)'].map(lookOf)).toEqual([
      'wait',
      'loop',
      'run',
      'gone',
      'sleep',
    ])
  })
})

describe('the axis of time', () => {
  it('is shared by two runs side by side', () => {
    const [short, long] = [
      { ...looped(), lastUs: 40_000 },
      { ...looped(), lastUs: 100_000 },
    ]
    const until = sharedUntil([short, long])
    expect(until).toBe(100_000)
    expect(axisOf(short, 'time', until).x(40_000)).toBe(40)
  })

  it('is not shared where one run would be squeezed into a corner', () => {
    expect(
      sharedUntil([
        { ...looped(), lastUs: 1000 },
        { ...looped(), lastUs: 5_000_000 },
      ]),
    ).toBe(null)
  })
})

describe('the axis', () => {
  it('of steps and of time runs both ways', () => {
    const result = looped()
    for (const kind of ['time', 'steps'] as const) {
      const axis = axisOf(result, kind)
      expect([axis.x(0), axis.x(result.lastUs)]).toEqual([0, 100])
      for (const event of result.events) expect(Math.abs(axis.us(axis.x(event.atUs)) - event.atUs)).toBeLessThan(10)
    }
  })

  it('has at most 16 ticks whatever the length of the run', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 45 }), lastUs => {
        const { ticks } = axisOf({ ...looped(), lastUs }, 'time')
        expect(ticks.length).toBeGreaterThan(0)
        expect(ticks.length).toBeLessThanOrEqual(16)
        for (const tick of ticks) expect(tick.x).toBeLessThanOrEqual(100)
      }),
    )
  })
})

describe('the free-memory curve', () => {
  it('keeps min below low below high, inside the drawing', () => {
    const result = looped()
    const curve = curveOf(result, axisOf(result, 'time'))
    const [min, low, high] = curve.lines.map(l => l.y)
    expect(min).toBeGreaterThan(low!)
    expect(low).toBeGreaterThan(high!)
    for (const line of curve.lines) expect(line.y >= 0 && line.y <= 100).toBe(true)
  })

  it('keeps the lowest point of a long run and stays short', () => {
    const points = Array.from({ length: 20_000 }, (_, i) => ({ atUs: i, pagesFree: i === 12_345 ? 3 : 1000 }))
    const result: RunResult = { ...looped(), lastUs: 20_000, free: { ...looped().free, points } }
    const curve = curveOf(result, axisOf(result, 'time'))
    expect(curve.path).toContain(`V${Math.round(curve.y(3) * 10 * 1000) / 1000}`)
    expect(curve.path.length).toBeLessThan(30_000)
  })
})

describe('the wait-for graph', () => {
  it('finds the cycle of a lock holder that waits for memory of the victim behind its lock', () => {
    expect(cycleOf(looped().waits)).toEqual(['eater', 'holder'])
  })

  it('finds none where the holder waits for nobody', () => {
    expect(cycleOf([{ task: 'a', lock: 'mmap_sem', holder: 'b' }])).toEqual([])
  })

  it('stays inside its width and draws every edge between drawn boxes, whoever waits for whom', () => {
    const names = fc.constantFrom(...Array.from({ length: 12 }, (_, i) => `t${i}`))
    const waits = fc.uniqueArray(
      fc.record({ task: names, lock: fc.constantFrom('mmap_sem', 'i_mutex'), holder: fc.option(names) }),
      {
        selector: w => w.task,
      },
    )
    fc.assert(
      fc.property(waits, list => {
        const graph = layoutWaits(list)
        const ids = new Set(graph.nodes.map(n => n.id))
        for (const node of graph.nodes) {
          expect(node.x).toBeGreaterThan(0)
          expect(node.x).toBeLessThan(waitWidth)
          expect(node.y).toBeLessThan(graph.height)
        }
        for (const edge of graph.edges) expect(ids.has(edge.from) && ids.has(edge.to)).toBe(true)
        for (const wait of list) expect(graph.nodes.some(n => n.tasks.includes(wait.task))).toBe(true)
      }),
    )
  })
})

describe('the event log', () => {
  it('shows a bounded window around the cursor and counts what it leaves out', () => {
    const { events } = looped({}, 3000)
    fc.assert(
      fc.property(fc.option(fc.integer({ min: 0, max: events.length - 1 })), cursor => {
        const rows = windowOf(events, cursor, new Set([2000]))
        const shown = rows.filter(r => 'event' in r)
        expect(shown.length).toBeLessThanOrEqual(2 * rowsAround)
        expect(shown.length + rows.reduce((n, r) => n + ('skipped' in r ? r.skipped : 0), 0)).toBe(events.length)
        if (cursor !== null) expect(shown.some(r => 'event' in r && r.index === cursor)).toBe(true)
      }),
    )
  })

  it('holds the events that decided a prediction even before anything is chosen', () => {
    const { events } = looped({}, 3000)
    expect(windowOf(events, null, new Set([2000])).some(r => 'event' in r && r.event.seq === 2000)).toBe(true)
  })
})

describe('the words of the model', () => {
  for (const scenario of scenarios)
    it(`${scenario.id}: every state of a task has a look of its own`, () => {
      const states = scenario.variants.flatMap(variant =>
        run({
          scenario: scenario.id,
          variant: variant.id,
          kernel: null,
          params: defaults(scenario),
          seed: 1,
        }).lanes.map(l => l.state),
      )
      expect(states.length).toBeGreaterThan(0)
      expect([...new Set(states)].filter(state => lookOf(state) === 'other')).toEqual([])
    })
})
