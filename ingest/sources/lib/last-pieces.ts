import { createHash } from 'node:crypto'
import type { Quarantined, RawMessage } from '../../../model/index.ts'
import type { Piece } from './split.ts'
import { hashOf } from './tail.ts'
import type { Tail } from './tail.ts'

/** Pieces whose bounds the end of the file may have decided: the last one, and the one before it (mail.md E1). */
const piecesMin = 2
/** A length that led behind the end was not believed, so that the mail was cut at every line that looks like a separator. */
const piecesMax = 64
const bytesMax = 64 * 1024 * 1024

/** Remembers the last pieces of an mbox: what comes of their bytes may be something else once the file has grown. */
export class LastPieces {
  private readonly byLength: boolean
  private pieces: Piece[] = []

  /** `byLength`: the mbox tells its mails apart by Content-Length (mboxcl, mboxcl2). */
  constructor(byLength: boolean) {
    this.byLength = byLength
  }

  /** Takes the next pieces in. */
  add(pieces: readonly Piece[]): void {
    for (const piece of pieces) {
      this.pieces.push(piece)
      while (this.pieces.length > piecesMin && !this.isOpen()) this.pieces.shift()
    }
  }

  /** True while the first piece held may still turn out to be cut by the end. */
  private isOpen(): boolean {
    const [first] = this.pieces
    return (
      this.byLength &&
      first?.isLengthWrong === true &&
      this.pieces.length <= piecesMax &&
      this.pieces.reduce((sum, piece) => sum + piece.bytes.length, 0) <= bytesMax
    )
  }

  /** The stretch they make up, and what `handed` says was handed out for each; null for a file without any. */
  tail(handed: (piece: Piece) => RawMessage | Quarantined | null): Tail | null {
    const [first] = this.pieces
    const last = this.pieces.at(-1)
    if (first === undefined || last === undefined) return null
    const hash = createHash('sha256')
    for (const piece of this.pieces) hash.update(piece.bytes)
    return {
      from: first.start,
      to: last.start + last.bytes.length,
      hash: hash.digest('hex'),
      handed: this.pieces.flatMap(piece => {
        const item = handed(piece)
        return item === null ? [] : [{ source: item.source, position: item.position, hash: hashOf(item.bytes) }]
      }),
    }
  }
}
