import type { Quarantined, RawMessage } from '../../../model/index.ts'
import { SourceError } from '../types.ts'
import type { OpenedSource, Probe, SourceOptions } from '../types.ts'
import { Chunk } from './chunks.ts'
import { slugOf, slugOfFile } from './slug.ts'
import { mailOfFile } from './whole.ts'

/** One mail of a folder. `position` names it for good; `path` is where it lies now, null when it is gone. */
export type FolderMail = { readonly position: string; readonly path: () => Promise<string | null> }

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
  async function* chunks(): AsyncGenerator<(RawMessage | Quarantined)[]> {
    const chunk = new Chunk()
    for (const { position, path } of mails) {
      const at = await path()
      if (at === null) fail(position, 'went away while the folder was read')
      else
        try {
          chunk.add(await mailOfFile(at, { source: probe.path, position }))
        } catch (error) {
          fail(position, `cannot be read (${(error as { code?: string }).code ?? (error as Error).message})`)
        }
      read++
      if (chunk.isFull) yield chunk.take()
    }
    if (!chunk.isEmpty) yield chunk.take()
  }
  const given = options.list ?? null
  return {
    name: probe.fileName,
    path: probe.path,
    list: given === null ? slugOfFile(probe.fileName) : slugOf(given),
    isListGiven: given !== null,
    sizeBytes: mails.length,
    read: chunks,
    bytesRead: () => read,
    failure: () => failed,
  }
}
