import type { PatchFile, RangeLine, RangePatch, RangeSection } from '../../model/index.ts'

/*
 * The text of a patch that range-diff compares (range-diff.c of git, `read_patches`): author, commit message and diff,
 * with line numbers, object ids and the date left out.
 */

/** Lines of one patch beyond which the rest is left out. */
export const linesMax = 20_000
/** Characters of one line that are compared; longer lines occur in generated files. */
const charactersMax = 4_000
const indent = '    '

/** One line of that text and what it stands for. `start`, `end`: where it was read, -1 where it was made. */
export type Row = {
  /** As git has it, inner mark and indent included. */
  readonly text: string
  readonly inner: RangeLine['inner']
  /** Index into `sections`. */
  readonly section: number
  readonly start: number
  readonly end: number
}

export type Rendered = {
  readonly rows: readonly Row[]
  readonly texts: readonly string[]
  readonly sections: readonly Pick<RangeSection, 'kind' | 'path'>[]
  /** Index of the row where the diff starts: what decides which patches belong together. */
  readonly diffFrom: number
  /** Lines of the diff, blank lines between files not counted (git's `diffsize`). */
  readonly diffRows: number
  /** Row of the first line of a hunk, by file and hunk; undefined beyond the bound. */
  readonly hunkRows: readonly (readonly number[])[]
  readonly linesOmitted: number
}

/** Tabs to the next multiple of eight, as `git log` prints commit messages. */
const withoutTabs = (line: string): string => {
  if (!line.includes('\t')) return line
  let [out, columns] = ['', 0]
  for (const c of line) {
    const width = c === '\t' ? 8 - (columns % 8) : 1
    out += c === '\t' ? ' '.repeat(width) : c
    columns += width
  }
  return out
}

const isSpace = (c: number): boolean => c === 0x20 || (c >= 0x09 && c <= 0x0d)

/** Lines of a range with their ends trimmed, as git strips a message: blank lines once, none first or last. */
export const messageLines = (text: string, start: number, end: number): { start: number; end: number }[] => {
  const lines: { start: number; end: number }[] = []
  let blank: { start: number; end: number } | null = null
  for (let at = start; at < end && lines.length <= linesMax; ) {
    const newline = text.indexOf('\n', at)
    const next = newline < 0 || newline >= end ? end : newline + 1
    let stop = next
    while (stop > at && isSpace(text.charCodeAt(stop - 1))) stop--
    if (stop === at) blank ??= { start: at, end: at }
    else {
      if (blank !== null && lines.length > 0) lines.push(blank)
      blank = null
      lines.push({ start: at, end: stop })
    }
    at = next
  }
  return lines
}

const modeOf = (mode: string): string => mode.padStart(6, '0')

const fileHeading = (file: PatchFile): string => {
  let heading = file.path
  if (file.change === 'added') heading += ' (new)'
  else if (file.change === 'deleted') heading += ' (deleted)'
  else if (file.change === 'renamed') heading = `${file.oldPath ?? file.path} => ${file.path}`
  const { modeBefore, modeAfter } = file
  const changesMode = file.change !== 'added' && file.change !== 'deleted' && modeBefore !== null && modeAfter !== null
  if (changesMode && modeBefore !== modeAfter) heading += ` (mode change ${modeOf(modeBefore)} => ${modeOf(modeAfter)})`
  return heading
}

const binaryNote = (file: PatchFile): string => {
  const before = file.change === 'added' ? '/dev/null' : (file.oldPath ?? file.path)
  return ` Binary files ${before} and ${file.change === 'deleted' ? '/dev/null' : file.path} differ`
}

const marks = { context: ' ', added: '+', removed: '-' } as const

/** What range-diff compares of a patch; lines beyond `rowsMax` are counted and left out. */
export const render = ({ patch, text, author }: RangePatch, rowsMax = linesMax): Rendered => {
  const rows: Row[] = []
  let omitted = 0
  const add = (line: string, inner: Row['inner'], section: number, start = -1, end = -1) => {
    if (rows.length >= rowsMax) omitted++
    else rows.push({ text: line.slice(0, charactersMax), inner, section, start, end })
  }
  const sections: Rendered['sections'][number][] = [
    { kind: 'metadata', path: '' },
    { kind: 'message', path: '' },
  ]
  add(' ## Metadata ##', '##', 0)
  add(`Author: ${author.name} <${author.address}>`, '', 0)
  add('', '', 0)
  add(' ## Commit message ##', '##', 1)
  add(indent + withoutTabs(patch.title.trim()), '', 1)
  const lines = messageLines(text, patch.message.start, patch.message.end)
  if (lines.length > 0) add('', '', 1)
  for (const { start, end } of lines)
    add(end > start ? indent + withoutTabs(text.slice(start, end)) : '', '', 1, start, end)

  let diffFrom = -1
  let blanks = 0
  const hunkRows: number[][] = []
  for (const file of patch.files) {
    const section = sections.push({ kind: 'file', path: file.path }) - 1
    const hunks: number[] = []
    hunkRows.push(hunks)
    add('', '', section)
    blanks++
    if (diffFrom < 0) diffFrom = rows.length
    add(` ## ${fileHeading(file)} ##`, '##', section)
    if (file.isBinary) add(binaryNote(file), ' ', section)
    for (const hunk of file.hunks) {
      add(hunk.heading === '' ? '@@' : `@@ ${file.path}: ${hunk.heading}`, '@@', section)
      hunks.push(rows.length)
      for (const line of hunk.lines) {
        add(marks[line.kind] + line.text, marks[line.kind], section, line.start, line.end)
        if (line.isLastWithoutNewline) add(' \\ No newline at end of file', ' ', section)
      }
    }
  }
  // Git has no offset for a diff that is not there, and compares the whole text then.
  const whole = diffFrom < 0
  return {
    rows,
    texts: rows.map(row => row.text),
    sections,
    diffFrom: whole ? 0 : Math.min(diffFrom, rows.length),
    diffRows: whole ? 0 : Math.max(0, rows.length - diffFrom - (blanks - 1)),
    hunkRows,
    linesOmitted: omitted,
  }
}
