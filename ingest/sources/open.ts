import { sources } from './all.ts'
import { probeOf } from './lib/probe.ts'
import { SourceError } from './types.ts'
import type { OpenedSource, SourceOptions } from './types.ts'

const isHtml = (head: Buffer): boolean =>
  /^(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|\?xml|!--)/i.test(head.toString('latin1', 0, 1024))

/**
 * Opens a source by what its first bytes say it is. Throws `SourceError` with one line for what cannot be read: a path
 * that is not there, a folder of no known kind, an empty file, an HTML page, something that is no mail at all.
 */
export const openSource = async (path: string, options: SourceOptions = {}): Promise<OpenedSource> => {
  const probe = await probeOf(path, options)
  if (isHtml(probe.head))
    throw new SourceError(path, 'is an HTML page, no mailbox: a server answered with a page; download the raw mbox')
  const ranked = sources
    .map(source => ({ source, rank: source.accepts(probe) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank)
  const [best] = ranked
  if (best !== undefined) return best.source.open(probe, options)
  throw new SourceError(
    path,
    probe.entries === undefined
      ? 'is no mail that can be read: give an mbox file (plain or .gz), a single mail (.eml) or its text (.txt)'
      : 'a folder of no known kind (Maildir, .eml files, public-inbox): give the mbox files in it by name, for example FOLDER/*.mbox',
  )
}
