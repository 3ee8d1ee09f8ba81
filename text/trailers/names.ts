import type { Certainty, TrailerKind } from '../../model/index.ts'
import { editDistance } from '../nearest.ts'

/** Names by what they do, spelled as the kernel's Documentation/process/submitting-patches.rst does where it has them. */
const known: Readonly<Record<Exclude<TrailerKind, 'other'>, readonly string[]>> = {
  review: ['Reviewed-by'],
  ack: ['Acked-by'],
  test: ['Tested-by', 'Verified-by', 'Compile-tested-by', 'Build-tested-by', 'Boot-tested-by', 'Runtime-tested-by'],
  nak: ['Nacked-by'],
  report: ['Reported-by', 'Noticed-by', 'Spotted-by', 'Found-by', 'Pointed-out-by', 'Discovered-by', 'Caught-by'],
  suggest: ['Suggested-by', 'Requested-by', 'Proposed-by', 'Inspired-by'],
  help: [
    'Helped-by',
    'Debugged-by',
    'Analyzed-by',
    'Analysed-by',
    'Diagnosed-by',
    'Bisected-by',
    'Investigated-by',
    'Root-caused-by',
    'Reproduced-by',
    'Original-patch-by',
    'Originally-by',
    'Originally-from',
    'Based-on-patch-by',
    'Improved-by',
  ],
  'sign-off': ['Signed-off-by'],
  'co-develop': ['Co-developed-by', 'Co-authored-by', 'Written-by'],
  copy: ['Cc'],
  reference: [
    'Fixes',
    'Link',
    'Closes',
    'References',
    'Message-ID',
    'Change-Id',
    'Bugzilla',
    'BugLink',
    'See-also',
    'Depends-on',
    'Patchwork-id',
    'Base-commit',
    'Obsoleted-by',
  ],
}

/** Spellings that letters cannot tell (a NAK is written in five ways), by what they mean. */
const aliases: ReadonlyMap<string, string> = new Map([
  ['naked-by', 'Nacked-by'],
  ['nak-by', 'Nacked-by'],
  ['nack-by', 'Nacked-by'],
  ['nak-ed-by', 'Nacked-by'],
  ['nack-ed-by', 'Nacked-by'],
  ['ack-by', 'Acked-by'],
  ['review-by', 'Reviewed-by'],
  ['test-by', 'Tested-by'],
  ['report-by', 'Reported-by'],
  ['signoff-by', 'Signed-off-by'],
  ['sign-off-by', 'Signed-off-by'],
  ['s-o-b', 'Signed-off-by'],
  ['sob', 'Signed-off-by'],
])

const byLower: ReadonlyMap<string, { readonly name: string; readonly kind: TrailerKind }> = new Map(
  (Object.entries(known) as [TrailerKind, readonly string[]][]).flatMap(([kind, names]) =>
    names.map(name => [name.toLowerCase(), { name, kind }] as const),
  ),
)
/** Names that a typing error may have been meant for. */
const common = [
  'reviewed-by',
  'acked-by',
  'tested-by',
  'nacked-by',
  'reported-by',
  'suggested-by',
  'signed-off-by',
  'co-developed-by',
]

/** A trailer's name as it is meant. `sure` as in `TrailerLine.nameSure`. */
export type TrailerName = {
  readonly name: string
  readonly kind: TrailerKind
  readonly also: readonly TrailerKind[]
  readonly sure: Certainty
}

const capital = (lower: string): string => lower.charAt(0).toUpperCase() + lower.slice(1)

/** `Reviewed-and-tested-by`, in whatever order: each of its words has to be a known name. */
const compound = (lower: string): TrailerName | null => {
  if (!lower.includes('-and-')) return null
  const stem = lower.endsWith('-by') ? lower.slice(0, -3) : lower
  const kinds: TrailerKind[] = []
  for (const word of stem.split('-and-')) {
    const kind = byLower.get(`${word}-by`)?.kind
    if (kind === undefined) return null
    if (!kinds.includes(kind)) kinds.push(kind)
  }
  const [kind, ...also] = kinds
  return kind === undefined
    ? null
    : { name: capital(`${stem}-by`), kind, also, sure: stem === lower ? 'likely' : 'certain' }
}

/** The one common name that a typing error (one letter, two in long names) may have been meant for; null in doubt. */
const mistyped = (lower: string): string | null => {
  let best = lower.length < 10 ? 1 : 2
  let found: string[] = []
  for (const name of common) {
    const distance = editDistance(lower, name, best)
    if (distance > best) continue
    found = distance < best ? [name] : [...found, name]
    best = distance
  }
  return found.length === 1 ? (found[0] ?? null) : null
}

/**
 * What a trailer's name means, whatever its case: a known name, two of them (`Reviewed-and-tested-by`), the nearest one
 * where a letter or two are wrong and only one is near. Blanks and underscores count as hyphens. Else kind `other`.
 */
export const trailerName = (written: string): TrailerName => {
  const raw = written.toLowerCase().slice(0, 64)
  const lower = raw.replace(/[ \t_]+/g, '-')
  const exact = byLower.get(lower)
  const sure = raw === lower ? 'certain' : 'likely'
  if (exact !== undefined) return { ...exact, also: [], sure }
  const two = compound(lower)
  if (two !== null) return two
  const meant = byLower.get((aliases.get(lower) ?? mistyped(lower) ?? '').toLowerCase())
  if (meant !== undefined) return { ...meant, also: [], sure: meant.kind === 'nak' ? 'certain' : 'likely' }
  return { name: written, kind: 'other', also: [], sure: 'guess' }
}

/** Every kind that a name stands for. */
export const kindsOf = (line: { readonly kind: TrailerKind; readonly also: readonly TrailerKind[] }): TrailerKind[] => [
  line.kind,
  ...line.also,
]
