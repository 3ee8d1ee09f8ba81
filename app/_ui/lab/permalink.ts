import type { KernelVersion, ParamSpec, ParamValues, RunRequest, ScenarioInfo } from '../../../model/index.ts'

/** What the lab shows: everything its address carries. `variants` in the scenario's own order, at least one. */
export type LabState = {
  readonly variants: readonly string[]
  /** Null: each variant's own kernel. */
  readonly kernel: KernelVersion | null
  readonly params: ParamValues
  readonly seed: number
}

/** A query as Next hands it over: repeated keys become arrays. */
export type Query = Readonly<Record<string, string | readonly string[] | undefined>>

/** A query after reading: what it asks for, and one line for each part that could not be taken. */
export type ReadQuery = { readonly state: LabState; readonly problems: readonly string[] }

/** Seeds are 31-bit, as on the command line. */
export const seedMax = 2 ** 31 - 1
/** The seed that a page without one uses. */
export const seedInitial = 1

const problemsMax = 8
const reserved = ['variant', 'kernel', 'seed', 'embed']

/** The state of a bare address: every variant, every parameter at its initial value. */
export function initialState(info: ScenarioInfo): LabState {
  return {
    variants: info.variants.map(v => v.id),
    kernel: null,
    params: Object.fromEntries(info.params.map(p => [p.id, p.initial])),
    seed: seedInitial,
  }
}

/** Values as people write them, shortened so that a hostile address cannot fill the page. */
const shown = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text)

const integer = (text: string): number | null => (/^-?\d{1,10}$/.test(text) ? Number(text) : null)

function readParam(spec: ParamSpec, text: string): { value: number | string } | { problem: string } {
  if (spec.kind === 'choice') {
    if (spec.options.some(o => o.value === text)) return { value: text }
    const options = spec.options.map(o => o.value).join(', ')
    return { problem: `${spec.id}=${shown(text)} is none of ${options}; using ${spec.initial}.` }
  }
  const value = integer(text)
  if (value !== null && value >= spec.min && value <= spec.max) return { value }
  const range = `${spec.min} to ${spec.max}${spec.unit ? ` ${spec.unit}` : ''}`
  return { problem: `${spec.id}=${shown(text)} is no whole number from ${range}; using ${spec.initial}.` }
}

/**
 * Reads the query of `/scenario/<slug>/`: `variant` (may repeat; none or empty: all), `kernel`, `seed`, and one key
 * a parameter. What cannot be taken is replaced by its default and named in `problems`.
 */
export function readQuery(info: ScenarioInfo, query: Query): ReadQuery {
  const problems: string[] = []
  const valuesOf = (key: string) => [query[key] ?? []].flat().filter(text => text !== '')
  const start = initialState(info)

  const asked = valuesOf('variant')
  const known = info.variants.map(v => v.id)
  for (const id of asked)
    if (!known.includes(id)) problems.push(`There is no variant ${shown(id)}; there are: ${known.join(', ')}.`)
  const wanted = known.filter(id => asked.includes(id))

  let kernel: KernelVersion | null = null
  const kernelText = valuesOf('kernel').at(-1)
  if (kernelText !== undefined) {
    if (info.kernels.includes(kernelText)) kernel = kernelText
    else problems.push(`Kernel ${shown(kernelText)} is none of ${info.kernels.join(', ')}; using each variant's own.`)
  }

  let seed = seedInitial
  const seedText = valuesOf('seed').at(-1)
  if (seedText !== undefined) {
    const value = integer(seedText)
    if (value !== null && value >= 0 && value <= seedMax) seed = value
    else problems.push(`seed=${shown(seedText)} is no whole number from 0 to ${seedMax}; using ${seedInitial}.`)
  }

  const params: Record<string, number | string> = { ...start.params }
  for (const spec of info.params) {
    const text = valuesOf(spec.id).at(-1)
    if (text === undefined) continue
    const read = readParam(spec, text)
    if ('value' in read) params[spec.id] = read.value
    else problems.push(read.problem)
  }

  for (const key of Object.keys(query))
    if (!reserved.includes(key) && !info.params.some(p => p.id === key))
      problems.push(`This scenario has no parameter ${shown(key)}.`)

  const hidden = problems.length - problemsMax
  return {
    state: { variants: wanted.length > 0 ? wanted : start.variants, kernel, params, seed },
    problems: hidden > 0 ? [...problems.slice(0, problemsMax), `${hidden} more parts were not understood.`] : problems,
  }
}

/** The query that `readQuery` reads back as the same state: every parameter and the seed, always written out. */
export function writeQuery(info: ScenarioInfo, state: LabState): string {
  const query = new URLSearchParams()
  for (const id of state.variants) query.append('variant', id)
  if (state.kernel !== null) query.append('kernel', state.kernel)
  for (const spec of info.params) query.append(spec.id, String(state.params[spec.id] ?? spec.initial))
  query.append('seed', String(state.seed))
  return query.toString()
}

/** Address of the lab in this state. */
export const permalink = (info: ScenarioInfo, state: LabState): string =>
  `/scenario/${encodeURIComponent(info.id)}/?${writeQuery(info, state)}`

/** The runs that a state stands for, one a variant. */
export const requestsOf = (info: ScenarioInfo, state: LabState): readonly RunRequest[] =>
  state.variants.map(variant => ({
    scenario: info.id,
    variant,
    kernel: state.kernel,
    params: state.params,
    seed: state.seed,
  }))

/** Equal for equal runs. Parameters in the scenario's order, so insertion order does not matter. */
export const requestKey = (info: ScenarioInfo, request: RunRequest): string =>
  [request.variant, request.kernel ?? '', request.seed, ...info.params.map(p => request.params[p.id])].join('\n')

/** The command that makes the same run, digest for digest. Values are checked ones: nothing needs quoting. */
export const commandOf = (info: ScenarioInfo, request: RunRequest): string =>
  [
    `acknak sim run ${info.id} --variant ${request.variant}`,
    ...(request.kernel === null ? [] : [`--kernel ${request.kernel}`]),
    ...info.params.map(spec => `--set ${spec.id}=${request.params[spec.id] ?? spec.initial}`),
    `--seed ${request.seed} --json`,
  ].join(' ')
