import { resolve } from 'node:path'
import type { Problem, Quarantined, RawMessage } from '../../model/index.ts'
import { unescapeMboxrd } from '../../text/index.ts'
import { Chunk } from './lib/chunks.ts'
import { LastPieces } from './lib/last-pieces.ts'
import { stripFrom } from './lib/strip-from.ts'
import { looksLikeHeader, readSeparator } from './lib/separator.ts'
import { slugOf, slugOfFile, slugOfListId } from './lib/slug.ts'
import { MboxSplitter } from './lib/split.ts'
import type { Piece } from './lib/split.ts'
import { openStream, streamSays } from './lib/stream.ts'
import { decodeTails, encodeTails, hashOf, TailSeeker } from './lib/tail.ts'
import type { Tail } from './lib/tail.ts'
import { SourceError } from './types.ts'
import type { OpenedSource, Probe, Source, SourceOptions } from './types.ts'

const firstLineIsSeparator = (head: Buffer): boolean => {
  const text = head
    .toString('latin1', 0, 2048)
    .replace(/^\xef\xbb\xbf/, '')
    .replace(/^[\r\n]+/, '')
  const nl = text.indexOf('\n')
  if (readSeparator((nl < 0 ? text : text.slice(0, nl)).trimEnd()) === null) return false
  return nl < 0 || text.length === nl + 1 || looksLikeHeader(text.slice(nl + 1))
}

/** The list most mails at the start of the file name in List-Id; ties go to the smaller name. */
const listInHead = (head: Buffer): string | null => {
  const counts = new Map<string, number>()
  for (const match of head.toString('latin1', 0, head.length).matchAll(/^list-id:[^\n]{0,300}<([^<>\n]{1,200})>/gim)) {
    const slug = slugOfListId((match[1] ?? '').trim())
    counts.set(slug, (counts.get(slug) ?? 0) + 1)
  }
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? null
}

/** Opens bytes that are an mbox; also for sources that bring one from elsewhere. */
export const openMbox = (probe: Probe, options: SourceOptions): OpenedSource => {
  const stream = openStream(probe)
  let failed: SourceError | null = null
  const given = options.list ?? null
  const variant = options.mbox ?? 'rd'
  const contentLength = variant === 'cl' || variant === 'cl2'
  const splitting = { formatPatch: options.formatPatch === true, contentLength }
  const unescape =
    variant === 'rd' ? unescapeMboxrd : variant !== 'cl2' && options.stripFrom === true ? stripFrom : null
  if (!firstLineIsSeparator(probe.head) && !new MboxSplitter(splitting).hasMail(probe.head))
    throw new SourceError(probe.path, 'holds no mail: no line `From sender date` starts one; give an mbox file')

  const record = (piece: Piece): RawMessage | Quarantined => {
    const source = probe.path
    const position = String(piece.start)
    const quarantined = (reason: string): Quarantined => ({
      kind: 'quarantine',
      bytes: piece.bytes,
      source,
      position,
      reason,
    })
    if (piece.kind === 'stray')
      return quarantined(piece.bytes.toString('latin1', 0, 5) === 'From ' ? 'no-headers' : 'before-first-separator')
    if (piece.kind === 'rest') return quarantined('rest-of-record-too-large')
    const bytes = piece.bytes.subarray(piece.mailStart, piece.mailEnd)
    const odd: Problem[] = []
    if (piece.isGlued) odd.push({ stage: 'source', code: 'no-blank-line-before-separator' })
    if (piece.isLengthWrong) odd.push({ stage: 'source', code: 'content-length-wrong' })
    return {
      kind: 'mail',
      bytes: unescape !== null && bytes.includes('>From ') ? unescape(bytes) : bytes,
      form: 'rfc5322',
      source,
      position,
      envelopeAt: piece.envelopeAt,
      problems: odd,
    }
  }
  const isVoid = (piece: Piece): boolean =>
    piece.kind === 'stray' &&
    piece.bytes.length <= 4096 &&
    /^(?:\xef\xbb\xbf)?\s*$/.test(piece.bytes.toString('latin1'))

  // Only a file can be met again where it ended.
  const tailKey = probe.input === undefined ? `tail.${resolve(probe.path)}.${given ?? ''}` : null
  let tail: Tail | null = null

  async function* read(): AsyncGenerator<(RawMessage | Quarantined)[]> {
    const kept = tailKey === null ? null : ((await options.resume?.(tailKey)) ?? null)
    const seeker = new TailSeeker(decodeTails(kept)[0] ?? null)
    const splitter = new MboxSplitter(splitting)
    const lastPieces = new LastPieces(contentLength)
    const chunk = new Chunk()
    const waiting: Piece[] = []
    const put = function* (piece: Piece, item: RawMessage | Quarantined): Generator<(RawMessage | Quarantined)[]> {
      const replaces = seeker.cutWithin(piece.start, piece.start + piece.bytes.length, () => hashOf(item.bytes))
      chunk.add(replaces.length === 0 ? item : { ...item, replaces })
      if (chunk.isFull) yield chunk.take()
    }
    const take = function* (pieces: readonly Piece[]): Generator<(RawMessage | Quarantined)[]> {
      for (const piece of pieces) {
        if (seeker.holds(piece.start)) waiting.push(piece)
        else if (!isVoid(piece)) yield* put(piece, record(piece))
      }
    }
    for await (const bytes of stream.read()) {
      seeker.push(bytes)
      if (waiting.length > 0) yield* take(waiting.splice(0))
      const pieces = splitter.push(bytes)
      lastPieces.add(pieces)
      yield* take(pieces)
    }
    seeker.end()
    const end = stream.end()
    const last = splitter.end()
    lastPieces.add(last)
    // The record that was cut is no whole mail: it is kept apart, so that the whole one can come later.
    const cut = end === null ? undefined : last.pop()
    const recordNow = (piece: Piece): RawMessage | Quarantined =>
      piece === cut
        ? {
            kind: 'quarantine',
            bytes: cut.bytes,
            source: probe.path,
            position: String(cut.start),
            reason: 'cut-by-end-of-source',
          }
        : record(piece)
    if (end !== null) failed = new SourceError(probe.path, streamSays(end))
    const rest = [...waiting.splice(0), ...last, ...(cut === undefined ? [] : [cut])]
    for (const [index, piece] of rest.entries()) {
      if (piece !== cut && isVoid(piece)) continue
      // Goes with the chunk that holds the very last mail.
      if (index === rest.length - 1) tail = lastPieces.tail(p => (p !== cut && isVoid(p) ? null : recordNow(p)))
      yield* put(piece, recordNow(piece))
    }
    if (!chunk.isEmpty) yield chunk.take()
  }
  return {
    name: probe.fileName,
    path: probe.path,
    list: given === null ? (listInHead(probe.head) ?? slugOfFile(probe.fileName)) : slugOf(given),
    isListGiven: given !== null,
    sizeBytes: probe.sizeBytes,
    read,
    bytesRead: stream.bytesRead,
    failure: () => failed,
    tail: () => (tail === null || tailKey === null ? [] : [{ key: tailKey, value: encodeTails([tail]) }]),
  }
}

/** mbox files, plain or gzip: mboxrd unless told otherwise (mail.md E1-E8). */
export const source: Source = {
  name: 'mbox',
  accepts: probe => {
    if (probe.entries !== undefined || probe.url !== undefined) return 0
    if (firstLineIsSeparator(probe.head)) return 3
    return /\.(?:mbox|mbx)(?:\.gz)?$/i.test(probe.fileName) ? 2 : 0
  },
  open: openMbox,
}
