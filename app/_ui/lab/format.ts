import type { ParamSpec, RunRequest, ScenarioInfo } from '../../../model/index.ts'

/** 12345 as `12,345`. No locale: server and browser must agree. */
export const count = (value: number): string => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',')

const trimmed = (value: number, digits: number) => {
  const text = value.toFixed(digits)
  return text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text
}

/** A length of model time in the unit people use for it: `850 µs`, `12.5 ms`, `2.1 s`. */
export function duration(us: number): string {
  if (us < 1000) return `${us} µs`
  if (us < 1_000_000) return `${trimmed(us / 1000, us < 10_000 ? 2 : us < 100_000 ? 1 : 0)} ms`
  return `${trimmed(us / 1_000_000, us < 10_000_000 ? 2 : 1)} s`
}

/** A point of model time as the kernel log prints it: seconds with six decimals. */
export const stamp = (us: number): string =>
  `${Math.floor(us / 1_000_000)}.${String(Math.floor(us % 1_000_000)).padStart(6, '0')}`

/** A parameter's value with its unit or the words of its choice. */
export function paramValue(spec: ParamSpec, value: number | string | undefined): string {
  if (spec.kind === 'int') return `${value ?? spec.initial}${spec.unit ? ` ${spec.unit}` : ''}`
  return String(value ?? spec.initial)
}

/** A variant with the kernel it runs on here. */
export function kernelTitle(info: ScenarioInfo, request: RunRequest): string {
  const variant = info.variants.find(v => v.id === request.variant)
  return request.kernel === null ? (variant?.title ?? '') : `${variant?.title ?? ''} on ${request.kernel}`
}

/** What a run was made with, in one line: kernel, the parameters that differ from the initial ones, seed. */
export function describeRequest(info: ScenarioInfo, request: RunRequest): string {
  const kernel = request.kernel ?? info.variants.find(v => v.id === request.variant)?.kernel ?? ''
  const changed = info.params.filter(spec => (request.params[spec.id] ?? spec.initial) !== spec.initial)
  const params = changed.map(spec => `${spec.id} ${paramValue(spec, request.params[spec.id])}`)
  const rest = changed.length === 0 ? 'initial values' : 'else initial values'
  return [kernel, ...params, rest, `seed ${request.seed}`].join(' · ')
}
