import { startsDiff } from '../diff-lines.ts'
import { isBlank, quoteDepth } from '../lines.ts'

/** Lines with words that a signature may have; what is longer is the mail itself. */
const signatureLinesMax = 15
/** Lines of a signature that a bare `--` may start. */
const bareLinesMax = 12
const lookMax = 60

/**
 * Lines of the signature that starts at `line` with `-- ` or `--`; 0 for none. It ends before a quote or a diff (somebody
 * put his words above what he quotes), and is its first line only when too much follows.
 */
export const signatureLines = (text: string, starts: readonly number[], line: number): number => {
  const start = starts[line] ?? 0
  const mark = text.slice(start, Math.min(starts[line + 1] ?? 0, start + 8)).replace(/[\r\n]+$/, '')
  if (mark !== '-- ' && mark !== '--') return 0
  const count = starts.length - 1
  let words = 0
  let at = line + 1
  for (; at < count; at++) {
    const from = starts[at] ?? 0
    const to = starts[at + 1] ?? text.length
    if (quoteDepth(text, from, to) > 0 || startsDiff(text, from, to)) break
    if (!isBlank(text, from, to)) words++
    if (words > signatureLinesMax || at - line > lookMax) return mark === '-- ' ? 1 : 0
  }
  if (mark === '-- ') return at - line
  return at === count && words > 0 && count - line - 1 <= bareLinesMax ? at - line : 0
}
