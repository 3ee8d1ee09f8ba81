import { createHash } from 'node:crypto'
import type { Hash } from 'node:crypto'
import type { HandedOut } from '../../../model/index.ts'

/**
 * The end of a file as it was read: a stretch of its bytes (uncompressed; `to` exclusive) with their sha256, and what was
 * handed out for them. When the file has grown since and still holds these bytes in this place, whatever comes out of
 * them otherwise was cut by the end that the file had then.
 */
export type Tail = {
  readonly from: number
  readonly to: number
  readonly hash: string
  readonly handed: readonly HandedOut[]
}

/** sha256 (hex) of bytes. */
export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Tails as they are kept between runs. */
export const encodeTails = (tails: readonly Tail[]): string => JSON.stringify(tails)

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0

const isTail = (value: unknown): value is Tail => {
  if (typeof value !== 'object' || value === null) return false
  const { from, to, hash, handed } = value as Partial<Record<keyof Tail, unknown>>
  return (
    isCount(from) &&
    isCount(to) &&
    typeof hash === 'string' &&
    Array.isArray(handed) &&
    handed.every(
      (one: Partial<HandedOut> | null) =>
        typeof one?.source === 'string' && typeof one.position === 'string' && typeof one.hash === 'string',
    )
  )
}

/** Tails that were kept; none where nothing was, or nothing that can be read. */
export const decodeTails = (kept: string | null): readonly Tail[] => {
  if (kept === null) return []
  try {
    const tails: unknown = JSON.parse(kept)
    return Array.isArray(tails) ? tails.filter(isTail) : []
  } catch {
    return []
  }
}

/**
 * Looks for a tail in the bytes of a file that go by. What is made of them has to wait until it is known whether they are
 * still there.
 */
export class TailSeeker {
  private readonly tail: Tail | null
  private readonly hash: Hash = createHash('sha256')
  private at = 0
  private found: boolean | null = null

  constructor(tail: Tail | null) {
    this.tail = tail
    if (tail === null || tail.to <= tail.from) this.found = false
  }

  /** Takes the next bytes in. */
  push(bytes: Uint8Array): void {
    const { tail, at } = this
    this.at += bytes.length
    if (this.found !== null || tail === null) return
    if (this.at > tail.from)
      this.hash.update(bytes.subarray(Math.max(0, tail.from - at), Math.min(bytes.length, tail.to - at)))
    if (this.at >= tail.to) this.found = this.hash.digest('hex') === tail.hash
  }

  /** No more bytes come. */
  end(): void {
    this.found ??= false
  }

  /** True while what starts at this offset has to wait. */
  holds(start: number): boolean {
    return this.found === null && this.tail !== null && start >= this.tail.from
  }

  /** What was handed out for places in `[start, end)`, other than what is handed out for `start` now. */
  cutWithin(start: number, end: number, now: () => string): readonly HandedOut[] {
    if (this.found !== true || this.tail === null) return []
    const within = this.tail.handed.filter(one => Number(one.position) >= start && Number(one.position) < end)
    if (within.length === 0) return []
    const hash = now()
    return within.filter(one => Number(one.position) !== start || one.hash !== hash)
  }
}
