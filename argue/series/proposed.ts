import type { Certainty, MessageId, Patch, SubjectInfo } from '../../model/index.ts'
import { zonesOf } from '../../text/index.ts'
import { compareVersions } from '../../text/revision.ts'
import { titleKey } from './alike.ts'

/** What a patch inside a reply is for (features.md N6, mail.md E72). */
export type ProposedKind = 'fixup' | 'alternative' | 'new-version' | 'example' | 'undecided'

/** A mail as far as telling its patch's purpose needs it. */
export type PatchedMail = {
  readonly messageId: MessageId
  readonly subject: SubjectInfo
  /** Who wrote it, as a key: the same for both mails of one person. */
  readonly author: string
  readonly text: string
  readonly patches: readonly Patch[]
}

/** What was told, by which rule, how surely, and on which words of the reply it rests (offsets into its text). */
export type ProposedChange = {
  readonly kind: ProposedKind
  readonly sure: Certainty
  readonly reason: string
  readonly evidence: { readonly start: number; readonly end: number } | null
  /** The patch it was compared with; null where none is held. */
  readonly object: MessageId | null
}

/** Prose that is searched for words, in UTF-16 units. */
const proseCharsMax = 20_000
/** Lines of a diff that are compared. */
const linesMax = 20_000
/** A shorter line (a brace, `else`, `return;`) is met everywhere. */
const lineCharsMin = 8

/** Phrases that people use beside such a patch. Plain words; any blank between them fits. */
const cues: readonly (readonly [kind: Exclude<ProposedKind, 'undecided'>, phrases: readonly string[]])[] = [
  [
    'example',
    [
      'debug patch',
      'debugging patch',
      'for debugging',
      'reproducer',
      'to reproduce',
      'test program',
      'to illustrate',
      'for illustration',
      'proof of concept',
      'to demonstrate',
    ],
  ],
  [
    'fixup',
    [
      'fold this',
      'fold in',
      'folded in',
      'fold the',
      'squash',
      'fixup',
      'fix-up',
      'incremental',
      'on top of this',
      'on top of your',
      'on top of that',
      'delta patch',
      'this on top',
      'fix on top',
    ],
  ],
  [
    'new-version',
    [
      'updated patch',
      'updated version',
      'new version',
      'revised patch',
      'revised version',
      'respin',
      'here is v2',
      'here is v3',
      "here's v2",
      "here's v3",
      'version below',
    ],
  ],
  [
    'alternative',
    [
      'how about',
      'what about',
      'something like',
      'some thing like',
      'alternative',
      'like this instead',
      'this instead',
      'like so',
      'like the below',
      'like below',
      'untested',
      'like this',
      'along the lines',
      'along these lines',
    ],
  ],
]

/** Unquoted prose of a mail as runs of its text, bounded. */
const proseOf = (text: string): readonly { readonly start: number; readonly text: string }[] => {
  let left = proseCharsMax
  const runs: { start: number; text: string }[] = []
  for (const zone of zonesOf(text)) {
    if (left <= 0) break
    if (zone.kind !== 'prose' && zone.kind !== 'greeting') continue
    const run = text.slice(zone.start, Math.min(zone.end, zone.start + left))
    left -= run.length
    runs.push({ start: zone.start, text: run.toLowerCase().replace(/[\n\t]/g, ' ') })
  }
  return runs
}

const isWordChar = (c: string): boolean => /[a-z0-9_]/.test(c)

