import type { Quarantined, RawMessage } from '../../../model/index.ts'

/** Mails and bytes of one chunk at most (one mail may be larger). */
export const chunkMails = 1024
export const chunkBytes = 8 * 1024 * 1024

type Item = RawMessage | Quarantined

/** Gathers items into chunks of bounded size. */
export class Chunk {
  private items: Item[] = []
  private size = 0

  /** Takes one item in. */
  add(item: Item): void {
    this.items.push(item)
    this.size += item.bytes.length
  }

  /** True when it should be handed on. */
  get isFull(): boolean {
    return this.items.length >= chunkMails || this.size >= chunkBytes
  }

  get isEmpty(): boolean {
    return this.items.length === 0
  }

  /** Hands out what was gathered and starts anew. */
  take(): Item[] {
    const { items } = this
    this.items = []
    this.size = 0
    return items
  }
}
