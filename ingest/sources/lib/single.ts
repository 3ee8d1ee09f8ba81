import { resolve } from 'node:path'
import type { Quarantined, RawMessage } from '../../../model/index.ts'
import { SourceError } from '../types.ts'
import type { OpenedSource, Probe, SourceOptions } from '../types.ts'
import { slugOf } from './slug.ts'
import { openStream, streamSays } from './stream.ts'
import { decodeTails, encodeTails, hashOf, TailSeeker } from './tail.ts'
import type { Tail } from './tail.ts'

/** What tells one kind of single mail from another. */
export type Single = {
  readonly bytesMax: number
  /** Slug of the list where none was given. */
  readonly list: string
  /** The file's bytes as what they are. */
  record(bytes: Buffer, where: { readonly source: string; readonly position: string }): RawMessage | Quarantined
}

/** A file that is one mail as a whole. What it held when it was shorter is replaced by what it holds now. */
export const openSingle = (probe: Probe, options: SourceOptions, { bytesMax, list, record }: Single): OpenedSource => {
  const stream = openStream(probe)
  const given = options.list ?? null
  const tailKey = probe.input === undefined ? `tail.${resolve(probe.path)}.${given ?? ''}` : null
  const where = { source: probe.path, position: '0' }
  let failed: SourceError | null = null
  let tail: Tail | null = null

  async function* read(): AsyncGenerator<(RawMessage | Quarantined)[]> {
    const kept = tailKey === null ? null : ((await options.resume?.(tailKey)) ?? null)
    const seeker = new TailSeeker(decodeTails(kept)[0] ?? null)
    const parts: Buffer[] = []
    let size = 0
    for await (const bytes of stream.read()) {
      parts.push(bytes)
      seeker.push(bytes)
      size += bytes.length
      if (size > bytesMax) break
    }
    seeker.end()
    const bytes = Buffer.concat(parts)
    const end = stream.end()
    if (end !== null || size > bytesMax)
      failed = new SourceError(
        probe.path,
        end === null ? `larger than ${bytesMax} bytes: no single mail` : streamSays(end),
      )
    const item: RawMessage | Quarantined =
      failed === null
        ? record(bytes, where)
        : { kind: 'quarantine', bytes, ...where, reason: end === null ? 'too-large' : 'cut-by-end-of-source' }
    const hash = hashOf(bytes)
    tail = { from: 0, to: size, hash, handed: [{ ...where, hash }] }
    const replaces = seeker.cutWithin(0, Math.max(1, size), () => hash)
    yield [replaces.length === 0 ? item : { ...item, replaces }]
  }
  return {
    name: probe.fileName,
    path: probe.path,
    list: given === null ? list : slugOf(given),
    isListGiven: given !== null,
    sizeBytes: probe.sizeBytes,
    read,
    bytesRead: stream.bytesRead,
    failure: () => failed,
    tail: () => (tail === null || tailKey === null ? [] : [{ key: tailKey, value: encodeTails([tail]) }]),
  }
}
