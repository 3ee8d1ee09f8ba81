import { writeFileSync } from 'node:fs'
import type { BehaviourRow, ParamValues, RunRequest, ScenarioInfo } from '../../model/index.ts'
import {
  behavioursOf,
  canExplore,
  checkRequest,
  chromeTrace,
  defaults,
  exploreAll,
  kernelVersions,
  modelVersion,
  restsOn,
  run,
  scenarioById,
  scenarios,
  statesMax,
} from '../../sim/index.ts'
import { nearest } from '../../text/nearest.ts'
import type { Args, Command } from '../args.ts'
import { intFlag } from '../args.ts'
import { UserError } from '../errors.ts'
import { bold, warn, writeJson, writeLines } from '../output.ts'

export const sim: Command = {
  name: 'sim',
  says: 'lists, shows, runs and explores simulator scenarios',
  takes: 'list | show ID | run ID | explore ID | kernels [V]',
  flags: {
    variant: { value: 'V', says: 'which proposal to play (default: the first)' },
    kernel: { value: 'V', says: "another kernel than the variant's own" },
    set: { value: 'k=v', says: 'a parameter of the scenario; may be repeated', many: true },
    seed: { value: 'N', says: 'seed of the set-up (default 1)' },
    trace: { value: 'FILE', says: 'writes Chrome trace events, which Perfetto opens' },
    most: { value: 'N', says: 'explore: states visited at most (default 6,000,000)' },
    dmesg: { says: "prints the kernel's own log lines" },
  },
  examples: [
    'sim list',
    'sim show oom-reaper --variant after --kernel 6.12.117',
    'sim run oom-reaper --variant before',
    'sim run oom-reaper --variant after --set holdMs=500 --seed 7 --json',
    'sim run oom-reaper --variant after --trace reaper.json --dmesg',
    'sim explore oom-reaper --variant after --kernel v4.10',
    'sim kernels 6.12.117',
  ],
  run: async args => {
    const [verb, id] = args.words
    if (verb === 'list') return list(args)
    if (verb === 'show') return show(scenario(id), args)
    if (verb === 'run') return play(scenario(id), args)
    if (verb === 'kernels') return listKernels(id, args)
    if (verb === 'explore') return exploreOne(scenario(id), args)
    throw new UserError(
      'acknak sim: say `sim list`, `sim show ID`, `sim run ID`, `sim explore ID` or `sim kernels` (see acknak sim --help)',
    )
  },
}

function scenario(id: string | undefined): ScenarioInfo {
  const ids = scenarios.map(s => s.id)
  if (id === undefined) throw new UserError(`which scenario? one of: ${ids.join(', ')}`)
  const found = scenarioById(id)
  if (found) return found
  const near = nearest(id, ids)
  throw new UserError(`no scenario '${id}'${near ? `; did you mean '${near}'?` : ''}; scenarios: ${ids.join(', ')}`)
}

function list(args: Args): number {
  if (args.json) writeJson(scenarios)
  else writeLines(scenarios.map(s => `${s.id.padEnd(16)}${s.question}`))
  return 0
}

function show(info: ScenarioInfo, args: Args): number {
  if (args.json) {
    writeJson(info)
    return 0
  }
  const lines = [bold(info.title), info.question, '', 'Variants']
  for (const v of info.variants) lines.push(`  ${v.id.padEnd(12)}${v.says} (${v.kernel})`)
  lines.push('', 'Parameters (--set id=value)')
  for (const p of info.params) {
    const range =
      p.kind === 'int'
        ? `${p.min}..${p.max} ${p.unit}, initially ${p.initial}`
        : `${p.options.map(o => o.value).join(' | ')}, initially ${p.initial}`
    lines.push(`  ${p.id.padEnd(16)}${p.title} (${range})`)
  }
  lines.push('', 'Positions')
  for (const p of info.positions) {
    lines.push(`  ${p.title}: ${p.says}`)
    for (const id of p.predictions)
      lines.push(`    predicts ${id}: ${info.predictions.find(x => x.id === id)?.says ?? ''}`)
  }
  lines.push('', 'What it leaves out', ...info.limits.map(l => `  ${l}`), '', `Behaviours: ${info.checked}`)
  const variant = args.flags.variant ?? info.variants[0]?.id ?? ''
  const request = { scenario: info.id, variant, kernel: args.flags.kernel ?? null, params: {}, seed: 1 }
  const wrong = checkRequest(request)
  if (wrong !== null) throw new UserError(wrong)
  lines.push('', `What ${variant} rests on (--variant and --kernel choose)`)
  for (const row of restsOn(request)) lines.push(`  ${row.name.padEnd(22)}${row.known.padEnd(11)}${row.says}`)
  writeLines(lines)
  return 0
}

