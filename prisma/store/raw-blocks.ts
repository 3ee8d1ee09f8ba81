import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { Rows, WriteTx } from './tables.ts'

/**
 * Bytes of mail that are compressed together at most; a larger mail is alone. Mails that arrive together quote each
 * other: at this size an archive is a quarter to a third smaller, and costs a third of the CPU, than mail by mail.
 */
const blockMaxBytes = 128 * 1024
/** The fastest level: an archive grows by less than one in a hundred over the default. */
const level = { [constants.ZSTD_c_compressionLevel]: 1 }

export const compressed = (bytes: Uint8Array): Buffer<ArrayBuffer> =>
  zstdCompressSync(bytes, { params: level, chunkSize: Math.max(1024, Math.min(64 * 1024, bytes.length)) })

/** Bytes to be kept under their number and hash. */
export type RawBytes = { readonly id: number; readonly hash: string; readonly bytes: Uint8Array }

/** Rows of raw mail and of the blocks that hold it, in the order given. */
export function packRaws(
  mails: readonly RawBytes[],
  nextBlock: () => number,
): { blocks: Rows['raw_block'][]; raws: Rows['raw'][] } {
  const blocks: Rows['raw_block'][] = []
  const raws: Rows['raw'][] = []
  for (let at = 0; at < mails.length; ) {
    const blockId = nextBlock()
    const members: Uint8Array[] = []
    let size = 0
    for (; at < mails.length; at++) {
      const { id, hash, bytes } = mails[at]!
      if (size > 0 && size + bytes.length > blockMaxBytes) break
      raws.push({ id, hash, sizeBytes: bytes.length, blockId, start: size })
      members.push(bytes)
      size += bytes.length
    }
    blocks.push({ id: blockId, bytes: compressed(members.length === 1 ? members[0]! : Buffer.concat(members, size)) })
  }
  return { blocks, raws }
}

/** Takes the content of raw mail out of its blocks; that it came, its hash, stays. */
export async function blankRaws(tx: WriteTx, ids: readonly number[]): Promise<void> {
  for (const id of ids) {
    const [row] = await tx.all(
      'SELECT r."sizeBytes", r."start", b."id", b."bytes" FROM "raw" r JOIN "raw_block" b ON b."id" = r."blockId" WHERE r."id" = ?',
      [id],
    )
    if (!row || row.sizeBytes === 0) continue
    const start = row.start as number
    const bytes = zstdDecompressSync(row.bytes as Uint8Array).fill(0, start, start + (row.sizeBytes as number))
    await tx.run('UPDATE "raw_block" SET "bytes" = ? WHERE "id" = ?', [compressed(bytes), row.id as number])
    await tx.run('UPDATE "raw" SET "sizeBytes" = 0 WHERE "id" = ?', [id])
  }
}

/**
 * Drops those raw mails that no delivery came as, with their content. The block itself stays, empty in the end: its
 * number must not come again while a reader remembers it.
 */
export async function dropRaws(tx: WriteTx, ids: readonly number[]): Promise<void> {
  const held = await tx.allIn('SELECT DISTINCT "rawId" FROM "delivery" WHERE "rawId" IN (??)', ids)
  const kept = new Set(held.map(row => row.rawId))
  const lone = [...new Set(ids)].filter(id => !kept.has(id))
  await blankRaws(tx, lone)
  await tx.runIn('DELETE FROM "raw" WHERE "id" IN (??)', lone)
}

/** Where the bytes of a mail lie. */
export type RawPlace = { readonly blockId: number; readonly start: number; readonly sizeBytes: number }

const blocksKept = 4

/** Reads raw mail out of blocks; the last few stay decompressed, since the mails of a thread lie close together. */
export function rawReader(blockOf: (id: number) => Promise<Uint8Array>) {
  const kept = new Map<number, Buffer>()
  return async ({ blockId, start, sizeBytes }: RawPlace): Promise<Uint8Array> => {
    let block = kept.get(blockId)
    if (block === undefined) {
      block = zstdDecompressSync(await blockOf(blockId))
      const [oldest] = kept.keys()
      if (kept.size >= blocksKept && oldest !== undefined) kept.delete(oldest)
      kept.set(blockId, block)
    }
    return new Uint8Array(block.subarray(start, start + sizeBytes))
  }
}
