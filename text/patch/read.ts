import type { Hunk, Patch, PatchDamage, PatchFile, Problem } from '../../model/index.ts'
import { readFile } from './file.ts'
import { isPlacing, takePlacing } from './footer.ts'
import type { Placing } from './footer.ts'
import { isPatchEnd } from './hunk.ts'
import { hurtOf } from './hurt.ts'
import { endOf, isEmpty, lineOf, linesOf } from './lines.ts'
import type { Lines } from './lines.ts'
import { inBodyHeaderAt, offsetOf, pastedAt } from './pasted.ts'
import type { Pasted } from './pasted.ts'
import { isScissors } from './scissors.ts'

/** Patches read of one mail, and files of one patch. */
export const patchesMax = 1000
export const filesMax = 5000

/** What a mail gives to read patches from. */
export type PatchMail = {
  readonly text: string
  /** Subject without brackets and reply words. */
  readonly title: string
  /** Text of attached mails (`message/rfc822`) is not read: their patches are not this mail's (mail.md E46). */
  readonly attachments: readonly {
    readonly part: number
    readonly fileName: string
    readonly contentType: string
    readonly text: string | null
  }[]
  /** The text is marked format=flowed (RFC 3676). */
  readonly isFlowed?: boolean
}

type Open = {
  header: Pasted
  files: PatchFile[]
  damage: Set<PatchDamage>
  messageFrom: number
  firstLine: number
  /** Line behind the last file. */
  next: number
  isCombined: boolean
}

/** True when nothing of a patch or of words follows line `i` but a signature: what was cut off stood here. */
const endsAt = (lines: Lines, i: number): boolean => {
  for (let at = i; at < lines.count; at++) {
    if (isEmpty(lines, at)) continue
    return isPatchEnd(lines, at) || /^(?:\[?\.{3}\]?|\[\s?snip|<snip|_{20}|-----BEGIN PGP)/.test(lineOf(lines, at, 40))
  }
  return true
}

const newLines = (hunk: Hunk): number => hunk.lines.filter(line => line.kind !== 'removed').length
const oldLines = (hunk: Hunk): number => hunk.lines.filter(line => line.kind !== 'added').length

const isShort = (hunk: Hunk | undefined): boolean =>
  hunk !== undefined && (newLines(hunk) < hunk.newCount || oldLines(hunk) < hunk.oldCount)

const damagedHunks = (files: readonly PatchFile[]): number =>
  files.reduce(
    (sum, { hunks }) =>
      sum + hunks.filter(hunk => newLines(hunk) !== hunk.newCount || oldLines(hunk) !== hunk.oldCount).length,
    0,
  )

const finish = (
  lines: Lines,
  open: Open,
  until: number,
  mail: PatchMail,
  pos: number,
  attachment: number | null,
): Patch => {
  const placing: Placing = { baseCommit: null, changeId: null, prerequisites: [] }
  const from = Math.min(open.messageFrom, open.firstLine)
  let dashes = -1
  for (let i = from; i < open.firstLine; i++) {
    takePlacing(lines, i, placing)
    if (dashes < 0 && /^---\s*$/.test(lineOf(lines, i, 20))) dashes = i
  }
  for (let i = open.next; i < until; i++) takePlacing(lines, i, placing)
  hurtOf(lines.text, open.files, open.damage)
  if (mail.isFlowed === true && attachment === null) open.damage.add('flowed')
  const hunks = open.isCombined ? 0 : damagedHunks(open.files)
  if (isShort(open.files.at(-1)?.hunks.at(-1)) && endsAt(lines, open.next)) open.damage.add('cut-short')
  const problems: Problem[] = []
  if (hunks > 0)
    problems.push({ stage: 'body', code: 'patch-damaged', detail: `${hunks} ${hunks === 1 ? 'hunk' : 'hunks'}` })
  const start = offsetOf(lines, from)
  const last = dashes >= 0 ? dashes : open.firstLine
  // Before the `- ` that clear-signing puts there.
  const end = last === 0 ? 0 : endOf(lines, last - 1) + 1
  return {
    pos,
    attachment,
    title: open.header.title ?? mail.title,
    author: open.header.author,
    message: { start: Math.min(start, end), end },
    files: open.files,
    ...placing,
    damage: [...open.damage].sort(),
    problems,
  }
}

/** Patches of one text, in order. A patch ends where words follow its diff that are followed by another diff. */
const readText = (text: string, attachment: number | null, mail: PatchMail, found: Patch[]): void => {
  const lines = linesOf(text)
  let header = inBodyHeaderAt(lines, 0)
  let messageFrom = header.next
  const now: { open: Open | null } = { open: null }
  // The last diff is over; the first line of what may be words about the next one.
  let isOver = false
  let wordsAt = -1
  const close = (until: number) => {
    if (now.open !== null && found.length < patchesMax)
      found.push(finish(lines, now.open, until, mail, found.length, attachment))
    now.open = null
    isOver = false
    wordsAt = -1
  }
  const turn = (to: Pasted, from: number) => {
    header = to
    messageFrom = to.next
    return Math.max(to.next, from + 1)
  }
  for (let i = header.next; i < lines.count; ) {
    const damage = new Set<PatchDamage>()
    const read = readFile(lines, i, damage)
    if (read !== null) {
      if (now.open !== null && isOver) {
        messageFrom = wordsAt < 0 ? i : wordsAt
        close(messageFrom)
      }
      now.open ??= { header, files: [], damage: new Set(), messageFrom, firstLine: i, next: i, isCombined: false }
      header = { title: null, author: null, next: i }
      for (const one of damage) now.open.damage.add(one)
      if (now.open.files.length < filesMax) now.open.files.push(read.file)
      now.open.next = read.next
      now.open.isCombined ||= read.isCombined
      i = read.next
      continue
    }
    const pasted = isScissors(lines, i) ? { title: null, author: null, next: i + 1 } : pastedAt(lines, i)
    if (pasted !== null) {
      close(i)
      const inBody = inBodyHeaderAt(lines, pasted.next)
      const title = inBody.title ?? pasted.title
      i = turn({ title, author: inBody.author ?? pasted.author, next: inBody.next }, i)
      continue
    }
    if (now.open !== null && wordsAt < 0 && !isEmpty(lines, i)) {
      isOver = true
      const isEnd = isPatchEnd(lines, i)
      if (!isEnd && !isPlacing(lines, i)) wordsAt = i
      // The version of git below its dashes.
      if (isEnd && /^\d+\.\d+/.test(lineOf(lines, i + 1, 10))) i++
    }
    i++
  }
  close(lines.count)
}

/**
 * The patches of a mail, in order: those of its text, then those of its attachments (mail.md E44, E47, E73, E74). Survives
 * what mailers do to diffs and says so in `damage` (E36, E50). A quoted diff is none. Never throws; linear time.
 */
export const readPatches = (mail: PatchMail): Patch[] => {
  const found: Patch[] = []
  const mayHold = (text: string) =>
    text.includes('--- ') || text.includes('diff --git ') || text.includes('Binary files ')
  if (mayHold(mail.text)) readText(mail.text, null, mail, found)
  for (const { text, part, contentType } of mail.attachments)
    if (text !== null && contentType !== 'message/rfc822' && mayHold(text)) readText(text, part, mail, found)
  return found
}