const cueIn = (text: string): { kind: Exclude<ProposedKind, 'undecided'>; start: number; end: number } | null => {
  const runs = proseOf(text)
  for (const [kind, phrases] of cues)
    for (const run of runs)
      for (const phrase of phrases) {
        const at = run.text.indexOf(phrase)
        if (at < 0 || (at > 0 && isWordChar(run.text.charAt(at - 1)))) continue
        // "not like this" offers nothing.
        if (/\b(?:not|n't|never) $/.test(run.text.slice(Math.max(0, at - 8), at))) continue
        return { kind, start: run.start + at, end: run.start + at + phrase.length }
      }
  return null
}

type Lines = {
  readonly added: ReadonlySet<string>
  readonly removed: ReadonlySet<string>
  readonly context: ReadonlySet<string>
}

/** Lines of the hunks by kind, with their path, without blanks; those that are met everywhere left out. */
const linesOf = (patches: readonly Patch[]): Lines => {
  const found = { added: new Set<string>(), removed: new Set<string>(), context: new Set<string>() }
  let left = linesMax
  for (const patch of patches)
    for (const file of patch.files)
      for (const hunk of file.hunks)
        for (const line of hunk.lines) {
          if (--left < 0) return found
          const text = line.text.replace(/\s+/g, '')
          if (text.length >= lineCharsMin) found[line.kind].add(`${file.path} ${text}`)
        }
  return found
}

const countIn = (lines: ReadonlySet<string>, others: ReadonlySet<string>, but?: ReadonlySet<string>): number => {
  let count = 0
  for (const line of lines) if (others.has(line) && but?.has(line) !== true) count++
  return count
}

const pathsOf = (patches: readonly Patch[]): ReadonlySet<string> =>
  new Set(patches.flatMap(p => p.files.map(f => f.path)))

/**
 * What the patch of a reply is offered as; null where the mail is no reply or has no patch. It holds no place in a
 * series (mail.md E72). `answered`: the nearest posting above with a patch, null where none is held.
 *
 * In order: a title `fixup!` or a higher version in its own subject says it; words of an example; what the diffs do (it
 * changes lines that the answered patch adds: a fixup; it removes the lines that patch removes: a new version by its
 * author, an alternative by another); words; else undecided.
 */
export const proposedChange = (reply: PatchedMail, answered: PatchedMail | null): ProposedChange | null => {
  if (!reply.subject.isReply || reply.patches.length === 0) return null
  const posted = answered !== null && answered.patches.length > 0 ? answered : null
  const object = posted?.messageId ?? null
  const say = (
    kind: ProposedKind,
    sure: Certainty,
    reason: string,
    evidence: ProposedChange['evidence'] = null,
  ): ProposedChange => ({ kind, sure, reason, evidence, object })

  if (reply.patches.some(p => /^(?:fixup|squash|amend)! /i.test(p.title)))
    return say('fixup', 'certain', 'title-says-fixup')
  if (posted !== null && reply.subject.isPatch && compareVersions(reply.subject, posted.subject) > 0)
    return say('new-version', 'certain', 'subject-has-higher-version')

  const cue = cueIn(reply.text)
  const words = cue === null ? null : { start: cue.start, end: cue.end }
  if (cue?.kind === 'example') return say('example', 'likely', 'words-say-example', words)
  const isOwn = posted !== null && posted.author === reply.author
  if (posted !== null) {
    const [mine, theirs] = [linesOf(reply.patches), linesOf(posted.patches)]
    const onTop =
      countIn(mine.removed, theirs.added, theirs.context) + countIn(mine.context, theirs.added, theirs.removed)
    const anew = countIn(mine.removed, theirs.removed) + countIn(mine.added, theirs.added)
    if (onTop > 0 && onTop >= anew) return say('fixup', 'likely', 'changes-lines-that-the-patch-adds', words)
    if (anew > 0) {
      // The author of the patch may still say that it is only another way.
      if (isOwn && cue?.kind !== 'alternative')
        return say('new-version', 'likely', 'author-changes-the-same-lines', words)
      return say('alternative', 'likely', 'changes-the-same-lines-another-way', words)
    }
    const title = titleKey(posted.subject.bare)
    const isPosted = reply.patches.some(p => p.message.end > p.message.start && titleKey(p.title) === title)
    if (isOwn && isPosted && cue?.kind === 'new-version')
      return say('new-version', 'likely', 'words-say-new-version', words)
  }
  if (cue !== null) return say(cue.kind, cue.kind === 'fixup' ? 'likely' : 'guess', `words-say-${cue.kind}`, words)
  if (posted === null) return say('undecided', 'guess', 'answered-patch-not-held')
  const paths = pathsOf(posted.patches)
  const isElsewhere = [...pathsOf(reply.patches)].every(p => !paths.has(p))
  return say('undecided', 'guess', isElsewhere ? 'changes-other-files' : 'neither-words-nor-lines-tell')
}
