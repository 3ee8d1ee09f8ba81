import type { Attachment, Problem } from '../../model/index.ts'
import { asBuffer } from './bytes.ts'
import { decodeBytes } from './charset.ts'
import { dispositionOf, readContentType } from './content-type.ts'
import { firstOf, readHead } from './head.ts'
import type { Fields } from './head.ts'
import { decodeTransfer } from '../../text/mime/transfer.ts'
import { work } from './work.ts'

/** Caps on what a mail may make us do (mail.md E76). */
export const partsMax = 1000
export const depthMax = 20
export const boundaryCharsMax = 2048
/** Text of one attachment that is kept. */
const attachmentCharsMax = 4 * 1024 * 1024

/** What a mail's body holds once every part is decoded. */
export type Body = {
  /** Null when no part could serve as the text. */
  readonly text: string | null
  readonly attachments: readonly Attachment[]
  readonly problems: readonly Problem[]
  /** Set when the only text is HTML: `parse/mime.ts` turns it into words. */
  readonly htmlOnly: boolean
  /** The text is marked format=flowed (RFC 3676); `delSp`: and the blank that ends a flowed line is not part of it. */
  readonly isFlowed: boolean
  readonly delSp: boolean
}

type Leaf = {
  type: string
  charset: string
  fileName: string
  isAttachment: boolean
  isFlowed: boolean
  delSp: boolean
  encoding: string
  bytes: Buffer
}
type Walk = { leaves: Leaf[]; problems: Problem[]; parts: number }

const say = (walk: Walk, code: string, detail?: string) => {
  if (walk.problems.length < 20) walk.problems.push({ stage: 'mime', code, detail })
}

const count = (text: string, what: string): number => {
  let found = 0
  for (let at = text.indexOf(what); at >= 0; at = text.indexOf(what, at + what.length)) found++
  return found
}

/**
 * CRLF becomes LF, NUL goes: no text column holds it. In a diff most of whose lines end in LF alone, a CR is part of the
 * file that is patched and stays (mail.md E34, E50).
 */
const normaliseText = (text: string, problems: Problem[]): string => {
  let out = text
  if (text.includes('\r\n')) {
    const ofFile = text.includes('\n@@ -') && count(text, '\r\n') * 2 < count(text, '\n')
    if (ofFile) problems.push({ stage: 'body', code: 'patch-with-cr' })
    else out = text.replaceAll('\r\n', '\n')
  }
  if (out.includes('\0')) {
    out = out.replaceAll('\0', '')
    problems.push({ stage: 'body', code: 'nul-dropped' })
  }
  return out
}

/** Start offsets of the lines `--boundary` in `bytes`, and which of them close it. */
const delimiters = (bytes: Buffer, boundary: string): { start: number; after: number; closes: boolean }[] => {
  const found: { start: number; after: number; closes: boolean }[] = []
  const mark = Buffer.from(`--${boundary}`, 'latin1')
  work.bytes += bytes.length
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + mark.length)) {
    if (at > 0 && bytes[at - 1] !== 0x0a) continue
    const after = at + mark.length
    const nl = bytes.indexOf(0x0a, after)
    const end = nl < 0 ? bytes.length : nl
    const rest = bytes.toString('latin1', after, Math.min(end, after + 200)).trim()
    if (rest !== '' && rest !== '--') continue
    found.push({ start: at, after: nl < 0 ? bytes.length : nl + 1, closes: rest === '--' })
    if (rest === '--' || found.length > partsMax) break
  }
  return found
}

/** True when more than blanks stands from `at` on (mail.md E49); what a mailer wrote for old readers stands above. */
const holdsWords = (bytes: Buffer, at: number): boolean => {
  for (let i = at; i < bytes.length; i++) if ((bytes[i] ?? 0) > 0x20) return true
  return false
}

const leafOf = (fields: Fields, body: Buffer): Leaf => {
  const content = readContentType(firstOf(fields, 'content-type'))
  const disposition = firstOf(fields, 'content-disposition')
  const shown = disposition === '' ? null : readContentType(disposition)
  return {
    type: content.type,
    charset: content.params.get('charset') ?? '',
    fileName: (shown?.params.get('filename') ?? content.params.get('name') ?? '').slice(0, 255),
    isAttachment: dispositionOf(disposition) === 'attachment',
    isFlowed: content.params.get('format')?.toLowerCase() === 'flowed',
    delSp: content.params.get('delsp')?.toLowerCase() === 'yes',
    encoding: firstOf(fields, 'content-transfer-encoding'),
    bytes: body,
  }
}

