/*
 * Where a run of added or removed lines that could stand in several places reads best, by the indentation and the
 * blank lines at its two edges. The weights are git's: they were found by experiment on many projects and have no other
 * derivation (git's indent heuristic, on by default since 2.14).
 */

const indentMax = 200
const blanksMax = 20
const weights = {
  startOfText: 1,
  endOfText: 21,
  blank: -30,
  blankBelow: 6,
  /** [without, with] blank lines around. */
  deeper: [-4, 10],
  opensBlock: [24, 17],
  closesBlock: [23, 17],
  indent: 60,
} as const

/** Columns of the indent, tabs to the next multiple of eight; null for a blank line. */
const indentOf = (text: string): number | null => {
  let columns = 0
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === 0x20) columns++
    else if (c === 0x09) columns += 8 - (columns % 8)
    else if (c !== 0x0d && c !== 0x0a) return columns
    if (columns >= indentMax) return indentMax
  }
  return null
}

/** The first line that is not blank from `at` on in steps of `step`: its indent, and the blank lines before it. */
const look = (texts: readonly string[], at: number, step: 1 | -1): { indent: number | null; blanks: number } => {
  let blanks = 0
  for (let i = at; i >= 0 && i < texts.length; i += step) {
    const indent = indentOf(texts[i]!)
    if (indent !== null) return { indent, blanks }
    if (++blanks === blanksMax) return { indent: 0, blanks }
  }
  return { indent: null, blanks }
}

export class PlaceScore {
  readonly indent: number
  readonly penalty: number

  constructor(indent: number, penalty: number) {
    this.indent = indent
    this.penalty = penalty
  }

  isAtLeastAsGoodAs(other: PlaceScore): boolean {
    return weights.indent * Math.sign(this.indent - other.indent) + this.penalty - other.penalty <= 0
  }
}

/** What it costs to cut the text above line `at`. */
const edgeScore = (texts: readonly string[], at: number): PlaceScore => {
  const own = at < texts.length ? indentOf(texts[at]!) : null
  const above = look(texts, at - 1, -1)
  const below = look(texts, at + 1, 1)
  const blanksBelow = own === null ? 1 + below.blanks : 0
  const blanks = above.blanks + blanksBelow
  const having = blanks === 0 ? 0 : 1
  const indent = own ?? below.indent
  let penalty = weights.blank * blanks + weights.blankBelow * blanksBelow
  if (above.indent === null && above.blanks === 0) penalty += weights.startOfText
  if (at >= texts.length) penalty += weights.endOfText
  if (indent !== null && above.indent !== null) {
    if (indent > above.indent) penalty += weights.deeper[having]
    else if (indent < above.indent)
      penalty += (below.indent !== null && below.indent > indent ? weights.opensBlock : weights.closesBlock)[having]
  }
  return new PlaceScore(indent ?? -1, penalty)
}

/** How well a run of changed lines reads at [start, end) of a text; compare with `isAtLeastAsGoodAs`. */
export const placeScore = (texts: readonly string[], start: number, end: number): PlaceScore => {
  const [low, high] = [edgeScore(texts, end), edgeScore(texts, start)]
  return new PlaceScore(low.indent + high.indent, low.penalty + high.penalty)
}
