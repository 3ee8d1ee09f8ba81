import type { ArchiveReader, MessageRow } from '../../../model/index.ts'
import { partOf } from '../../../text/mime/part.ts'
import { messageHref, rawHref, safeFileName, wellFormed } from '../../_views/urls.ts'
import type { Answer } from '../http.ts'
import { notFound } from './answer.ts'

/** A larger attachment is to be had in the raw mail only. */
export const attachmentBytesMax = 16 * 1024 * 1024

/** Policy for what strangers attached: it may do nothing, and it has an origin of its own. */
const attachmentPolicy = "default-src 'none'; sandbox"

const utf8 = new TextDecoder('utf-8', { fatal: true })
const isUtf8 = (bytes: Uint8Array): boolean => {
  try {
    utf8.decode(bytes)
    return true
  } catch {
    return false
  }
}

/** RFC 8187: what no header may hold is percent-encoded, so that a name cannot end the header or begin another. */
const encoded = (name: string): string =>
  encodeURIComponent(wellFormed(name)).replace(/['()*]/g, c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)

/** `Content-Disposition` with the name that the mail gives, without its folders, and a plain one for old clients. */
export function dispositionOf(fileName: string, part: number): string {
  const bare = fileName
    .slice(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1)
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .slice(0, 200)
  const plain = `attachment; filename="${safeFileName(bare, part)}"`
  return /^\.*$/.test(bare) ? plain : `${plain}; filename*=UTF-8''${encoded(bare)}`
}

/** An attachment as it was sent, its transfer encoding undone: to be saved, never shown (mail.md E52). */
export async function attachmentAnswer(
  reader: ArchiveReader,
  row: MessageRow,
  part: number,
  list: string,
): Promise<Answer> {
  const id = row.skeleton.messageId
  const message = { label: 'the mail', href: messageHref(list, id) }
  const attachment = row.attachments.find(a => a.part === part)
  if (attachment === undefined) return notFound(messageHref(list, id), 'This mail has no such attachment.', [message])
  const instead = [message, { label: 'the raw mail', href: rawHref(list, id) }]
  if (attachment.sizeBytes > attachmentBytesMax)
    return notFound(messageHref(list, id), 'This attachment is too large to be served on its own.', instead)
  const raw = await reader.raw(id)
  const bytes = raw === null ? null : partOf(raw, part)
  // Of a mail whose parts are broken ingest may have made others; then only the raw mail tells.
  if (bytes === null || bytes.length !== attachment.sizeBytes)
    return notFound(messageHref(list, id), 'This attachment can only be read in the raw mail.', instead)
  return {
    status: 200,
    body: new Uint8Array(bytes),
    headers: {
      'Content-Type':
        attachment.text !== null && isUtf8(bytes) ? 'text/plain; charset=utf-8' : 'application/octet-stream',
      'Content-Disposition': dispositionOf(attachment.fileName, part),
      'Content-Security-Policy': attachmentPolicy,
    },
  }
}
