import type { Attachment, SentDate, SubjectInfo, Zone } from '../../model/index.ts'
import { sha256 } from './bytes.ts'

let scratch = Buffer.allocUnsafeSlow(256 * 1024)

/** Bytes above which a scratch buffer is not kept. */
const scratchBytesMax = 8 * 1024 * 1024

/** Start of the list's footer, else the end of the text. */
const footerOf = (text: string, zones: readonly Zone[]): number => {
  const last = zones.at(-1)
  return last?.kind === 'footer' ? last.start : text.length
}

/** Hash of a text's visible bytes: every blank and control dropped, so that re-encoding and re-wrapping change nothing. */
const visibleHash = (head: string, text: string): string => {
  const need = (head.length + text.length) * 3
  const buffer = need > scratch.length ? Buffer.allocUnsafeSlow(Math.max(need, 2 * scratch.length)) : scratch
  if (buffer !== scratch && buffer.length <= scratchBytesMax) scratch = buffer
  const start = buffer.write(head, 0, 'utf8')
  const end = start + buffer.write(text, start, 'utf8')
  let write = start
  for (let read = start; read < end; read++) {
    // Written always, kept or not: to branch at every word costs more.
    const c = buffer[read] as number
    buffer[write] = c
    write += c > 0x20 ? 1 : 0
  }
  return sha256(buffer.subarray(0, write))
}

/**
 * Identity of a message (mail.md E16): its id, date, author, what its subject says without list prefixes, its text
 * without list footer and blanks, and the texts of its attachments. Two deliveries that differ only in what a list does
 * to mail have the same hash.
 */
export const contentHashOf = (mail: {
  readonly messageId: string
  readonly subject: SubjectInfo
  readonly sent: SentDate | null
  readonly author: string
  readonly text: string
  readonly zones: readonly Zone[]
  readonly attachments: readonly Attachment[]
}): string => {
  const s = mail.subject
  const head = [
    mail.messageId,
    mail.sent === null ? '' : String(mail.sent.atSeconds),
    mail.author,
    `${s.isReply ? 're' : ''}|${s.isPatch ? 'patch' : ''}|${s.version ?? ''}|${s.part ?? ''}/${s.total ?? ''}|${s.isResend ? 'resend' : ''}`,
    s.bare.replace(/\s+/g, ''),
    ...mail.attachments.filter(a => a.text !== null).map(a => sha256((a.text ?? '').replace(/\s+/g, ''))),
    '',
  ].join('\n')
  return visibleHash(head, mail.text.slice(0, footerOf(mail.text, mail.zones)))
}
