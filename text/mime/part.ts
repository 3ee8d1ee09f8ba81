import { decodeTransfer } from './transfer.ts'

/** Bounds of the walk: parts, and multiparts inside multiparts (mail.md E76). */
const partsMax = 1000
const depthMax = 20
const headCharsMax = 100 * 1024
const boundaryCharsMax = 2048

/** Bytes as text of one character a byte, so that offsets in both are the same. */
const latin1 = (bytes: Uint8Array): string => {
  const pieces: string[] = []
  for (let at = 0; at < bytes.length; at += 8192)
    pieces.push(String.fromCharCode(...bytes.subarray(at, Math.min(at + 8192, bytes.length))))
  return pieces.join('')
}

type Head = { readonly type: string; readonly encoding: string; readonly body: number }

/** The fields that tell what a part is, and where its body starts; `from` and `to` bound the part. */
const headAt = (text: string, from: number, to: number): Head => {
  const fields = new Map<string, string>()
  let at = from
  while (at < to && at - from < headCharsMax) {
    const nl = text.indexOf('\n', at)
    let end = nl < 0 || nl > to ? to : nl
    const line = text.slice(at, Math.min(end, at + 200))
    if (line === '' || line === '\r') {
      at = Math.min(end + 1, to)
      break
    }
    while (end < to && (text[end + 1] === ' ' || text[end + 1] === '\t')) {
      const next = text.indexOf('\n', end + 1)
      end = next < 0 || next > to ? to : next
    }
    const name = /^([!-9;-~]{1,100})[ \t]*:/.exec(line)?.[1]?.toLowerCase()
    // Text right after the headers: they end without their empty line.
    if (name === undefined && !(at === from && /^>?From /.test(line))) break
    const isTold = name === 'content-type' || name === 'content-transfer-encoding'
    if (isTold && !fields.has(name))
      fields.set(name, text.slice(at + line.indexOf(':') + 1, end).replace(/[\r\n]+/g, ''))
    at = Math.min(end + 1, to)
  }
  return { type: fields.get('content-type') ?? '', encoding: fields.get('content-transfer-encoding') ?? '', body: at }
}

/** The boundary of a multipart; null for any other type, '' where none is named. */
const boundaryOf = (type: string): string | null => {
  if (!/^\s*multipart\s*\//i.test(type)) return null
  const named = /;\s*boundary\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^;]*))/i.exec(type)
  return named === null ? '' : (named[1]?.replace(/\\(.)/g, '$1') ?? named[2]?.trim() ?? '')
}

/** Bounds of the parts between the lines `--boundary`; none where there is no such line. */
const partsWithin = (text: string, from: number, to: number, boundary: string): (readonly [number, number])[] => {
  const marks: { start: number; after: number; closes: boolean }[] = []
  const mark = `--${boundary}`
  for (let at = text.indexOf(mark, from); at >= 0 && at < to; at = text.indexOf(mark, at + mark.length)) {
    if (at > from && text[at - 1] !== '\n') continue
    const nl = text.indexOf('\n', at)
    const end = nl < 0 || nl > to ? to : nl
    const rest = text.slice(at + mark.length, Math.min(end, at + mark.length + 200)).trim()
    if (rest !== '' && rest !== '--') continue
    marks.push({ start: at, after: Math.min(end + 1, to), closes: rest === '--' })
    if (rest === '--' || marks.length > partsMax) break
  }
  return marks.flatMap(({ after, closes }, i) => {
    if (closes) return []
    const next = marks[i + 1]
    let end = next?.start ?? to
    if (next !== undefined && end > after && text[end - 1] === '\n') end--
    if (end > after && text[end - 1] === '\r') end--
    return [[after, Math.max(end, after)] as const]
  })
}

/**
 * The bytes of one part of a mail, its transfer encoding undone (RFC 2045, 2046); null when there is no such part.
 * `number` counts the parts that are no multipart from 1, as `Attachment.part` does. Of mail whose MIME is broken this
 * may find other parts than ingest did: compare the size before trusting it.
 */
export const partOf = (raw: Uint8Array, number: number): Uint8Array | null => {
  const text = latin1(raw)
  let leaves = 0
  let parts = 0
  const walk = (from: number, to: number, depth: number): Uint8Array | null => {
    if (++parts > partsMax) return null
    const head = headAt(text, from, to)
    const boundary = boundaryOf(head.type)
    const within =
      boundary === null || boundary === '' || boundary.length > boundaryCharsMax || depth >= depthMax
        ? []
        : partsWithin(text, head.body, to, boundary)
    if (within.length === 0)
      return ++leaves === number ? decodeTransfer(raw.subarray(head.body, to), head.encoding).bytes : null
    for (const [start, end] of within) {
      const found = walk(start, end, depth + 1)
      if (found !== null) return found
    }
    return null
  }
  return walk(0, raw.length, 0)
}
