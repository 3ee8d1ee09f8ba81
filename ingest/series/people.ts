import type { Address, Skeleton } from '../../model/index.ts'

/** How an author is recognised from posting to posting: by name where there is one, since addresses change. */
export const personKey = (person: Address): string =>
  (person.name === '' ? person.address : person.name)
    .toLowerCase()
    .replace(/ via .{1,80}$/, '')
    .replace(/[\s"']+/g, ' ')
    .trim()

/** Who sent a mail: parts of one posting share the sender, while a part may be another's work (mail.md E58). */
export const senderKey = (mail: Skeleton): string => personKey(mail.from)

/** A title without case, blanks and marks, at most 200 characters. */
export const titleKey = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .slice(0, 200)

/** Revisions of one work share this: title of its cover or first patch, and its author (mail.md E70). */
export const chainKey = (mail: Skeleton): string => `${titleKey(mail.subject.bare)} | ${personKey(mail.author)}`
