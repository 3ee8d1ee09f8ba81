import type { ParamSpec, ParamValues, RunRequest, ScenarioInfo } from '../model/index.ts'
import { clamp, div } from './ints.ts'
import { allScenarios } from './scenarios/all.ts'

/** Initial values of all parameters. */
export const defaults = (info: ScenarioInfo): ParamValues => Object.fromEntries(info.params.map(p => [p.id, p.initial]))

/** Seeds are whole numbers from 0 up to this one. */
export const seedMax = 4_294_967_295

const nearestInt = (spec: Extract<ParamSpec, { kind: 'int' }>, value: number): number => {
  const held = clamp(value, spec.min, spec.max)
  const steps = div(held - spec.min + div(spec.step, 2), spec.step)
  return Math.min(spec.min + steps * spec.step, spec.max)
}

/** How many letters have to be changed to make one word of another, at most 99 letters each. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= Math.min(a.length, 99); i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    row = next
  }
  return row[b.length]!
}

/** The known word nearest to what was given. */
const nearestWord = (given: string, known: readonly string[]): string =>
  known.reduce((best, word) => (distance(given, word) < distance(given, best) ? word : best), known[0] ?? '')

const unknown = (what: string, given: string, known: readonly string[]): string =>
  `no ${what} '${given}'; nearest: '${nearestWord(given, known)}' (known: ${known.join(', ')})`

const checkParam = (spec: ParamSpec, value: number | string): string | null => {
  if (spec.kind === 'choice') {
    const known = spec.options.map(o => o.value)
    return known.includes(String(value)) && typeof value === 'string'
      ? null
      : unknown(`value of ${spec.id}`, String(value), known)
  }
  const unit = spec.unit === '' ? '' : ` ${spec.unit}`
  const range = `a whole number from ${spec.min} to ${spec.max}${unit} in steps of ${spec.step}`
  if (typeof value !== 'number' || !Number.isFinite(value)) return `${spec.id} is ${range}; nearest: ${spec.initial}`
  const nearest = nearestInt(spec, Math.trunc(value))
  return value === nearest ? null : `${spec.id} is ${range}, not ${value}; nearest: ${nearest}`
}

/** What is wrong with a request, in one line that names the nearest good value; null when it can be run. */
export const checkRequest = (request: RunRequest): string | null => {
  const scenario = allScenarios.find(s => s.info.id === request.scenario)
  if (scenario === undefined)
    return unknown(
      'scenario',
      request.scenario,
      allScenarios.map(s => s.info.id),
    )
  const { info } = scenario
  const variants = info.variants.map(v => v.id)
  if (!variants.includes(request.variant)) return unknown('variant', request.variant, variants)
  if (request.kernel !== null && !info.kernels.includes(request.kernel))
    return unknown('kernel', request.kernel, info.kernels)
  const variant = info.variants.find(v => v.id === request.variant)!
  if (request.kernel !== null && variant.onlyOwnKernel && request.kernel !== variant.kernel)
    return `variant ${variant.id} is a patch on ${variant.kernel} and plays on no other kernel; leave the kernel out, or nearest: '${variant.kernel}'`
  if (!Number.isInteger(request.seed) || request.seed < 0 || request.seed > seedMax)
    return `a seed is a whole number from 0 to ${seedMax}, not ${request.seed}; nearest: ${Number.isFinite(request.seed) ? clamp(Math.trunc(request.seed), 0, seedMax) : 1}`
  for (const id of Object.keys(request.params))
    if (!info.params.some(p => p.id === id))
      return unknown(
        'parameter',
        id,
        info.params.map(p => p.id),
      )
  for (const spec of info.params) {
    const value = request.params[spec.id]
    const wrong = value === undefined ? null : checkParam(spec, value)
    if (wrong !== null) return wrong
  }
  return null
}
