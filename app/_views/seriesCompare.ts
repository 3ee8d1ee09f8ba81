import type { PatchDamage, RangeDiff, RangePair, RangeSection } from '../../model/index.ts'

/** A patch of one revision as a comparison names it. */
export type SlotView = {
  /** `2/4`. */
  readonly at: string
  /** `v1 2/4`. */
  readonly label: string
  readonly title: string
  readonly href: string
  /** What befell it on its way, in words; empty for nearly all. */
  readonly damage: readonly string[]
}

/** What mailers do to patches (mail.md E36, E50), in words. */
export const damageSays: Readonly<Record<PatchDamage, string>> = {
  'counts-mismatch': 'hunks hold other numbers of lines than their headers say',
  'lines-wrapped': 'a mailer wrapped lines',
  'tabs-to-spaces': 'tabs seem to have become blanks',
  crlf: 'lines end in CR LF',
  flowed: 'it was sent as format=flowed',
  'non-breaking-spaces': 'blanks became non-breaking ones',
  'quoted-printable': 'quoted-printable was left in it',
  'smart-quotes': 'quotes seem to have become typographic ones',
  'cut-short': 'its end is missing',
}

/** Two patches of two revisions and what changed between them. */
export type PairView = {
  readonly anchor: string
  readonly mark: RangePair['mark']
  readonly before: SlotView | null
  readonly after: SlotView | null
  readonly sections: readonly RangeSection[]
  readonly linesAdded: number
  readonly linesRemoved: number
  readonly folded: boolean
  /** What people said about it; `anchor`: the first of `times` comments. */
  readonly comments: readonly {
    readonly anchor: string
    readonly name: string
    readonly fate: string
    readonly times: number
  }[]
}

/** What changed between two revisions, plain data. */
export type CompareView = {
  readonly pairs: readonly PairView[]
  /** What bounds left out, in words. */
  readonly omitted: string | null
  /** Patches that could not be compared, each with the reason. */
  readonly incomplete: readonly string[]
}

/** Longer comparisons of one patch are folded. */
const openLinesMax = 80

/** Pairs of a range-diff with the names of their patches. */
export function compareView(
  diff: RangeDiff,
  before: readonly SlotView[],
  after: readonly SlotView[],
  incomplete: readonly string[],
): CompareView {
  return {
    pairs: diff.pairs.map((p, i) => pairView(p, before, after, i)),
    omitted: omittedSays(diff.omitted),
    incomplete,
  }
}

function pairView(p: RangePair, before: readonly SlotView[], after: readonly SlotView[], i: number): PairView {
  const lines = p.sections.flatMap(s => s.hunks.flatMap(h => h.lines))
  return {
    anchor: pairAnchor(i),
    mark: p.mark,
    before: p.before === null ? null : (before[p.before] ?? null),
    after: p.after === null ? null : (after[p.after] ?? null),
    sections: p.sections,
    linesAdded: lines.filter(l => l.outer === '+').length,
    linesRemoved: lines.filter(l => l.outer === '-').length,
    folded: lines.length > openLinesMax,
    comments: [],
  }
}

/** Anchor of the pair at an index of the comparison. */
export const pairAnchor = (index: number): string => `pair-${index + 1}`

function omittedSays({ patchesBefore, patchesAfter, lines, distances }: RangeDiff['omitted']): string | null {
  const patches = patchesBefore + patchesAfter
  if (patches + lines + distances === 0) return null
  const parts = [
    patches === 0 ? '' : `${patches} ${patches === 1 ? 'patch' : 'patches'} beyond what is compared at once`,
    lines === 0 ? '' : `${lines} ${lines === 1 ? 'line' : 'lines'} of overlong patches`,
  ].filter(part => part !== '')
  const left = parts.length === 0 ? [] : [`Left out: ${parts.join('; ')}.`]
  if (distances > 0)
    left.push('Which patches belong together was estimated, since they are too large to compare them all.')
  return left.join(' ')
}
