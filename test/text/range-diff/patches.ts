import type { Hunk, HunkLine, PatchFile, RangePatch } from '../../../model/index.ts'

/*
 * A reader for what `git format-patch` writes, no more: mails here come from git itself. It stands apart from the
 * product's reader of patches, so that range-diff is tested alone.
 */

const kinds = { ' ': 'context', '+': 'added', '-': 'removed' } as const

type Line = { text: string; start: number; end: number }

const linesFrom = (text: string): Line[] => {
  const lines: Line[] = []
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline
    lines.push({ text: text.slice(start, end), start, end })
    start = end + 1
  }
  return lines
}

const filesOf = (lines: readonly Line[]): PatchFile[] => {
  type Writable<T> = { -readonly [K in keyof T]: T[K] }
  const files: Writable<PatchFile>[] = []
  let hunk: (Writable<Hunk> & { lines: HunkLine[] }) | null = null
  let [old, fresh] = [0, 0]
  for (const { text, start, end } of lines) {
    const file = files.at(-1)
    if (hunk && (old > 0 || fresh > 0 || text.startsWith('\\'))) {
      if (text.startsWith('\\')) {
        const last = hunk.lines.pop()!
        hunk.lines.push({ ...last, isLastWithoutNewline: true })
        continue
      }
      const kind = kinds[(text[0] ?? ' ') as ' ' | '+' | '-']
      if (kind !== 'added') old--
      if (kind !== 'removed') fresh--
      hunk.lines.push({ kind, text: text.slice(1), start, end })
      continue
    }
    if (text.startsWith('diff --git ')) {
      hunk = null
      const path = text.slice(text.lastIndexOf(' b/') + 3)
      const none = { oldPath: null, blobBefore: null, blobAfter: null, modeBefore: null, modeAfter: null }
      files.push({ path, ...none, change: 'modified', isBinary: false, hunks: [], start, end })
    } else if (file === undefined) continue
    else if (text.startsWith('new file mode ')) file.change = 'added'
    else if (text.startsWith('deleted file mode ')) file.change = 'deleted'
    else if (text.startsWith('old mode ')) file.modeBefore = text.slice(9)
    else if (text.startsWith('new mode ')) file.modeAfter = text.slice(9)
    else if (text.startsWith('rename from ')) {
      file.change = 'renamed'
      file.oldPath = text.slice(12)
    } else if (text.startsWith('@@ ')) {
      const m = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@ ?(.*)$/.exec(text)!
      old = Number(m[2] ?? 1)
      fresh = Number(m[4] ?? 1)
      const counts = { oldStart: Number(m[1]), oldCount: old, newStart: Number(m[3]), newCount: fresh }
      const found = { heading: m[5]!.trim(), functionName: null, gfpAdded: [], gfpRemoved: [], start, end }
      hunk = { ...counts, ...found, lines: [] }
      file.hunks = [...file.hunks, hunk]
    }
  }
  return files
}

/** A patch of a mail written by `git format-patch`. */
export const patchOf = (mail: string, pos = 0): RangePatch => {
  const text = mail
  const blank = text.indexOf('\n\n')
  const head = text.slice(0, blank).replaceAll(/\n[ \t]+/g, ' ')
  const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(head)?.[1] ?? ''
  const from = /^"?(.*?)"? ?<(.*)>$/.exec(header('From'))
  const separator = text.indexOf('\n---\n', blank)
  const body = linesFrom(text)
  return {
    text,
    author: { name: from?.[1] ?? '', address: from?.[2] ?? '' },
    messageId: `${pos}.${header('From').length}@example.org`,
    patch: {
      pos: 0,
      attachment: null,
      title: header('Subject').replace(/^(?:\[[^\]]*\] ?)+/, ''),
      author: null,
      message: { start: blank + 2, end: separator < 0 ? text.length : separator + 1 },
      files: filesOf(body.filter(line => separator < 0 || line.start > separator)),
      baseCommit: null,
      changeId: null,
      prerequisites: [],
      damage: [],
      problems: [],
    },
  }
}
