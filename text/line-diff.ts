import { scratchFor } from './range-diff/edit-script.ts'
import { diffLines, hunksOf } from './range-diff/hunks.ts'

/** Lines of a text that are compared at most. */
const linesMax = 20_000

/** A hunk of a unified diff; `mark` as `diff -u` prints it. */
export type LineHunk = {
  readonly heading: string
  readonly lines: readonly { readonly mark: ' ' | '-' | '+'; readonly text: string }[]
}

const linesOf = (text: string): string[] => {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines
}

const range = (from: number, to: number): string =>
  to - from === 1 ? `${from + 1}` : `${to === from ? from : from + 1},${to - from}`

/** What differs between two texts, line by line, three lines around each change; null where one is too long for that. */
export const lineDiff = (before: string, after: string): readonly LineHunk[] | null => {
  const texts = { a: linesOf(before), b: linesOf(after) }
  if (texts.a.length > linesMax || texts.b.length > linesMax) return null
  const classes = new Map<string, number>()
  const classOf = (line: string): number => {
    const known = classes.get(line)
    if (known !== undefined) return known
    classes.set(line, classes.size)
    return classes.size - 1
  }
  const [a, b] = [Int32Array.from(texts.a, classOf), Int32Array.from(texts.b, classOf)]
  return hunksOf(diffLines({ a, b, texts }, scratchFor(classes.size))).map(hunk => {
    const lines: { mark: ' ' | '-' | '+'; text: string }[] = []
    const take = (mark: ' ' | '-' | '+', from: readonly string[], start: number, end: number) => {
      for (let i = start; i < end; i++) lines.push({ mark, text: from[i] ?? '' })
    }
    let at = hunk.a
    for (const change of hunk.changes) {
      take(' ', texts.a, at, change.a)
      take('-', texts.a, change.a, change.aEnd)
      take('+', texts.b, change.b, change.bEnd)
      at = change.aEnd
    }
    take(' ', texts.a, at, hunk.aEnd)
    return { heading: `@@ -${range(hunk.a, hunk.aEnd)} +${range(hunk.b, hunk.bEnd)} @@`, lines }
  })
}
