import type { Address, Headers, ParsedMessage, Problem, Quarantined, RawMessage, Zone } from '../../model/index.ts'
import { damagedHunks, diffOf, patchCluesOf, undash, zonesOf } from '../../text/index.ts'
import { readAddress } from './address.ts'
import { parseArchiveText } from './archive.ts'
import { asBuffer, sha1, sha256 } from './bytes.ts'
import { contentHashOf } from './content-hash.ts'
import { readHead } from './head.ts'
import { missingIdDomain, readHeaders } from './headers.ts'
import { textByMailparser } from './mime.ts'
import { readBody } from './parts.ts'
import type { Body } from './parts.ts'
import { keepZones, trailersOf } from './zones.ts'

/** A mail above this is kept raw and read for its headers only (mail.md E76). */
export const messageBytesMax = 25 * 1024 * 1024

const empty: Body = { text: '', attachments: [], problems: [], htmlOnly: false, isFlowed: false, delSp: false }

/** The author named by a `From:` on the first line of a patch's text (mail.md E58), or null. */
const inBodyFrom = (text: string): Address | null => {
  let at = 0
  while (at < text.length && text.charCodeAt(at) <= 0x20) at++
  if (!text.startsWith('From: ', at)) return null
  const nl = text.indexOf('\n', at)
  const line = text.slice(at + 6, Math.min(nl < 0 ? text.length : nl, at + 1000))
  if (!line.includes('@')) return null
  const person = readAddress(line.trim())
  return person.address === '' ? null : person
}

/** The diffs of a mail inside a mail are not the outer one's (mail.md E46). */
const isNoMail = (attachment: ParsedMessage['attachments'][number]): boolean =>
  attachment.contentType !== 'message/rfc822'

/** A mail whose headers and text are known; the rest follows from them. */
export const finish = (
  raw: RawMessage,
  headersRead: Headers,
  body: { text: string; attachments: ParsedMessage['attachments'] },
  problems: Problem[],
): ParsedMessage => {
  const { text, attachments } = body
  const zones: readonly Zone[] = zonesOf(text)
  const undashed = undash(text)
  const diff = diffOf(undashed)
  const files = [...diff.files]
  let hasDiff = diff.hasDiff
  for (const attachment of attachments) {
    if (attachment.text === null || !isNoMail(attachment)) continue
    const facts = diffOf(attachment.text)
    hasDiff ||= facts.hasDiff
    for (const file of facts.files) if (!files.includes(file) && files.length < 2000) files.push(file)
  }
  const isPosting = !headersRead.subject.isReply && (headersRead.subject.isPatch || hasDiff)
  const author = (isPosting ? inBodyFrom(text) : null) ?? headersRead.author
  // A reply may show part of a hunk on purpose.
  const posted = isPosting && hasDiff ? [undashed, ...attachments.filter(isNoMail).flatMap(a => a.text ?? [])] : []
  const damaged = posted.reduce((sum, one) => sum + damagedHunks(one), 0)
  if (damaged > 0)
    problems.push({ stage: 'body', code: 'patch-damaged', detail: `${damaged} ${damaged === 1 ? 'hunk' : 'hunks'}` })
  if (hasDiff && problems.some(p => p.code === 'format-flowed')) problems.push({ stage: 'body', code: 'flowed-patch' })
  const identity = {
    subject: headersRead.subject,
    sent: headersRead.sent,
    author: author.address,
    text,
    zones,
    attachments,
  }
  let contentHash = contentHashOf({ messageId: headersRead.messageId, ...identity })
  let headers: Headers = author === headersRead.author ? headersRead : { ...headersRead, author }
  if (headers.messageId === '') {
    headers = { ...headers, messageId: `${contentHash.slice(0, 40)}@${missingIdDomain}` }
    contentHash = contentHashOf({ messageId: headers.messageId, ...identity })
  }
  const parsed: ParsedMessage = {
    headers,
    rawHash: raw.hash ?? sha256(raw.bytes),
    contentHash,
    textHash: sha256(text),
    form: raw.form,
    text,
    attachments,
    trailers: trailersOf(text, zones),
    hasDiff,
    files,
    patch: patchCluesOf(
      {
        text,
        title: headers.subject.bare,
        attachments,
        messageId: headers.messageId,
        hasDiff,
        isPosting: headers.subject.isPatch && !headers.subject.isReply,
      },
      sha1,
    ),
    problems: [...raw.problems, ...problems],
  }
  keepZones(parsed, zones)
  return parsed
}

/** Counts of how mails were read since the process started, for benches and tests. */
export const parseCounts = { mails: 0, byMailparser: 0 }

/**
 * Reads one mail from its raw bytes. Never throws on what mail may hold: oddities become problems, bytes without any
 * header line become a quarantined record (mail.md E8). A promise only where mailparser has to help (HTML only).
 */
export const parseMessage = (raw: RawMessage): ParsedMessage | Quarantined | Promise<ParsedMessage> => {
  parseCounts.mails++
  if (raw.form === 'archive-text') {
    const { headers, text, problems } = parseArchiveText(raw)
    return finish(raw, headers, { text, attachments: [] }, problems)
  }
  let bytes = asBuffer(raw.bytes)
  const mended: Problem[] = []
  if (bytes.includes('\r\r\n')) {
    bytes = Buffer.from(bytes.toString('latin1', 0, bytes.length).replaceAll('\r\r\n', '\r\n'), 'latin1')
    mended.push({ stage: 'headers', code: 'cr-cr-lf' })
  }
  const head = readHead(bytes)
  if (!head.isMail) {
    const reason = bytes.length === 0 || bytes.toString('latin1', 0, 4096).trim() === '' ? 'empty' : 'no-headers'
    return { kind: 'quarantine', bytes: raw.bytes, source: raw.source, position: raw.position, reason }
  }
  const { headers, problems } = readHeaders(head.fields, raw.envelopeAt)
  const tooLarge = bytes.length > messageBytesMax
  if (tooLarge) problems.push({ stage: 'body', code: 'message-too-large', detail: `${bytes.length} bytes` })
  const body = tooLarge ? empty : readBody(head.fields, bytes.subarray(head.bodyStart))
  const all = [...mended, ...head.problems, ...problems, ...body.problems]
  if (body.text !== null) return finish(raw, headers, { text: body.text, attachments: body.attachments }, all)
  if (!body.htmlOnly) return finish(raw, headers, { text: '', attachments: body.attachments }, all)
  parseCounts.byMailparser++
  return textByMailparser(bytes).then(text => {
    const words = (text ?? '').replaceAll('\r\n', '\n').replaceAll('\0', '')
    all.push({ stage: 'mime', code: text === null ? 'no-text' : 'text-from-html' })
    return finish(raw, headers, { text: words, attachments: body.attachments }, all)
  })
}
