import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { HandedOut, Quarantined, RawMessage } from '../../../model/index.ts'
import { SourceError } from '../types.ts'
import type { OpenedSource, Probe, SourceOptions } from '../types.ts'
import { Chunk } from './chunks.ts'
import { slugOf, slugOfFile } from './slug.ts'
import { decodeTails, encodeTails, hashOf } from './tail.ts'
import type { Tail } from './tail.ts'
import { bytesOfFile, mailOfFile } from './whole.ts'

/** One mail of a folder. `position` names it for good; `path` is where it lies now, null when it is gone. */
export type FolderMail = { readonly position: string; readonly path: () => Promise<string | null> }

/** A file that was written to within this time may still be; of so many at most it is remembered what they held. */
const restMs = 10 * 60 * 1000
const tailsMax = 1024

/** What was handed out of a file when it was shorter, if its first bytes are still the same. */
const cutThen = (tail: Tail | undefined, bytes: Buffer, item: RawMessage | Quarantined): readonly HandedOut[] => {
  if (tail === undefined || tail.to > bytes.length || hashOf(bytes.subarray(0, tail.to)) !== tail.hash) return []
  const hash = hashOf(item.bytes)
  return tail.handed.filter(one => one.hash !== hash)
}

/** A folder that holds one mail a file, in the order given. A file that cannot be read is told; the rest go in. */
export const openFolder = (probe: Probe, options: SourceOptions, mails: readonly FolderMail[]): OpenedSource => {
  let failed: SourceError | null = null
  let failures = 0
  let read = 0
  const fail = (position: string, says: string) => {
    failures++
    failed = new SourceError(
      probe.path,
      `${position} ${says}${failures > 1 ? ` (and ${failures - 1} more files)` : ''}: check the folder and run this again`,
    )
  }
  const given = options.list ?? null
  const tailKey = `tail.${resolve(probe.path)}.${given ?? ''}`
  /** By the position of the mail: what was kept the last time, and of files read since what they hold now. */
  const tails = new Map<string, Tail>()
  const readMail = async (at: string, position: string): Promise<RawMessage | Quarantined> => {
    const bytes = await bytesOfFile(at)
    const item = mailOfFile(bytes, { source: probe.path, position })
    const replaces = cutThen(tails.get(position), bytes, item)
    tails.delete(position)
    if (tails.size < tailsMax && Date.now() - (await stat(at)).mtimeMs < restMs)
      tails.set(position, {
        from: 0,
        to: bytes.length,
        hash: hashOf(bytes),
        handed: [{ source: probe.path, position, hash: hashOf(item.bytes) }],
      })
    return replaces.length === 0 ? item : { ...item, replaces }
  }
  async function* chunks(): AsyncGenerator<(RawMessage | Quarantined)[]> {
    const chunk = new Chunk()
    for (const tail of decodeTails((await options.resume?.(tailKey)) ?? null))
      tails.set(tail.handed[0]?.position ?? '', tail)
    for (const { position, path } of mails) {
      const at = await path()
      if (at === null) fail(position, 'went away while the folder was read')
      else
        try {
          chunk.add(await readMail(at, position))
        } catch (error) {
          fail(position, `cannot be read (${(error as { code?: string }).code ?? (error as Error).message})`)
        }
      read++
      if (chunk.isFull) yield chunk.take()
    }
    if (!chunk.isEmpty) yield chunk.take()
  }
  return {
    name: probe.fileName,
    path: probe.path,
    list: given === null ? slugOfFile(probe.fileName) : slugOf(given),
    isListGiven: given !== null,
    sizeBytes: mails.length,
    read: chunks,
    bytesRead: () => read,
    failure: () => failed,
    tail: () => [{ key: tailKey, value: encodeTails([...tails.values()]) }],
  }
}
