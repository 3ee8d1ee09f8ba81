import type { Quarantined, RawMessage } from '../../model/index.ts'
import { looksLikeArchiveText } from '../parse/archive.ts'
import { slugOf } from './lib/slug.ts'
import { openStream, streamSays } from './lib/stream.ts'
import { SourceError } from './types.ts'
import type { Source } from './types.ts'

/** A page of text above this is no single mail. */
const bytesMax = 4 * 1024 * 1024
/** List of mails that came without one and without a name that tells. */
const fallbackList = 'from-web-archives'

/** A mail as web archives print it: subject, From, Date, text; or its text alone, flattened to one line. */
export const source: Source = {
  name: 'text',
  accepts: probe => {
    if (probe.entries !== undefined || probe.url !== undefined) return 0
    if (looksLikeArchiveText(probe.head.toString('utf8', 0, Math.min(probe.head.length, 4096)))) return 3
    return /\.txt$/i.test(probe.fileName) && !probe.head.includes(0) ? 1 : 0
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
      const where = { source: probe.path, position: '0' }
      const end = stream.end()
      if (end !== null || size > bytesMax) {
        failed = new SourceError(
          probe.path,
          end === null ? `larger than ${bytesMax} bytes: no single mail` : streamSays(end),
        )
        yield [
          {
            kind: 'quarantine',
            bytes: Buffer.concat(parts),
            ...where,
            reason: end === null ? 'too-large' : 'cut-by-end-of-source',
          },
        ]
        return
      }
      yield [
        { kind: 'mail', bytes: Buffer.concat(parts), form: 'archive-text', ...where, envelopeAt: null, problems: [] },
      ]
    }
    const given = options.list ?? null
    return {
      name: probe.fileName,
      path: probe.path,
      list: given === null ? fallbackList : slugOf(given),
      isListGiven: given !== null,
      sizeBytes: probe.sizeBytes,
      read,
      bytesRead: stream.bytesRead,
      failure: () => failed,
    }
  },
}
