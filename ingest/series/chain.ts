import type { Address, Skeleton } from '../../model/index.ts'

/** How an author is recognised from posting to posting: by name where there is one, since addresses change. */
export const personKey = (person: Address): string =>
  (person.name === '' ? person.address : person.name).toLowerCase().replace(/\s+/g, ' ')

/** Revisions of one work share this: its title without case, blanks and marks, and its author (mail.md E70). */
export const chainKey = (mail: Skeleton): string => {
  const title = mail.subject.bare
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .slice(0, 200)
  return `${title} | ${personKey(mail.author)}`
}
