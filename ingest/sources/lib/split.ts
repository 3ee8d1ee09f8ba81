import { looksLikeHeader, readSeparator, separatorBytesMax } from './separator.ts'

/** A stretch of an mbox. All pieces in order make up the whole file: nothing is lost between them. */
export type Piece = {
  /** `mail`: a separator and what follows it. `stray`: bytes before the first separator. `rest`: more of a record too large. */
  readonly kind: 'mail' | 'stray' | 'rest'
  /** Offset of the piece in the (uncompressed) file. */
  readonly start: number
  /** The whole piece, separator line and closing blank line included. */
  readonly bytes: Buffer
  /** Where the mail starts in `bytes`: behind the separator line (0 for stray and rest). */
  readonly mailStart: number
  /** Where it ends: before the blank line that closes a record. */
  readonly mailEnd: number
  readonly envelopeAt: number | null
  /** True when the separator was taken without the blank line before it (E6). */
  readonly isGlued: boolean
  /** True when lengths are to be believed and this mail names none that fits: it ends where a separator says so (E4). */
  readonly isLengthWrong: boolean
}

/** A record above this is cut, and the rest handed out as `rest`, so that memory stays bounded. */
export const recordBytesMax = 32 * 1024 * 1024
/** Bytes behind a `From ` that must be at hand to judge it: the line itself and two header lines. */
const lookahead = separatorBytesMax + 2 * 1024

const lf = 0x0a
const cr = 0x0d

type Options = {
  readonly formatPatch?: boolean
  readonly recordBytesMax?: number
  /** Believe a Content-Length behind which a separator or the end of the file stands (mboxcl, mboxcl2). */
  readonly contentLength?: boolean
}
type Found = { at: number; mailStart: number; envelopeAt: number | null; isGlued: boolean }

const lineAt = (buffer: Buffer, at: number, limit: number): { text: string; next: number } => {
  const nl = buffer.indexOf(lf, at)
  const end = nl < 0 ? buffer.length : nl
  const stop = end > at && buffer[end - 1] === cr ? end - 1 : end
  return { text: buffer.toString('latin1', at, Math.min(stop, at + limit)), next: nl < 0 ? buffer.length : nl + 1 }
}

/** True when the line before offset `at` is empty, or nothing stands before it. */
const afterBlank = (buffer: Buffer, at: number): boolean => {
  let i = at - 2
  if (i >= 0 && buffer[i] === cr) i--
  return i < 0 || buffer[i] === lf
}

/** Judges the `From ` at a line start (mail.md E1, E6). */
const separatorAt = (buffer: Buffer, at: number, options: Options): Found | null => {
  const line = lineAt(buffer, at, separatorBytesMax + 1)
  const separator = readSeparator(line.text)
  if (separator === null || (separator.isFormatPatch && options.formatPatch !== true)) return null
  const envelopeAt = separator.isFormatPatch ? null : separator.atSeconds
  const isBlankBefore = afterBlank(buffer, at)
  const atEnd = line.next >= buffer.length
  if (isBlankBefore && atEnd) return { at, mailStart: line.next, envelopeAt, isGlued: false }
  const first = lineAt(buffer, line.next, 1024)
  if (!looksLikeHeader(first.text)) return null
  if (isBlankBefore) return { at, mailStart: line.next, envelopeAt, isGlued: false }
  let second = lineAt(buffer, first.next, 1024)
  while (second.text.startsWith(' ') || second.text.startsWith('\t')) {
    if (second.next >= buffer.length) return null
    second = lineAt(buffer, second.next, 1024)
  }
  return looksLikeHeader(second.text) ? { at, mailStart: line.next, envelopeAt, isGlued: true } : null
}

/** Length of the empty line that closes a record: it belongs to the mbox, not to the mail. */
const closing = (bytes: Buffer, mailStart: number): number => {
  const n = bytes.length
  if (n - mailStart >= 2 && bytes[n - 1] === lf && bytes[n - 2] === lf) return 1
  if (n - mailStart >= 3 && bytes[n - 1] === lf && bytes[n - 2] === cr && bytes[n - 3] === lf) return 2
  return 0
}

/** Bytes of headers that are looked at for a length. */
const headBytesMax = 256 * 1024

/** Where the mail that starts at `mailStart` ends by its own Content-Length, the last one where it names several. */
const statedLength = (held: Buffer, mailStart: number, isLast: boolean): { end: number } | null | 'unseen' => {
  let length: number | null = null
  for (let at = mailStart; at - mailStart < headBytesMax; ) {
    const nl = held.indexOf(lf, at)
    if (nl < 0) return isLast ? null : 'unseen'
    if (nl === at || (nl === at + 1 && held[at] === cr)) return length === null ? null : { end: nl + 1 + length }
    if (nl - at < 64) {
      const stated = /^content-length:[ \t]*(\d{1,10})[ \t]*\r?$/i.exec(held.toString('latin1', at, nl))
      if (stated !== null) length = Number(stated[1])
    }
    at = nl + 1
  }
  return null
}

/** Where the next record starts behind a mail that ends at `end` by its length; null when that length is wrong. */
const behindLength = (held: Buffer, end: number, isLast: boolean, options: Options): number | null => {
  let at = end
  for (let blank = 0; blank < 2 && at < held.length; blank++) {
    if (held[at] === lf) at++
    else if (held[at] === cr && held[at + 1] === lf) at += 2
    else break
  }
  if (at >= held.length) return isLast && end <= held.length ? at : null
  const isLineStart = at > 0 && held[at - 1] === lf
  return isLineStart && separatorAt(held, at, options) !== null ? at : null
}

