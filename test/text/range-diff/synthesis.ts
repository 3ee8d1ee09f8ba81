import type { Hunk, PatchFile, RangePatch } from '../../../model/index.ts'
import { messageLines } from '../../../text/range-diff/render.ts'
import type { Commit } from './git.ts'

/*
 * Commits that git makes the same diff of as a mail holds, without the tree the mail was written for: the lines of the
 * hunks at their places, made-up lines elsewhere. The state before the patch is a merge commit, which range-diff passes
 * over.
 */

const linesMax = 150_000

/** Why a patch cannot be put as commits of made-up files. */
export type Unfit = 'no-diff' | 'damaged' | 'binary' | 'copied-or-mode' | 'hunks-overlap' | 'too-long' | 'path'

const textOf = (lines: readonly { text: string; isLast: boolean }[]): string =>
  lines.map(line => line.text + (line.isLast ? '' : '\n')).join('')

const sideOf = (hunk: Hunk, left: 'added' | 'removed') =>
  hunk.lines
    .filter(line => line.kind !== left)
    .map(line => ({ text: line.text, isLast: line.isLastWithoutNewline ?? false }))

const made = (i: number) => ({ text: `\t/* ${i} */`, isLast: false })

const images = (file: PatchFile): { before: string; after: string } | Unfit => {
  const before: { text: string; isLast: boolean }[] = []
  const after: { text: string; isLast: boolean }[] = []
  let at = 1
  const first = file.hunks[0]
  if (first === undefined) before.push(...[1, 2, 3].map(made))
  if (first === undefined) after.push(...before)
  for (const hunk of file.hunks) {
    // A hunk that only adds names the line above it.
    const start = hunk.oldCount === 0 ? hunk.oldStart + 1 : hunk.oldStart
    if (start < at) return 'hunks-overlap'
    if (start > linesMax) return 'too-long'
    for (; at < start; at++) {
      const line = at === start - 1 && hunk.heading !== '' ? { text: hunk.heading, isLast: false } : made(at)
      before.push(line)
      after.push(line)
    }
    const old = sideOf(hunk, 'added')
    before.push(...old)
    after.push(...sideOf(hunk, 'removed'))
    at += old.length
  }
  const last = file.hunks.at(-1)?.lines.slice(-3) ?? []
  if (last.length === 3 && last.every(line => line.kind === 'context' && !line.isLastWithoutNewline)) {
    before.push(made(at))
    after.push(made(at))
  }
  return { before: textOf(before), after: textOf(after) }
}

/** A patch as a commit on top of a made-up state. */
export const commitOf = ({ patch, text, author }: RangePatch): Commit | Unfit => {
  if (patch.files.length === 0) return 'no-diff'
  if (patch.damage.length > 0) return 'damaged'
  const first: Record<string, string | null> = {}
  const files: Record<string, string | null> = {}
  for (const file of patch.files) {
    if (file.isBinary) return 'binary'
    if (file.change === 'copied' || file.change === 'mode') return 'copied-or-mode'
    if (file.modeAfter !== null && file.modeAfter !== '100644') return 'copied-or-mode'
    if (/["\\\n]/.test(file.path)) return 'path'
    const image = images(file)
    if (typeof image === 'string') return image
    first[file.oldPath ?? file.path] = file.change === 'added' ? null : image.before
    if (file.oldPath !== null) files[file.oldPath] = null
    files[file.path] = file.change === 'deleted' ? null : image.after
  }
  const body = messageLines(text, patch.message.start, patch.message.end)
    .map(line => text.slice(line.start, line.end))
    .join('\n')
  const name = author.name.replaceAll(/[<>\n]/g, '') || 'Nobody'
  return { title: patch.title, ...(body === '' ? {} : { body }), author: `${name} <${author.address}>`, files, first }
}
