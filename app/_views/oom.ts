import type { ArchiveReader, MessageId, MessageRow } from '../../model/index.ts'

/**
 * Lines that only a kernel prints: a mask in hex after the words, a pid after the verb. A patch that touches the
 * format strings has `%` there. Linear: each alternative begins with constant words and has no repetition but one.
 */
const reportLine =
  /invoked oom-killer: {0,2}gfp_mask=0x[0-9a-f]|ut of memory: Kill(?:ed)? process \d|: page allocation (?:failure|stalls)[^\n%]{0,80}mode:0x[0-9a-f]/

/** Whether a text holds an OOM report, an allocation failure or a stall; a scan, not a reading. */
export const hasReport = (text: string): boolean => reportLine.test(text)

/** The page that reads the reports of a mail. */
export const oomHref = (id: MessageId): string => `/oom?mail=${encodeURIComponent(id)}`

/** Where the reports of a mail can be read; null when it has none. */
export const reportHref = (row: MessageRow): string | null =>
  hasReport(row.text) || row.attachments.some(a => a.text !== null && hasReport(a.text))
    ? oomHref(row.skeleton.messageId)
    : null

/** The text of a mail, then that of its text attachments; null when it is not held. */
export async function mailText(reader: ArchiveReader, id: MessageId): Promise<string | null> {
  const row = await reader.message(id)
  if (row === null) return null
  return [row.text, ...row.attachments.flatMap(a => a.text ?? [])].join('\n')
}
