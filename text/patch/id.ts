import type { Patch, PatchDamage } from '../../model/index.ts'
import { endScans, isDiffLine, scanPatch } from './id-scan.ts'
import type { Sha1 } from './id-scan.ts'
import { isClearSigned, undash, undashLines } from './lines.ts'
import { readPatches } from './read.ts'
import type { PatchMail } from './read.ts'

/** What changes the words of a patch. Blanks do not count for an id, so lost tabs and CRs do not either. */
const deniesId: ReadonlySet<PatchDamage> = new Set([
  'counts-mismatch',
  'lines-wrapped',
  'cut-short',
  'non-breaking-spaces',
  'smart-quotes',
  'quoted-printable',
])

/**
 * The `git patch-id --stable` of a patch, 40 hex digits; `textOf` gives the text its offsets count in (null: the mail's;
 * else that of the attachment of this part). Null for what has none: damaged patches, combined diffs, and diffs without
 * `diff` lines, which git does not count either. A context line that lost its one blank counts as git apply takes it.
 */
export const patchIdOf = (
  patch: Patch,
  textOf: (attachment: number | null) => string | null,
  sha1: Sha1,
): string | null => {
  const [first] = patch.files
  const last = patch.files.at(-1)
  const text = textOf(patch.attachment)
  if (first === undefined || last === undefined || text === null) return null
  if (patch.damage.some(one => deniesId.has(one))) return null
  const written = `${text.slice(first.start, last.end)}\n`
  const whole = isClearSigned(text) ? undashLines(written) : written
  // What cvs prints above its `diff` line does not count.
  const part = whole.startsWith('Index: ') ? whole.slice(whole.indexOf('\ndiff -') + 1) : whole
  if (!isDiffLine(part, 0)) return null
  const scanned = scanPatch(part, 0, part.length, sha1)
  endScans()
  return scanned === null || scanned.next < part.trimEnd().length ? null : scanned.id
}

/** Ids of the patches of one text when nothing about them is odd; null when the careful reader has to look. */
const plainIds = (text: string, sha1: Sha1): string[] | null => {
  const ids: string[] = []
  let at = text.startsWith('diff -') ? 0 : text.indexOf('\ndiff -') + 1
  let from = 0
  if (at === 0 && !text.startsWith('diff -')) return ids
  if (text.includes('=3D') || text.includes('=20\n')) return null
  let plain = text.indexOf('\n+++ ')
  for (;;) {
    if (!isDiffLine(text, at)) return null
    // A diff without `diff` lines above this one, of which it may be a part. Searched once past each: most have none.
    if (plain >= 0 && plain < from) plain = text.indexOf('\n+++ ', from)
    if (plain >= 0 && plain < at) return null
    const scanned = scanPatch(text, at, text.length, sha1)
    if (scanned === null) return null
    ids.push(scanned.id)
    from = Math.max(scanned.next - 1, 0)
    at = text.indexOf('\ndiff -', from) + 1
    if (at === 0) return plain < from && text.indexOf('\n+++ ', from) < 0 ? ids : null
  }
}

/**
 * The `git patch-id --stable` of every patch of a mail, in order, those without one left out: the same as `patchIdOf` of
 * what `readPatches` finds, in one scan of the text where nothing about it is odd.
 */
export const patchIdsOf = (mail: PatchMail, sha1: Sha1): string[] => {
  const ids: string[] = []
  const take = (text: string) => {
    const plain = plainIds(undash(text), sha1)
    if (plain !== null) return void ids.push(...plain)
    const alone: PatchMail = { text, title: '', attachments: [] }
    for (const patch of readPatches(alone)) {
      const id = patchIdOf(patch, () => text, sha1)
      if (id !== null) ids.push(id)
    }
  }
  take(mail.text)
  for (const { text, contentType } of mail.attachments)
    if (text !== null && contentType !== 'message/rfc822') take(text)
  endScans()
  return ids
}
