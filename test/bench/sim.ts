import type { ParamValues } from '../../model/index.ts'
import { run, worldOf } from '../../sim/index.ts'
import { runWorld } from '../../sim/engine/run.ts'
import { advance } from '../../sim/engine/cpu.ts'
import { addProcess, addThread, finishMachine, newMachine } from '../../sim/build.ts'
import { kernelOf } from '../../sim/kernels/all.ts'
import { policyOf } from '../../sim/kernels/behaviours.ts'
import { newLedger } from '../../sim/ledger.ts'
import { bitsOf, maskOf, tableOf } from '../../sim/world.ts'
import type { World } from '../../sim/world.ts'

/*
 * Speed of the simulator on one core:  node test/bench/sim.ts
 * Model events are the steps that tasks take. No test asserts these figures.
 */

const seconds = (work: () => void): number => {
  const from = process.hrtime.bigint()
  work()
  return Number(process.hrtime.bigint() - from) / 1e9
}

/** Thirty tasks that loop in GFP_NOFS allocations on four CPUs: the scheduler and the slow path at full speed. */
const thirtyTasks = (): World => {
  const k = policyOf(kernelOf('v4.6')!)
  const table = tableOf(k)
  const m = newMachine([{ name: 'Normal', type: 2, managedPages: 131_072 }], 4, 1, k)
  for (let i = 0; i < 30; i++) {
    const p = addProcess(m, { pid: 100 + i, comm: `looper${i}`, pages: { anon: 1_000 } })
    addThread(m, {
      pid: 100 + i,
      comm: `looper${i}`,
      lane: `L${i}`,
      process: p.process,
      mm: p.mm,
      program: [
        { op: 'enter', name: 'write' },
        { op: 'alloc', gfp: maskOf(table, 'GFP_NOFS'), order: 0, count: 1_000_000 },
      ],
    })
  }
  finishMachine(m, k, m.zones[0]!.highPages + 100, 0)
  return { m, k, table, gfp: bitsOf(k, table), out: newLedger(m) }
}

const steps = 1_000_000
const warm = thirtyTasks()
for (let i = 0; i < 100_000; i++) advance(warm)
const w = thirtyTasks()
const plain = seconds(() => {
  while (w.out.measures.steps < steps) advance(w)
})
console.log(`30 tasks, 4 CPUs, engine alone: ${Math.round(steps / plain).toLocaleString('en')} model events/s`)

const cases: readonly (readonly [string, ParamValues])[] = [
  ['before', {}],
  ['after', {}],
  ['after', { holder: 'sleeper', holdMs: 5000 }],
]
for (const [variant, params] of cases) {
  const request = { scenario: 'oom-reaper', variant, kernel: null, params, seed: 1 }
  for (let i = 0; i < 20; i++) run(request)
  const runs = 50
  const whole = seconds(() => {
    for (let i = 0; i < runs; i++) run({ ...request, seed: i })
  })
  let counted = 0
  const alone = seconds(() => {
    for (let i = 0; i < runs; i++) {
      const world = worldOf({ ...request, seed: i })
      runWorld(world)
      counted += world.out.measures.steps
    }
  })
  console.log(
    `oom-reaper ${variant} ${JSON.stringify(params)}: ${((whole / runs) * 1000).toFixed(2)} ms a run with result and digest, ` +
      `${((alone / runs) * 1000).toFixed(2)} ms without, ${Math.round(counted / alone).toLocaleString('en')} events/s (skipped laps counted)`,
  )
}
