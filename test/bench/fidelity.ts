import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { compareRun } from '../../sim/fidelity/compare.ts'
import type { Comparison } from '../../sim/fidelity/compare.ts'
import { fidelityPage, shareOf } from '../../sim/fidelity/table.ts'

/*
 * The model beside real kernel runs:  node test/bench/fidelity.ts [--write] [DIR]
 * Without --write the page goes to standard output; with it, to docs/fidelity.md. DIR holds runs of the same form.
 */

const root = resolve(import.meta.dirname, '..', '..')
export const runsDir = resolve(root, '..', 'shared', 'kernel-runs')
export const pagePath = join(root, 'docs', 'fidelity.md')

const hasScenario = (json: unknown): boolean =>
  typeof json === 'object' &&
  json !== null &&
  'scenario' in json &&
  typeof json.scenario === 'string' &&
  /^(proc|bg) /m.test(json.scenario)

export type Compared = { readonly runs: readonly Comparison[]; readonly without: number }

/** Compares every run of a folder, by name; `without`: how many have no scenario that starts a process. */
export const compareAll = (dir: string): Compared => {
  const runs: Comparison[] = []
  let without = 0
  for (const file of readdirSync(dir).sort()) {
    if (!file.endsWith('.json')) continue
    const json: unknown = JSON.parse(readFileSync(join(dir, file), 'utf8'))
    if (hasScenario(json)) runs.push(compareRun(json, file.replace(/\.json$/, '')))
    else without++
  }
  return { runs, without }
}

/** The page as it is written. */
export const pageOf = async ({ runs, without }: Compared): Promise<string> =>
  format(fidelityPage(runs, without), { ...(await resolveConfig(pagePath)), filepath: pagePath })

if (process.argv[1] === import.meta.filename) {
  const dir = process.argv.slice(2).find(a => !a.startsWith('--')) ?? runsDir
  if (!existsSync(dir)) {
    console.error(`no runs in ${dir}: name a folder that holds them`)
    process.exitCode = 1
  } else if (process.argv.includes('--write')) {
    const all = compareAll(dir)
    writeFileSync(pagePath, await pageOf(all))
    const share = shareOf(all.runs)
    console.log(`${share.agree} of ${share.all} runs with an OOM agree; docs/fidelity.md written`)
  } else console.log(await pageOf(compareAll(dir)))
}