/** `k=v` pairs of `--set` over the scenario's own initial values. */
function params(info: ScenarioInfo, sets: readonly string[]): ParamValues {
  const values: Record<string, number | string> = { ...defaults(info) }
  for (const pair of sets) {
    const equals = pair.indexOf('=')
    const key = pair.slice(0, equals)
    const spec = info.params.find(p => p.id === key)
    if (equals < 1 || !spec) {
      const near = nearest(
        key,
        info.params.map(p => p.id),
      )
      throw new UserError(
        `--set ${pair}: ${equals < 1 ? 'say parameter=value' : `no parameter '${key}'`}${near ? `; did you mean ${near}?` : ''}; parameters: ${info.params.map(p => p.id).join(', ')}`,
      )
    }
    const text = pair.slice(equals + 1)
    values[key] = spec.kind === 'int' && /^-?\d+$/.test(text) ? Number(text) : text
  }
  return values
}

/** What the flags ask to be played; refuses what the scenario does not know. */
function requestOf(info: ScenarioInfo, args: Args): RunRequest {
  const request: RunRequest = {
    scenario: info.id,
    variant: args.flags.variant ?? info.variants[0]?.id ?? '',
    kernel: args.flags.kernel ?? null,
    params: params(info, args.lists.set ?? []),
    seed: intFlag(args, 'seed', { min: 0, max: 2 ** 32 - 1, fallback: 1 }),
  }
  const wrong = checkRequest(request)
  if (wrong) throw new UserError(wrong)
  return request
}

/** How a behaviour is known, in the words of the page. */
const knownSays: Readonly<Record<BehaviourRow['known'], string>> = {
  read: 'source read',
  run: 'seen on it',
  bracketed: 'read around',
  base: 'as its tag',
  memory: 'unverified',
  unknown: 'not known',
}

/** Kernels of the model, or everything that is said of one. */
function listKernels(version: string | undefined, args: Args): number {
  if (version === undefined) {
    if (args.json) writeJson(kernelVersions)
    else
      writeLines([...kernelVersions, '', 'acknak sim kernels V tells how each of them behaves, and how that is known'])
    return 0
  }
  const rows = behavioursOf(version)
  if (rows === null) {
    const near = nearest(version, kernelVersions)
    throw new UserError(
      `no kernel '${version}'${near ? `; did you mean '${near}'?` : ''}; kernels: ${kernelVersions.join(', ')}`,
    )
  }
  if (args.json) writeJson(rows)
  else writeLines(rows.map(r => `${r.name.padEnd(22)}${r.value.padEnd(32)}${knownSays[r.known].padEnd(13)}${r.says}`))
  return 0
}

/** Every interleaving of the scenario's small machine. */
function exploreOne(info: ScenarioInfo, args: Args): number {
  const request = requestOf(info, args)
  if (!canExplore(info.id))
    throw new UserError(`${info.id} has no machine small enough to play every interleaving of; try: sim run ${info.id}`)
  const most = intFlag(args, 'most', { min: 1, max: 20_000_000, fallback: statesMax })
  const { states, moves, complete, proved, refuted, counterexample } = exploreAll(request, {}, most)
  if (args.json) {
    writeJson({ states, moves, complete, proved, refuted, counterexample, modelVersion, request })
    return 0
  }
  const lines = [
    bold(
      `${info.title}: ${request.variant}${request.kernel === null ? '' : ` on ${request.kernel}`}, every interleaving`,
    ),
    `${states} states, ${moves} moves${complete ? ', all of them' : ''}`,
    '',
    ...proved.map(says => `  proved   ${says}`),
  ]
  if (refuted !== null) lines.push(`  refuted  ${refuted}`, '', 'The shortest way there, and what goes on from it:')
  for (const e of counterexample ?? []) lines.push(`  ${String(e.atUs).padStart(5)}  ${e.lane.padEnd(12)}${e.says}`)
  if (!complete && refuted === null)
    lines.push(`  open     stopped at ${most} states: nothing is proved. Allow more with --most N`)
  writeLines(lines)
  return 0
}

function play(info: ScenarioInfo, args: Args): number {
  const request = requestOf(info, args)
  const result = run(request)
  if (args.flags.trace) {
    writeFileSync(args.flags.trace, JSON.stringify(chromeTrace(result)))
    warn(`trace written to ${args.flags.trace}: open it in Perfetto`)
  }
  if (args.json) {
    const { request: asked, modelVersion, end, endSays, loop, lastUs, metrics, predictions, digest } = result
    writeJson({
      end,
      endSays,
      metrics,
      predictions,
      digest,
      loop,
      lastUs,
      modelVersion,
      request: asked,
      ...(args.flags.dmesg ? { dmesg: result.dmesg } : {}),
    })
    return 0
  }
  const lines = [
    bold(`${info.title}: ${request.variant}, seed ${request.seed}`),
    `${result.end}: ${result.endSays}`,
    '',
  ]
  for (const p of result.predictions) {
    lines.push(
      `  ${p.result.padEnd(6)} ${info.predictions.find(x => x.id === p.id)?.says ?? p.id}`,
      `         ${p.because}`,
    )
  }
  lines.push(
    '',
    ...Object.entries(result.metrics).map(([name, value]) => `  ${name.padEnd(28)}${value}`),
    '',
    `digest ${result.digest}`,
  )
  if (args.flags.dmesg) lines.push('', ...result.dmesg)
  writeLines(lines)
  return 0
}
