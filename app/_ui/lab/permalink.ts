import type { KernelVersion, ParamSpec, ParamValues, RunRequest, ScenarioInfo } from '../../../model/index.ts'

/** What the lab shows: everything its address carries. */
export type LabState = {
  /** One variant, or two side by side, in the order chosen. */
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

/** Seeds are 32-bit, as in the model. */
export const seedMax = 2 ** 32 - 1
/** The seed that a page without one uses. */
export const seedInitial = 1

const problemsMax = 8
const reserved = ['variant', 'beside', 'kernel', 'seed', 'embed']

/** The state of a bare address: the first variant beside the last, every parameter at its initial value. */
export function initialState(info: ScenarioInfo): LabState {
  const ids = info.variants.map(v => v.id)
  return {
    variants: [...new Set([ids[0] ?? '', ids.at(-1) ?? ''])],
    kernel: null,
    params: Object.fromEntries(info.params.map(p => [p.id, p.initial])),
    seed: seedInitial,
  }
}

/** True when a parameter may have this value: in range and on its grid, which always holds its maximum. */
export const fits = (spec: ParamSpec & { kind: 'int' }, value: number): boolean =>
  Number.isInteger(value) &&
  value >= spec.min &&
  value <= spec.max &&
  ((value - spec.min) % spec.step === 0 || value === spec.max)

/** The range of a parameter in words: `0 to 5000 ms in steps of 20`. */
export const rangeOf = (spec: ParamSpec & { kind: 'int' }): string =>
  `${spec.min} to ${spec.max}${spec.unit && ` ${spec.unit}`}${spec.step === 1 ? '' : ` in steps of ${spec.step}`}`

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
  if (value !== null && fits(spec, value)) return { value }
  return { problem: `${spec.id}=${shown(text)} is no whole number from ${rangeOf(spec)}; using ${spec.initial}.` }
}

/**
 * Reads the query of `/scenario/<slug>/`: `variant`, `beside` (a second one), `kernel`, `seed`, and one key a
 * parameter; the last of a repeated key counts, an empty one is as good as none. What cannot be taken is replaced by
 * its default and named in `problems`.
 */
export function readQuery(info: ScenarioInfo, query: Query): ReadQuery {
  const problems: string[] = []
  const valueOf = (key: string) => [query[key] ?? []].flat().findLast(text => text !== '')
  const start = initialState(info)

  const known = info.variants.map(v => v.id)
  const variants: string[] = []
  for (const id of [valueOf('variant'), valueOf('beside')]) {
    if (id === undefined || variants.includes(id)) continue
    if (known.includes(id)) variants.push(id)
    else problems.push(`There is no variant ${shown(id)}; there are: ${known.join(', ')}.`)
  }

  let kernel: KernelVersion | null = null
  const kernelText = valueOf('kernel')
  if (kernelText !== undefined) {
    if (info.kernels.includes(kernelText)) kernel = kernelText
    else problems.push(`Kernel ${shown(kernelText)} is none of ${info.kernels.join(', ')}; using each variant's own.`)
  }

  let seed = seedInitial
  const seedText = valueOf('seed')
  if (seedText !== undefined) {
    const value = integer(seedText)
    if (value !== null && value >= 0 && value <= seedMax) seed = value
    else problems.push(`seed=${shown(seedText)} is no whole number from 0 to ${seedMax}; using ${seedInitial}.`)
  }

  const params: Record<string, number | string> = { ...start.params }
  for (const spec of info.params) {
    const text = valueOf(spec.id)
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
    state: { variants: variants.length > 0 ? variants : start.variants, kernel, params, seed },
    problems: hidden > 0 ? [...problems.slice(0, problemsMax), `${hidden} more parts were not understood.`] : problems,
  }
}

/** The query that `readQuery` reads back as the same state: every parameter and the seed, always written out. */
export function writeQuery(info: ScenarioInfo, state: LabState): string {
  const query = new URLSearchParams()
  const [variant, beside] = state.variants
  if (variant !== undefined) query.set('variant', variant)
  if (beside !== undefined) query.set('beside', beside)
  if (state.kernel !== null) query.set('kernel', state.kernel)
  for (const spec of info.params) query.set(spec.id, String(state.params[spec.id] ?? spec.initial))
  query.set('seed', String(state.seed))
  return query.toString()
}

/** Path of a scenario's page. */
export const scenarioPath = (info: ScenarioInfo): string => `/scenario/${encodeURIComponent(info.id)}/`

/** Address of the lab in this state. */
export const permalink = (info: ScenarioInfo, state: LabState): string =>
  `${scenarioPath(info)}?${writeQuery(info, state)}`

/** The runs that a state stands for, one a variant. */
export const requestsOf = (info: ScenarioInfo, state: LabState): readonly RunRequest[] =>
  state.variants.map(variant => ({
    scenario: info.id,
    variant,
    // A patch means what it says on its own kernel only.
    kernel: info.variants.find(v => v.id === variant)?.onlyOwnKernel === true ? null : state.kernel,
    params: state.params,
    seed: state.seed,
  }))

/** Equal for equal runs. Parameters in the scenario's order, so insertion order does not matter. */
export const requestKey = (info: ScenarioInfo, request: RunRequest): string =>
  [request.variant, request.kernel ?? '', request.seed, ...info.params.map(p => request.params[p.id])].join('\n')

const quoted = (text: string) => (/^[\w.=-]+$/.test(text) ? text : `'${text}'`)

/** The command that makes the same run, digest for digest. Values are those of the scenario: none holds a quote. */
export const commandOf = (info: ScenarioInfo, request: RunRequest): string =>
  [
    `acknak sim run ${info.id} --variant ${request.variant}`,
    ...(request.kernel === null ? [] : [`--kernel ${request.kernel}`]),
    ...info.params.map(spec => `--set ${quoted(`${spec.id}=${request.params[spec.id] ?? spec.initial}`)}`),
    `--seed ${request.seed} --json`,
  ].join(' ')
