import type { SubjectInfo } from '../../model/index.ts'
import { readTags } from './tags.ts'
import type { SubjectHints, Tags } from './tags.ts'

export type { SubjectHints } from './tags.ts'

/** Characters of a subject that are read and shown (mail.md E75). */
export const subjectCharsMax = 998

const replyWords: ReadonlySet<string> = new Set([
  're',
  'aw',
  'antw',
  'sv',
  'vs',
  'r',
  'rv',
  'odp',
  '回复',
  '答复',
  '回覆',
  '答覆',
  '返信',
  'отв',
])
const forwardWords: ReadonlySet<string> = new Set(['fwd', 'fw', 'wg', 'tr', '转发', '轉寄', '轉發'])

/** `Re:`, `RE :`, `Re[2]:`, `Re^2:`, `Fwd:`, `回复：` at `at`: where the text goes on behind it; -1 when none stands there. */
const replyWordEnd = (text: string, at: number): number => {
  let i = at
  while (i < text.length && i - at < 5 && !' :：[^('.includes(text.charAt(i))) i++
  if (i === at) return -1
  const word = text.slice(at, i).toLowerCase()
  if (!replyWords.has(word) && !forwardWords.has(word)) return -1
  if (text.charAt(i) === '[' || text.charAt(i) === '(') {
    const close = text.indexOf(text.charAt(i) === '[' ? ']' : ')', i)
    if (close < 0 || !/^\d{1,3}$/.test(text.slice(i + 1, close))) return -1
    i = close + 1
  } else if (text.charAt(i) === '^') {
    i++
    while (i < text.length && text.charAt(i) >= '0' && text.charAt(i) <= '9') i++
  }
  while (text.charAt(i) === ' ') i++
  return text.charAt(i) === ':' || text.charAt(i) === '：' ? i + 1 : -1
}

/** End of the bracket that opens at `at` (brackets inside are part of it), or -1. */
const bracketEnd = (text: string, at: number): number => {
  let depth = 0
  for (let i = at; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === 0x5b) depth++
    else if (c === 0x5d && --depth === 0) return i
  }
  return -1
}

const tailWords = String.raw`(?:v(?:er\.?|ersion)? ?#?(\d{1,3})|(resend|repost|resent))`
const tailMark = new RegExp(String.raw`(?: *\(${tailWords}\)| *\[${tailWords}\]|, *${tailWords})$`, 'i')

/**
 * Version or resend mark that stands behind the title: `... (v2)`, `..., v2`, `... [ver #3]`, `... (resend)` (mail.md E63,
 * E71). A bare `v2` belongs to the title: it names an interface as often ("cgroup v2").
 */
const readTail = (title: string): { title: string; version: number | null; resend: boolean } => {
  const tail = tailMark.exec(title.slice(-40))
  if (tail === null) return { title, version: null, resend: false }
  const version = tail[1] ?? tail[3] ?? tail[5]
  return {
    title: title.slice(0, title.length - tail[0].length).trimEnd(),
    version: version === undefined ? null : Number(version),
    resend: version === undefined,
  }
}

/** Words before a bare `v2` that make it the name of an interface: `cgroup v2`, `for v1`. */
const versioned = new Set(
  'cgroup cgroups cgroupfs controller memcg hierarchy for nfs smb cifs ip vmcs gic its pmu ufs api abi uapi syscall ioctl fscrypt'.split(
    ' ',
  ),
)

/** Title and version of a cover whose title ends in its version, `bdi cleanups v7`; null for any other title. */
export const readCoverTail = (title: string): { title: string; version: number } | null => {
  const tail = / v([2-9]|[1-9]\d)$/i.exec(title.slice(-5))
  if (tail === null) return null
  const rest = title.slice(0, title.length - tail[0].length).trimEnd()
  const before = rest.slice(rest.lastIndexOf(' ') + 1).toLowerCase()
  return rest === '' || versioned.has(before.replace(/[^a-z]/g, '')) ? null : { title: rest, version: Number(tail[1]) }
}

/** Reads a decoded subject line (mail.md E60-E65, E71, E75). Linear: only the first 998 characters count. */
export const readSubject = (decoded: string, hints: SubjectHints = { toStable: false }): SubjectInfo => {
  const line = decoded.slice(0, subjectCharsMax).replace(/\s+/g, ' ').trim()
  const tags: Tags = {
    isPatch: false,
    isRfc: false,
    isResend: false,
    version: null,
    isUndecided: false,
    part: null,
    total: null,
    labels: [],
  }
  let isReply = false
  let at = 0
  for (;;) {
    while (line.charAt(at) === ' ') at++
    if (line.charAt(at) === '[') {
      const end = bracketEnd(line, at)
      if (end < 0 || end === line.length - 1) break
      readTags(line.slice(at + 1, end), tags, hints)
      at = end + 1
      continue
    }
    const end = replyWordEnd(line, at)
    if (end < 0) break
    // A forward is no posting of its own either: its words are somebody else's.
    isReply = true
    at = end
  }
  // `[PATCH v2]: title`, `[PATCH] - title`
  let bare = line
    .slice(at)
    .replace(/^[ :-]{1,4}(?=\S)/, '')
    .trim()
  if (tags.isPatch || tags.isRfc) {
    const tail = readTail(bare)
    if (tail.title !== '' && (tail.version !== null || tail.resend)) {
      bare = tail.title
      tags.version ??= tail.version
      tags.isResend ||= tail.resend
    }
    const named = tags.part === 0 && tags.version === null ? readCoverTail(bare) : null
    if (named !== null) {
      bare = named.title
      tags.version = named.version
    }
  }
  // `[RFC 2/2]` and `[RFC v3]` are patches; `[RFC]` alone is a topic.
  const isPatch = tags.isPatch || (tags.isRfc && (tags.part !== null || tags.version !== null))
  return {
    full: line === '' ? '(no subject)' : line,
    bare,
    isReply,
    isPatch,
    isRfc: tags.isRfc,
    isResend: tags.isResend,
    version: isPatch ? (tags.version ?? (tags.isUndecided ? null : 1)) : null,
    ...(isPatch && tags.versionText !== undefined ? { versionText: tags.versionText } : {}),
    part: tags.part,
    total: tags.total,
    labels: tags.labels,
  }
}
