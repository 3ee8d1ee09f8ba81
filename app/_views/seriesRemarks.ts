import { commentPlace } from '../../text/range-diff/index.ts'
import { resolveQuotes } from '../../text/resolve/index.ts'
import { zonesOf } from '../../text/zones.ts'
import type { CommentPlace, MessageRow, QuoteLink, RangePatch, Zone } from '../../model/index.ts'
import { quotesOf } from './quotes.ts'

/**
 * A mail below patch `index` of the earlier revision. `above`: the mails between it and the patch, nearest first, null for
 * those that are not held; none in a reply to the patch itself.
 */
export type Reply = {
  readonly row: MessageRow
  readonly index: number
  readonly patchRow: MessageRow
  readonly above: readonly (MessageRow | null)[]
}

/** What somebody says about a patch, by his words in his mail. */
export type Comment = { readonly start: number; readonly end: number; readonly place: CommentPlace }

/** Comments read of one mail. */
const commentsPerMail = 40

/**
 * What a mail below a patch says about its lines; trailers are no comments.
 * A reply to the patch itself: what it says below each quote, and what it says before the first; it may be about the patch
 * as a whole. A deeper one: only what stands right below lines of the patch, found letter for letter but for blanks, whether
 * quoted once or through others (`> > `). What stands below the words of somebody between, or below no quote, belongs to
 * the discussion of a comment that is followed already; so do lines of the patch that a mail between wrote itself
 * (code that it proposes), for nobody can tell them from the patch's.
 */
export function commentsIn(reply: Reply, patch: RangePatch): readonly Comment[] {
  const { row, above } = reply
  const isDeep = above.length > 0
  if (isDeep && !row.text.includes('>')) return []
  const zones = zonesOf(row.text)
  const links = isDeep ? linksBelow(reply, zones) : quotesOf(row, [reply.patchRow], zones)
  if (isDeep && links.length === 0) return []
  const found: Comment[] = []
  let last: QuoteLink | null = null
  let link = 0
  for (let i = 0; i < zones.length && found.length < commentsPerMail; ) {
    const zone = zones[i]!
    if (zone.kind === 'quote') {
      if (isDeep && hasWords(row.text, zone)) last = null
      for (; link < links.length && links[link]!.start < zone.end; link++) last = links[link]!
      i++
      continue
    }
    let to = i
    while (to < zones.length && zones[to]!.kind !== 'quote') to++
    const words = wordsIn(row, zones.slice(i, to))
    const place = placeOf(last, patch)
    if (words !== null && !(isDeep && place.in === 'patch')) found.push({ ...words, place })
    i = to
  }
  return found
}

/** Depth of quotes looked through: the patch's lines stand that deep in a mail so far below it. */
const depthMax = 4
/** Longer mails are not searched for quotes of a patch from further below. */
const charsMax = 400_000

/** Quotes of a deeper mail in their order, with a source only where they are the patch's lines for certain. */
function linksBelow({ row, patchRow, above }: Reply, zones: readonly Zone[]): readonly QuoteLink[] {
  const mail = { messageId: row.skeleton.messageId, text: row.text, zones }
  if ([row, patchRow, ...above].some(m => m !== null && m.text.length > charsMax)) return []
  if (!mayHold(row.text, zones, patchRow.text)) return []
  const depth = Math.min(depthMax, above.length + 1)
  const links = resolveQuotes(mail, [{ messageId: patchRow.skeleton.messageId, text: patchRow.text }], depth)
  if (!links.some(l => l.how === 'exact' || l.how === 'normalised')) return []
  const own = above.flatMap(m => (m === null ? [] : [{ messageId: m.skeleton.messageId, text: ownText(m) }]))
  const theirs = resolveQuotes(mail, own, depth).filter(l => l.source !== null)
  let at = 0
  return links.map(l => {
    while (at < theirs.length && theirs[at]!.end <= l.start) at++
    const isTheirs = at < theirs.length && theirs[at]!.start < l.end
    return isTheirs || l.how === 'fuzzy' ? { ...l, source: null } : l
  })
}

/** Places in a mail that are looked at for whether its words may stand below lines of a patch. */
const looksMax = 200

/** False where no words stand below a line that the patch has: most mails of a discussion, told without resolving quotes. */
function mayHold(text: string, zones: readonly Zone[], patchText: string): boolean {
  const packed = patchText.replace(/\s+/g, '')
  let looks = 0
  let above: Zone | null = null
  for (const zone of zones) {
    if (zone.kind === 'quote') {
      if (hasWords(text, zone)) above = zone
      continue
    }
    if (above === null || !spoken.has(zone.kind)) continue
    const lines = text.slice(above.start, above.end).split('\n')
    const last = lines.findLast(line => /[^\s>|:]/.test(line)) ?? ''
    if (packed.includes(last.replace(/^[\s>|:]+/, '').replace(/\s+/g, ''))) return true
    if (++looks === looksMax) return false
    above = null
  }
  return false
}

/** A mail's text without what it quotes. */
const ownText = ({ text }: MessageRow): string =>
  zonesOf(text)
    .filter(z => z.kind !== 'quote')
    .map(z => text.slice(z.start, z.end))
    .join('')

const hasWords = (text: string, { start, end }: Zone): boolean => /[^\s>|:]/.test(text.slice(start, end))

function placeOf(link: QuoteLink | null, patch: RangePatch): CommentPlace {
  const source = link?.source ?? null
  if (source === null || source.messageId !== patch.messageId || patch.patch.attachment !== null) return { in: 'patch' }
  return commentPlace(patch, source.start, source.end)
}

const spoken = new Set<Zone['kind']>(['prose', 'code', 'diff', 'trace'])

/** The author's words among zones without quotes, a closing name left off; null when there are none. */
function wordsIn({ text, skeleton }: MessageRow, zones: readonly Zone[]): { start: number; end: number } | null {
  const names = new Set(skeleton.author.name.split(/\s+/))
  const said = zones.filter(z => spoken.has(z.kind))
  while (said.length > 0 && names.has(text.slice(said.at(-1)!.start, said.at(-1)!.end).trim())) said.pop()
  const [first, last] = [said[0], said.at(-1)]
  if (first === undefined || last === undefined) return null
  const end = first.start + text.slice(first.start, last.end).trimEnd().length
  return end > first.start ? { start: first.start, end } : null
}
