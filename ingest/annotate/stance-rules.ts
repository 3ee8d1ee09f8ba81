import type { StanceValue } from '../../model/index.ts'
import { readTrailers } from '../../text/index.ts'
import type { Cut } from './features/around.ts'
import { isSameSender } from './mail.ts'
import type { Reason } from './model/linear.ts'

/** A stance that needs no reading between lines, with the words it rests on. */
export type Plain = { readonly value: StanceValue; readonly by: string; readonly reasons: readonly Reason[] }

const reason = (kind: string, start: number, end: number): Reason => ({ kind, start, end, weightMille: 1000 })

/** A line that is a NAK: the word first, in capitals or as a participle, and no denial of it. */
const nakLine =
  /^[ \t*>]{0,4}(?:(?:so |and |still |big |strong |a |self-?)*)?(?:NAK|NACK|NAKed|NACKed|Nacked|Nack|Nak)(?:ed)?(?![\w-])/
/** A sentence that approves and says no more: own list. */
const approval =
  /^(?:lgtm|looks (?:good|fine|ok|okay|sane|great)(?: to me| for me)?|applied|queued(?: up)?|acked|ack|works for me|(?:series|patch) applied)(?=[.!,;:]|$| thanks| to | for | in )/i

/**
 * Stance by trailers that the sender gives in his own name in a reply, then by an explicit NAK. A mail that posts a patch
 * takes none: its trailers were collected.
 */
export const plainStance = (cut: Cut): Plain | null => {
  if (cut.posts || cut.mail.parent === null) return null
  const { parsed, zones } = cut.mail
  const { from, author } = parsed.headers
  const own = parsed.hasDiff
    ? []
    : readTrailers(parsed.text, zones).filter(
        t => t.person !== null && (isSameSender(t.person, from) || isSameSender(t.person, author)),
      )
  const naked = own.filter(t => t.kind === 'nak')
  if (naked.length > 0)
    return { value: 'nak', by: 'trailer', reasons: naked.slice(0, 5).map(t => reason('trailer', t.start, t.end)) }
  for (const s of cut.stretches) {
    const words = cut.text.slice(s.start, Math.min(s.end, s.start + 80))
    if (nakLine.test(words)) return { value: 'nak', by: 'nak-line', reasons: [reason('words', s.start, s.end)] }
  }
  const given = own.filter(t => [t.kind, ...t.also].some(k => k === 'ack' || k === 'review' || k === 'test'))
  if (given.length > 0 && !cut.byAuthor)
    return { value: 'ack', by: 'trailer', reasons: given.slice(0, 5).map(t => reason('trailer', t.start, t.end)) }
  if (cut.byAuthor) return null
  const spoken = cut.stretches.findIndex(s => s.zone !== 'greeting')
  const first = cut.stretches[spoken]
  if (
    first !== undefined &&
    cut.stretches.length <= 4 &&
    approval.test(cut.text.slice(first.start, Math.min(first.end, first.start + 60)))
  )
    return { value: 'ack', by: 'approval', reasons: [reason('words', first.start, first.end)] }
  return null
}