const walkPart = (fields: Fields, body: Buffer, depth: number, walk: Walk): void => {
  if (++walk.parts > partsMax) {
    if (walk.parts === partsMax + 1) say(walk, 'too-many-parts', `more than ${partsMax}`)
    return
  }
  const content = readContentType(firstOf(fields, 'content-type'))
  if (!content.type.startsWith('multipart/')) {
    walk.leaves.push(leafOf(fields, body))
    return
  }
  const asItStands = (code: string, detail?: string) => {
    say(walk, code, detail)
    walk.leaves.push({ ...leafOf(fields, body), type: 'text/plain', charset: '', isAttachment: false })
  }
  const boundary = Buffer.from(content.params.get('boundary') ?? '', 'utf8').toString('latin1')
  if (boundary === '' || boundary.length > boundaryCharsMax) {
    asItStands('multipart-without-boundary')
    return
  }
  if (depth >= depthMax) {
    asItStands('parts-too-deep', `more than ${depthMax}`)
    return
  }
  const marks = delimiters(body, boundary)
  if (marks.length === 0) {
    asItStands('boundary-not-found', boundary.slice(0, 100))
    return
  }
  const last = marks.at(-1)
  if (last?.closes !== true) say(walk, 'multipart-not-closed')
  else if (holdsWords(body, last.after)) say(walk, 'text-outside-parts', `${body.length - last.after} bytes`)
  for (const [i, mark] of marks.entries()) {
    if (mark.closes) break
    let end = marks[i + 1]?.start ?? body.length
    if (marks[i + 1] !== undefined && end > mark.after && body[end - 1] === 0x0a) end--
    if (end > mark.after && body[end - 1] === 0x0d) end--
    const part = body.subarray(mark.after, Math.max(end, mark.after))
    // A part without any header starts with its empty line, or (broken) with its text.
    work.bytes += part.length
    const head = readHead(part)
    walkPart(head.fields, part.subarray(head.bodyStart), depth + 1, walk)
  }
}

const isText = (leaf: Leaf): boolean => leaf.type === '' || leaf.type.startsWith('text/')
const isPatchName = (name: string): boolean => /\.(?:patch|diff|txt|log|c|h|config)$/i.test(name)

const decodeLeaf = (leaf: Leaf, problems: Problem[]): string => {
  work.bytes += leaf.bytes.length
  const { bytes, problem } = decodeTransfer(leaf.bytes, leaf.encoding)
  if (problem !== null) problems.push(problem)
  const decoded = decodeBytes(bytes, leaf.charset)
  if (decoded.problem !== null) problems.push(decoded.problem)
  return normaliseText(decoded.text, problems)
}

/**
 * Decodes a body: the first inline text/plain part is the text (else the first inline text part that is not HTML),
 * every other part an attachment, with its text where it has one (mail.md E34-E50). Broken multiparts show as they stand.
 */
export const readBody = (fields: Fields, bytes: Uint8Array): Body => {
  const body = asBuffer(bytes)
  const walk: Walk = { leaves: [], problems: [], parts: 0 }
  walkPart(fields, body, 0, walk)
  const problems = walk.problems
  const inline = walk.leaves.filter(leaf => !leaf.isAttachment && isText(leaf))
  const chosen =
    inline.find(leaf => leaf.type === 'text/plain' || leaf.type === '') ??
    inline.find(leaf => leaf.type !== 'text/html' && leaf.type !== 'text/calendar' && leaf.type !== 'text/vcard') ??
    null
  const text = chosen === null ? null : decodeLeaf(chosen, problems)
  if (chosen?.isFlowed)
    problems.push({ stage: 'body', code: 'format-flowed', ...(chosen.delSp ? { detail: 'delsp=yes' } : {}) })
  const attachments: Attachment[] = []
  for (const [i, leaf] of walk.leaves.entries()) {
    if (leaf === chosen) continue
    const hasText = isText(leaf) || leaf.type === 'message/rfc822' || isPatchName(leaf.fileName)
    const size = decodeTransfer(leaf.bytes, leaf.encoding).bytes.length
    const words = hasText && size <= attachmentCharsMax ? decodeLeaf(leaf, problems) : null
    attachments.push({
      part: i + 1,
      fileName: leaf.fileName,
      contentType: leaf.type === '' ? 'text/plain' : leaf.type,
      sizeBytes: size,
      text: words,
    })
  }
  const htmlOnly = chosen === null && inline.some(leaf => leaf.type === 'text/html')
  return {
    text,
    attachments,
    problems: problems.slice(0, 40),
    htmlOnly,
    isFlowed: chosen?.isFlowed ?? false,
    delSp: chosen?.delSp ?? false,
  }
}
