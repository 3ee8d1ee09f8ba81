import { looksLikeArchiveText } from '../parse/archive.ts'
import { openSingle } from './lib/single.ts'
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
  open: (probe, options) =>
    openSingle(probe, options, {
      bytesMax,
      list: fallbackList,
      record: (bytes, where) => ({
        kind: 'mail',
        bytes,
        form: 'archive-text',
        ...where,
        envelopeAt: null,
        problems: [],
      }),
    }),
}
