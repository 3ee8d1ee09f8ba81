import type { Problem } from '../../model/index.ts'

/** Header bytes read at most (mail.md E76). */
export const headBytesMax = 100 * 1024

/** The fields that are read; others are only counted as proof that a record is a mail. */
const wanted: ReadonlySet<string> = new Set([
  'message-id',
  'in-reply-to',
  'references',
  'subject',
  'from',
  'reply-to',
  'x-original-from',
  'to',
  'cc',
  'date',
  'received',
  'list-id',
  'content-type',
  'content-transfer-encoding',
  'content-disposition',
])

const known: ReadonlySet<string> = new Set([
  ...wanted,
  ...[
    'sender',
    'bcc',
    'return-path',
    'delivered-to',
    'mime-version',
    'content-description',
    'content-id',
    'resent-date',
  ],
  ...[
    'resent-from',
    'resent-to',
    'user-agent',
    'organization',
    'errors-to',
    'precedence',
    'status',
    'lines',
    'newsgroups',
  ],
  ...[
    'path',
    'envelope-to',
    'thread-topic',
    'thread-index',
    'mail-followup-to',
    'dkim-signature',
    'arc-seal',
    'keywords',
  ],
])
const knownPrefixes = ['x-', 'list-', 'content-', 'arc-', 'resent-', 'received-', 'authentication-']

const isKnown = (name: string): boolean => known.has(name) || knownPrefixes.some(p => name.startsWith(p))

/** Values by lower-case field name, in order of appearance, latin-1, still folded. */
export type Fields = ReadonlyMap<string, readonly string[]>

export type Head = {
  readonly fields: Fields
  /** True when at least one line is a header field that mail is known to carry (E8). */
  readonly isMail: boolean
  /** Where the body starts. */
  readonly bodyStart: number
  readonly problems: readonly Problem[]
}

/** Name of the field that a line starts with, lower-case; '' when the line is no field. */
const fieldName = (head: string, at: number, end: number): string => {
  let i = at
  for (; i < end; i++) {
    const c = head.charCodeAt(i)
    if (c === 0x3a) return i === at ? '' : head.slice(at, i).toLowerCase()
    if (c <= 0x20 || c >= 0x7f) break
  }
  // Obsolete syntax allows blanks before the colon.
  let j = i
  while (j < end && (head.charCodeAt(j) === 0x20 || head.charCodeAt(j) === 0x09)) j++
  return j > i && i > at && head.charCodeAt(j) === 0x3a ? head.slice(at, i).toLowerCase() : ''
}

const lineEnd = (head: string, at: number): number => {
  const nl = head.indexOf('\n', at)
  return nl < 0 ? head.length : nl
}

/** End of the last line that is a known field, -1 when there is none: tells junk among headers from a body. */
const lastKnownField = (head: string): number => {
  let last = -1
  for (let at = 0; at < head.length; ) {
    const end = lineEnd(head, at)
    const name = fieldName(head, at, end)
    if (name !== '' && isKnown(name)) last = end
    at = end + 1
  }
  return last
}

/** Where the header block ends (exclusive) and the body starts: the first empty line. */
const blankLine = (bytes: Buffer): { end: number; bodyStart: number } => {
  if (bytes[0] === 0x0a) return { end: 0, bodyStart: 1 }
  if (bytes[0] === 0x0d && bytes[1] === 0x0a) return { end: 0, bodyStart: 2 }
  const plain = bytes.indexOf('\n\n')
  const upTo = plain < 0 ? bytes : bytes.subarray(0, plain + 2)
  const crlf = upTo.indexOf('\n\r\n')
  if (crlf >= 0) return { end: crlf + 1, bodyStart: crlf + 3 }
  return plain < 0 ? { end: bytes.length, bodyStart: bytes.length } : { end: plain + 1, bodyStart: plain + 2 }
}

/** Reads the header block of a mail from its raw bytes: which fields it has, unparsed, and where the body starts. */
export const readHead = (bytes: Buffer): Head => {
  const blank = blankLine(bytes)
  const problems: Problem[] = []
  if (blank.end > headBytesMax)
    problems.push({ stage: 'headers', code: 'headers-too-large', detail: `${blank.end} bytes` })
  const head = bytes.toString('latin1', 0, Math.min(blank.end, headBytesMax))
  const fields = new Map<string, string[]>()
  let isMail = false
  let lastKnown = -2
  let bodyStart = blank.bodyStart
  for (let at = 0; at < head.length; ) {
    let end = lineEnd(head, at)
    const first = head.charCodeAt(at)
    if (first === 0x20 || first === 0x09 || first === 0x0d || first === 0x0a) {
      at = end + 1
      continue
    }
    const name = fieldName(head, at, end)
    if (name === '') {
      if (at === 0 && (head.startsWith('From ') || head.startsWith('>From '))) {
        at = end + 1
        continue
      }
      if (lastKnown === -2) lastKnown = lastKnownField(head)
      // What follows a line of blanks and is no field is no junk: the headers were meant to end there.
      const afterBlanks = at > 0 && head.slice(head.lastIndexOf('\n', at - 2) + 1, at).trim() === ''
      if (at > lastKnown || afterBlanks) {
        const detail = afterBlanks ? 'a line of blanks ends the headers' : 'text starts right after the headers'
        problems.push({ stage: 'headers', code: 'no-blank-line', detail })
        bodyStart = at
        break
      }
      problems.push({ stage: 'headers', code: 'junk-in-headers', detail: head.slice(at, Math.min(end, at + 120)) })
      at = end + 1
      continue
    }
    for (let next = head.charCodeAt(end + 1); next === 0x20 || next === 0x09; next = head.charCodeAt(end + 1))
      end = lineEnd(head, end + 1)
    if (!isMail && isKnown(name)) isMail = true
    if (wanted.has(name)) {
      const value = head.slice(head.indexOf(':', at) + 1, end)
      const values = fields.get(name)
      if (values === undefined) fields.set(name, [value])
      else if (values.length < 100) values.push(value)
    }
    at = end + 1
  }
  return { fields, isMail, bodyStart, problems: problems.slice(0, 20) }
}

/** The first value of a field, or ''. */
export const firstOf = (fields: Fields, name: string): string => fields.get(name)?.[0] ?? ''

/** A folded value as one line (RFC 5322 2.2.3), trimmed. */
export const unfold = (value: string): string =>
  (value.includes('\n') || value.includes('\r') ? value.replace(/[\r\n]+/g, '') : value).trim()
