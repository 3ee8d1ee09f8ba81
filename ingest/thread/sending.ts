import type { MessageId } from '../../model/index.ts'

/**
 * What the ids of one sending share, by the tool that made them: `git format-patch --thread`
 * (`cover.<time>.git.<who>`, `<commit>.<time>.git.<who>`), git send-email (`<time>-<n>-<who>`), b4
 * (`<day>-<topic>-<n>-<random>@<host>`), stgit (`<time>.<pid>.<random>.stgit@<host>`). Null for any other id.
 */
const forms: readonly RegExp[] = [
  /^(?:cover|[0-9a-f]{40})\.(\d{6,14})\.git\.(.{1,200})$/,
  /^(\d{10,14}[-.]\d{1,10})-\d{1,4}-(.{1,200}@.{1,200})$/,
  /^(\d{8}-.{1,200})-\d{1,4}-([0-9a-f]{6,16}@.{1,200})$/,
  /^\d{9,14}\.(\d{1,10})\.\d{1,24}\.stgit(@.{1,200})$/,
]

/** Stem that all mails of one sending have in their ids, or null where the id does not tell. */
export const sendingOf = (id: MessageId): string | null => {
  for (const [i, form] of forms.entries()) {
    const found = form.exec(id)
    if (found === null) continue
    const random = i === 2 ? (found[2] ?? '').replace(/^[^@]*/, '') : (found[2] ?? '')
    return `${i} ${found[1]} ${random}`
  }
  return null
}
