import { rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { measure, median } from './measure.ts'
import type { Cost } from './measure.ts'

const root = resolve(import.meta.dirname, '..', '..', '..')
const phaseScript = join(import.meta.dirname, 'phase.ts')

/** The phases of ingest by what they add up. */
export const phaseNames = {
  split: 'split',
  parse: 'parse alone',
  bare: 'parse, threads, series, store; no annotations, no full text',
  store: 'the same with annotations, no full text',
  whole: 'the same with full text (`acknak ingest`)',
  again: 'again, nothing new (`acknak ingest`)',
} as const
export type Phase = keyof typeof phaseNames

/** What one phase cost on one mailbox. */
export type Row = { readonly phase: Phase; readonly mails: number; readonly cost: Cost }

/** `acknak ingest` of a mailbox into a data folder. */
export const ingest = (file: string, data: string): Promise<Cost> =>
  measure(process.execPath, [join(root, 'bin', 'acknak.js'), 'ingest', file, '--data', data, '--json'])

const countedIn = (out: string): number =>
  Number(/^\d+$/.exec(out.trim())?.[0] ?? (JSON.parse(out) as { messages: number }).messages)

/** Every phase on one mailbox, `runs` times each, the median of each. */
export const phasesOf = async (file: string, dir: string, runs: number): Promise<Row[]> => {
  const rows: Row[] = []
  const times = async (phase: Phase, run: (n: number) => Promise<Cost>) => {
    const costs: Cost[] = []
    for (let n = 0; n < runs; n++) costs.push(await run(n))
    const cost = median(costs)
    rows.push({ phase, mails: countedIn(cost.out), cost })
  }
  const data = (n: number) => join(dir, `data-${n}`)
  const without = async (phase: 'bare' | 'store', n: number) => {
    const cost = await measure(process.execPath, [phaseScript, phase, file, data(n)])
    rmSync(data(n), { recursive: true, force: true })
    return cost
  }
  await times('split', () => measure(process.execPath, [phaseScript, 'split', file]))
  await times('parse', () => measure(process.execPath, [phaseScript, 'parse', file]))
  await times('bare', n => without('bare', n))
  await times('store', n => without('store', n))
  await times('whole', n => {
    if (n > 0) rmSync(data(n - 1), { recursive: true, force: true })
    return ingest(file, data(n))
  })
  await times('again', () => ingest(file, data(runs - 1)))
  rmSync(data(runs - 1), { recursive: true, force: true })
  return rows
}
