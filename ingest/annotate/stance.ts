import type { Address, ParsedMessage, Span, Stance, StanceValue, Zone } from '../../model/index.ts'

const acks: ReadonlySet<string> = new Set([
  'acked-by',
  'reviewed-by',
  'tested-by',
  'reviewed-and-tested-by',
  'tested-and-reviewed-by',
  'acked-and-tested-by',
  'tested-and-acked-by',
])
const naks: ReadonlySet<string> = new Set(['nacked-by', 'naked-by', 'nak-by', 'nack-by'])

const isSame = (a: Address, b: Address): boolean =>
  (a.address !== '' && a.address === b.address) || (a.name !== '' && a.name.toLowerCase() === b.name.toLowerCase())

/** `NAK`, `NACK`, `Nacked` standing first on a line of the author's own, as a word. */
const nakWord = /^[ \t*]{0,8}(?:NAK|NACK|Nacked|NAKed|NACKed|Nack|Nak)(?![\w-])/

/** Lines of the author's own prose that begin with a NAK. */
const nakLines = (parsed: ParsedMessage, zones: readonly Zone[]): Span[] => {
  const found: Span[] = []
  for (const zone of zones) {
    if (zone.kind !== 'prose' && zone.kind !== 'greeting') continue
    for (let start = zone.start; start < zone.end; ) {
      const nl = parsed.text.indexOf('\n', start)
      const end = nl < 0 || nl > zone.end ? zone.end : nl
      const line = parsed.text.slice(start, Math.min(end, start + 400))
      if (nakWord.test(line) && found.length < 20) {
        const lead = line.length - line.trimStart().length
        found.push({ messageId: parsed.headers.messageId, start: start + lead, end: start + line.trimEnd().length })
      }
      start = end + 1
    }
  }
  return found
}

/** The mail answered, as the headers name it. Null for a mail that answers nothing or posts a patch itself. */
const answered = (parsed: ParsedMessage): string | null => {
  const { subject, inReplyTo, references } = parsed.headers
  const last = references.at(-1)
  const parent = inReplyTo.length > 1 && last !== undefined && inReplyTo.includes(last) ? last : (inReplyTo[0] ?? last)
  if (parent === undefined || (!subject.isReply && (subject.isPatch || parsed.hasDiff))) return null
  return parent
}

/**
 * Stance by what needs no reading between lines: a tag that the sender gives in a reply in his own name, or a line of
 * his that begins with NAK. The object is the mail answered; the patch it belongs to is the nearest one above it in the
 * thread. The words are the evidence.
 */
export const stancesOf = (parsed: ParsedMessage, zones: readonly Zone[]): Stance[] => {
  const object = answered(parsed)
  if (object === null) return []
  const { messageId, from, author, subject } = parsed.headers
  const stance = (value: StanceValue, by: string, evidence: readonly Span[]): Stance => ({
    type: 'stance',
    messageId,
    value,
    object,
    version: subject.version,
    by,
    sure: 'certain',
    probMille: null,
    evidence,
  })
  const given = (names: ReadonlySet<string>): Span[] =>
    parsed.trailers
      .filter(
        t =>
          names.has(t.name.toLowerCase()) && t.person !== null && (isSame(t.person, from) || isSame(t.person, author)),
      )
      .map(t => ({ messageId, start: t.start, end: t.end }))
  const found: Stance[] = []
  const acked = given(acks)
  if (acked.length > 0) found.push(stance('ack', 'trailer', acked))
  const naked = given(naks)
  if (naked.length > 0) found.push(stance('nak', 'trailer', naked))
  else {
    const lines = nakLines(parsed, zones)
    if (lines.length > 0) found.push(stance('nak', 'nak-line', lines))
  }
  return found
}
