import type { MessageId } from '../../model/index.ts'

/** Links taken of one mail, places looked at, and characters of one line that are read. */
const linksMax = 50
const placesMax = 500
const lineCharsMax = 1000
const idCharsMax = 998

/** Archives whose addresses hold the Message-ID of a mail. */
const hosts = ['lore.kernel.org/', 'lkml.kernel.org/r/', 'msgid.link/']

/** Words that speak of an earlier posting of the same work. */
const version =
  /\b[vV]\d{1,3}(?:\.\d{1,2})?\b|\bRFC(?: ?v?\d+)? ?:|\b(?:previous|prior|earlier|last|original|first|initial) (?:version|posting|series|submission|patch|patchset|RFC|attempt|revision)/i
/** Words that speak of other work. */
const others =
  /\b(?:based on|depends? on|on top of|applies (?:on|to)|requires?|prerequisites?|suggested|reported|report|discussion|see also)\b/i

const unescape = (id: string): string =>
  id.includes('%')
    ? id.replace(/%([2-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : id

/** The Message-ID in the address whose host begins at `at`, and where it ends; null for none. */
const idAt = (line: string, at: number, host: string): { id: MessageId | null; end: number } => {
  const from = at + host.length
  const blank = /[\s<>"]/.exec(line.slice(from))
  const end = blank === null ? line.length : from + blank.index
  const path = line
    .slice(from, end)
    .replace(/[#?].*$/, '')
    .split('/')
  const written = host.startsWith('lore') ? (path[1] ?? '') : (path[0] ?? '')
  const id = unescape(written.replace(/[).,;:'\]]+$/, ''))
  const isId = /^[^\s@<>]+@[^\s@<>]+$/.test(id) && id.length <= idCharsMax
  return { id: isId ? id : null, end }
}

const lineFrom = (text: string, start: number): string => {
  const nl = text.indexOf('\n', start)
  return text.slice(start, Math.min(nl < 0 ? text.length : nl, start + lineCharsMax))
}

/** Start of the line before the one that starts at `start`, blank ones left out; -1 for none. */
const lineAbove = (text: string, start: number): number => {
  for (let at = start, n = 0; at > 0 && n < 4; n++) {
    const above = text.lastIndexOf('\n', at - 2) + 1
    if (lineFrom(text, above).trim() !== '') return above
    at = above
  }
  return -1
}

/** True when a line that speaks of an earlier posting refers to footnote `mark` (`[1]`). */
const isReferredTo = (text: string, mark: string, own: number): boolean => {
  for (let at = text.indexOf(mark), n = 0; at >= 0 && n < 6; at = text.indexOf(mark, at + 1), n++) {
    const start = text.lastIndexOf('\n', at) + 1
    if (start === own || at - start > lineCharsMax) continue
    const line = lineFrom(text, start)
    if (version.test(line) && !others.test(line) && !line.startsWith('>')) return true
  }
  return false
}

/** Lines of one entry of a changelog that are gone over in search of its heading. */
const entryLinesMax = 12

/** True when line `start` stands in an entry of a changelog whose heading is a version (`v2:`, `Changes in v3:`). */
const isBelowVersion = (text: string, start: number): boolean => {
  for (let at = start, n = 0; at > 0 && n < entryLinesMax; n++) {
    at = text.lastIndexOf('\n', at - 2) + 1
    const line = lineFrom(text, at).trimEnd()
    if (/^\s{0,4}(?:[-*] )?(?:(?:changes?|changelog|diff(?:erences?)?) .{0,40})?\[?\(?v\d{1,3}\)?\]?:?$/i.test(line))
      return true
    if (!/^\s*[-*+]|^\s{2,}\S/.test(line)) return false
  }
  return false
}

/** True when a line of nothing but an address stands under words on an earlier posting, or is a footnote of such words. */
const isFromAbove = (text: string, start: number, before: string, taken: ReadonlySet<number>): boolean => {
  const note = /\[(\d{1,2})\]/.exec(before)
  if (note !== null) return isReferredTo(text, note[0], start)
  const above = lineAbove(text, start)
  if (above < 0) return false
  if (taken.has(above)) return true
  const line = lineFrom(text, above).trimEnd()
  if (version.test(line) && !others.test(line) && /[:\])]$/.test(line) && !line.startsWith('>')) return true
  return isBelowVersion(text, start)
}

/** True for a `Link:` that goes with a report or a suggestion above it, or is a footnote. */
const isOfAnother = (text: string, start: number, after: string): boolean => {
  if (/^[^\s]*\s+[[#(]/.test(after)) return true
  const above = lineAbove(text, start)
  return above >= 0 && /^\s*(?:Reported|Suggested|Debugged|Bisected)[\w-]*:/i.test(lineFrom(text, above))
}

/**
 * Message-IDs of earlier postings that a posting links to, in order, its own left out: addresses of lore.kernel.org,
 * lkml.kernel.org/r/ and msgid.link behind `Link:` (not one of a report), on a line that speaks of a version (`v1: ...`,
 * `Link to v2: ...`, `previous version: ...`), below one, or in the footnote it refers to. Quoted lines do not count.
 */
export const linksOf = (text: string, own: MessageId): MessageId[] => {
  const places: { at: number; host: string }[] = []
  if (!text.includes('kernel.org/') && !text.includes('msgid.link/')) return []
  for (const host of hosts)
    for (let at = text.indexOf(host); at >= 0 && places.length < placesMax; at = text.indexOf(host, at + host.length))
      places.push({ at, host })
  if (places.length === 0) return []
  places.sort((a, b) => a.at - b.at)
  const found: MessageId[] = []
  const taken = new Set<number>()
  for (const { at, host } of places) {
    const start = text.lastIndexOf('\n', at) + 1
    if (at - start > lineCharsMax || found.length >= linksMax) continue
    const line = lineFrom(text, start)
    const c = line.charCodeAt(0)
    if (c === 0x3e || c === 0x2b) continue
    const { id, end } = idAt(line, at - start, host)
    if (id === null || id === own || found.includes(id)) continue
    const before = line.slice(0, at - start).replace(/(?:https?:\/\/)?(?:[\w-]+\.)?$/, '')
    const isLink = /^\s*Link: *<?$/i.test(before)
    const isBare = /^[\s<(*•-]*(?:\[\d{1,2}\][:.]?|\d{1,2}[:.)])?[\s<(-]*$/.test(before)
    const counts = isLink
      ? !isOfAnother(text, start, line.slice(end - 1))
      : isBare
        ? isFromAbove(text, start, before, taken)
        : version.test(before) && !others.test(before)
    if (!counts) continue
    taken.add(start)
    found.push(id)
  }
  return found
}
