import type { Quarantined, RawMessage } from '../../model/index.ts'
import { readHead } from '../parse/head.ts'
import { slugOf, slugOfFile, slugOfListId } from './lib/slug.ts'
import { openStream, streamSays } from './lib/stream.ts'
import { mailBytesMax as bytesMax, mailOf } from './lib/whole.ts'
import { SourceError } from './types.ts'
import type { Source } from './types.ts'

/** One mail in a file of its own, as it came. */
export const source: Source = {
  name: 'eml',
  accepts: probe => {
    if (probe.entries !== undefined || probe.url !== undefined) return 0
    const head = readHead(probe.head)
    if (!head.isMail || head.bodyStart === 0) return 0
    // Headers must open the file and be more than one line that happens to hold a colon.
    const named = ['message-id', 'from', 'date', 'received', 'subject'].filter(name => head.fields.has(name)).length
    if (/\.eml(?:\.gz)?$/i.test(probe.fileName)) return 3
    return named >= 3 && head.problems.length === 0 ? 1 : 0
  },
  open: (probe, options) => {
    const stream = openStream(probe)
    let failed: SourceError | null = null
    async function* read(): AsyncGenerator<(RawMessage | Quarantined)[]> {
      const parts: Buffer[] = []
      let size = 0
      for await (const bytes of stream.read()) {
        parts.push(bytes)
        size += bytes.length
        if (size > bytesMax) break
      }
      const bytes = Buffer.concat(parts)
      const end = stream.end()
      const where = { source: probe.path, position: '0' }
      if (end !== null || size > bytesMax) {
        failed = new SourceError(
          probe.path,
          end === null ? `larger than ${bytesMax} bytes: no single mail` : streamSays(end),
        )
        yield [{ kind: 'quarantine', bytes, ...where, reason: end === null ? 'too-large' : 'cut-by-end-of-source' }]
        return
      }
      yield [mailOf(bytes, where)]
    }
    const listId = /<([^<>\s]{1,200})>/.exec(readHead(probe.head).fields.get('list-id')?.[0] ?? '')?.[1]
    const given = options.list ?? null
    return {
      name: probe.fileName,
      path: probe.path,
      list: given === null ? (listId === undefined ? slugOfFile(probe.fileName) : slugOfListId(listId)) : slugOf(given),
      isListGiven: given !== null,
      sizeBytes: probe.sizeBytes,
      read,
      bytesRead: stream.bytesRead,
      failure: () => failed,
    }
  },
}