/** Splits the bytes of an mbox, fed in any portions, into pieces. Holds one record at a time. */
export class MboxSplitter {
  private readonly options: Options
  private readonly limit: number
  /** Bytes of the record being read, and what came behind it. */
  private held: Buffer = Buffer.alloc(0)
  /** Offset of `held` in the file. */
  private heldAt = 0
  /** Up to here no separator begins in `held`. */
  private scanned = 0
  /** The separator that opened the record being read; `mailStart` counts from the record's start. */
  private open: Found | null = null
  private isCut = false
  private hasBegun = false
  /** Where the mail ends, counted from the record's start: by its length, null when that is not to be believed. */
  private lengthEnd: number | null = null
  /** Where the record being read starts in `held`; -1 once its length has been judged. */
  private judgeAt = -1

  constructor(options: Options = {}) {
    this.options = options
    this.limit = options.recordBytesMax ?? recordBytesMax
  }

  /** Takes bytes in; returns the pieces that are now complete. */
  push(bytes: Buffer): Piece[] {
    this.held = this.held.length === 0 ? bytes : Buffer.concat([this.held, bytes])
    return this.drain(false)
  }

  /** No more bytes: returns what is left. */
  end(): Piece[] {
    const pieces = this.drain(true)
    if (this.held.length > 0) pieces.push(this.piece(0, this.held.length))
    this.held = Buffer.alloc(0)
    return pieces
  }

  /** True when a mail starts somewhere in these bytes: is this an mbox at all? */
  hasMail(bytes: Buffer): boolean {
    return [...this.push(bytes), ...this.end()].some(piece => piece.kind === 'mail')
  }

  private drain(isLast: boolean): Piece[] {
    const pieces: Piece[] = []
    if (!this.hasBegun) {
      if (this.held.length < lookahead && !isLast) return pieces
      this.hasBegun = true
      if (this.held[0] === 0xef && this.held[1] === 0xbb && this.held[2] === 0xbf) {
        pieces.push(this.piece(0, 3))
        this.drop(3)
      }
      const first = separatorAt(this.held, 0, this.options)
      if (first !== null) this.begin(first)
    }
    let from = 0
    for (let next = this.find(isLast); next !== null; next = this.find(isLast)) {
      pieces.push(this.piece(from, next.at))
      this.begin(next)
      from = next.at
    }
    this.drop(from)
    if (this.judgeAt >= 0) this.judgeAt -= from
    while (this.held.length > this.limit && this.scanned >= this.limit) {
      pieces.push(this.piece(0, this.limit))
      this.drop(this.limit)
      this.isCut = true
    }
    return pieces
  }

  private begin(found: Found): void {
    this.open = { ...found, mailStart: found.mailStart - found.at }
    this.isCut = false
    this.scanned = found.mailStart
    this.lengthEnd = null
    this.judgeAt = this.options.contentLength === true ? found.at : -1
  }

  /** Judges the length that the record at `judgeAt` names; false when more bytes are needed for that. */
  private judge(isLast: boolean): boolean {
    const { held, judgeAt, open } = this
    if (judgeAt < 0 || open === null) return true
    const mailStart = judgeAt + open.mailStart
    const stated = statedLength(held, mailStart, isLast)
    if (stated === 'unseen') return false
    this.judgeAt = -1
    if (stated === null || stated.end - judgeAt > this.limit) return true
    if (!isLast && stated.end + lookahead > held.length) {
      this.judgeAt = judgeAt
      return false
    }
    const next = behindLength(held, stated.end, isLast, this.options)
    if (next === null) return true
    this.lengthEnd = stated.end - judgeAt
    this.scanned = next
    return true
  }

  private drop(length: number): void {
    this.held = this.held.subarray(length)
    this.heldAt += length
    this.scanned = Math.max(0, this.scanned - length)
  }

  /** The next separator behind `scanned`; null when there is none yet. */
  private find(isLast: boolean): Found | null {
    if (!this.judge(isLast)) return null
    for (;;) {
      const nl = this.held.indexOf('\nFrom ', Math.max(0, this.scanned - 1))
      if (nl < 0) {
        this.scanned = Math.max(this.scanned, this.held.length - 6)
        return null
      }
      if (!isLast && nl + 1 + lookahead > this.held.length) {
        this.scanned = nl + 1
        return null
      }
      const found = separatorAt(this.held, nl + 1, this.options)
      if (found !== null) return found
      this.scanned = nl + 2
    }
  }

  private piece(from: number, to: number): Piece {
    const bytes = this.held.subarray(from, to)
    const start = this.heldAt + from
    const { open } = this
    if (open === null || this.isCut) {
      const kind = this.isCut ? 'rest' : 'stray'
      return {
        kind,
        start,
        bytes,
        mailStart: 0,
        mailEnd: bytes.length,
        envelopeAt: null,
        isGlued: false,
        isLengthWrong: false,
      }
    }
    const { mailStart, envelopeAt, isGlued } = open
    return {
      kind: 'mail',
      start,
      bytes,
      mailStart,
      mailEnd: this.lengthEnd ?? bytes.length - closing(bytes, mailStart),
      envelopeAt,
      isGlued,
      isLengthWrong: this.options.contentLength === true && this.lengthEnd === null,
    }
  }
}
