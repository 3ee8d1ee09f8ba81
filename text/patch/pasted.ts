import type { Address } from '../../model/index.ts'
import { beginOf, begins, endOf, isClearSigned, isEmpty, lineOf } from './lines.ts'
import type { Lines } from './lines.ts'

/** Lines of one pasted header. */
const headerLinesMax = 40

/** What a header pasted with a patch says, and the line after it. */
export type Pasted = { readonly title: string | null; readonly author: Address | null; readonly next: number }

/** `Name <address>`, `address (Name)` or an address; null for anything without `@`. */
export const personOf = (value: string): Address | null => {
  const words = value.slice(0, 400).trim()
  const open = words.lastIndexOf('<')
  const close = words.indexOf('>', open)
  if (open >= 0 && close > open) {
    const address = words
      .slice(open + 1, close)
      .trim()
      .toLowerCase()
    const name = words
      .slice(0, open)
      .trim()
      .replace(/^"(.*)"$/, '$1')
    return address.includes('@') ? { name, address } : null
  }
  const bare = /^([^\s()<>]+@[^\s()<>]+)(?:\s*\(([^()]*)\))?$/.exec(words)
  return bare === null ? null : { name: (bare[2] ?? '').trim(), address: (bare[1] ?? '').toLowerCase() }
}

/** A title without reply words and the brackets before it. */
export const bareTitle = (subject: string): string =>
  subject
    .slice(0, 998)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^(?:(?:re|fwd?|aw): ?|\[[^[\]]*\] ?)+/i, '')
    .trim()

/** `From <40 digits> <date>` of git format-patch, also where a mailer put `>` before it (mail.md E5). */
export const isFormatPatchFrom = (lines: Lines, i: number): boolean => {
  const c = lines.text.charCodeAt(beginOf(lines, i))
  return (c === 0x46 || c === 0x3e) && /^>?From [0-9a-f]{40}(?: |$)/.test(lineOf(lines, i, 60))
}

const named =
  /^>?(From|Subject|Date|To|Cc|Message-I[dD]|MIME-Version|Content-[A-Za-z-]+|X-[A-Za-z-]+|In-Reply-To|References|Reply-To|Sender|List-I[dD]|Organization): ?(.*)$/

/** Header lines from line `i` on, folded ones joined; null when the first is none. */
const headerAt = (lines: Lines, i: number): Pasted | null => {
  let title: string | null = null
  let author: Address | null = null
  let name = ''
  let at = i
  for (const last = Math.min(lines.count, i + headerLinesMax); at < last; at++) {
    if (isEmpty(lines, at)) break
    const line = lineOf(lines, at).trimEnd()
    if (/^[ \t]/.test(line) && at > i) {
      if (name === 'Subject' && title !== null) title = `${title} ${line.trim()}`
      continue
    }
    const match = named.exec(line)
    if (match === null) break
    name = match[1] ?? ''
    if (name === 'From' && author === null) author = personOf(match[2] ?? '')
    else if (name === 'Subject' && title === null) title = match[2] ?? ''
  }
  if (at === i) return null
  return { title: title === null || bareTitle(title) === '' ? null : bareTitle(title), author, next: at }
}

/**
 * A mail header pasted into a text at line `i` (mail.md E73): one of git format-patch, or `From:` and `Subject:` lines
 * with an empty line above and below; null when none stands there.
 */
export const pastedAt = (lines: Lines, i: number): Pasted | null => {
  if (isFormatPatchFrom(lines, i)) {
    const header = headerAt(lines, i + 1)
    return header ?? { title: null, author: null, next: i + 1 }
  }
  if (!begins(lines, i, 'From: ') && !begins(lines, i, 'Subject: ')) return null
  if (i > 0 && !isEmpty(lines, i - 1)) return null
  const header = headerAt(lines, i)
  return header !== null && header.title !== null && isEmpty(lines, header.next) ? header : null
}

/** The first lines of a message that belong to no commit message: `From:`, `Subject:`, `Date:` for git am, and PGP's. */
export const inBodyHeaderAt = (lines: Lines, from: number): Pasted => {
  let i = from
  while (i < lines.count && isEmpty(lines, i)) i++
  if (i === 0 && isClearSigned(lines.text)) {
    while (i < lines.count && !isEmpty(lines, i)) i++
    while (i < lines.count && isEmpty(lines, i)) i++
  }
  if (isFormatPatchFrom(lines, i)) i++
  if (!/^(?:From|Subject|Date): /.test(lineOf(lines, i, 12))) return { title: null, author: null, next: i }
  const header = headerAt(lines, i)
  if (header === null || (header.author === null && header.title === null))
    return { title: null, author: null, next: i }
  let next = header.next
  while (next < lines.count && isEmpty(lines, next)) next++
  return { ...header, next }
}

/** Where line `i` of a message begins, or the text's end. */
export const offsetOf = (lines: Lines, i: number): number => (i < lines.count ? beginOf(lines, i) : endOf(lines, i))
