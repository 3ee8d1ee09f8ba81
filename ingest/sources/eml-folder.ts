import { join } from 'node:path'
import { openFolder } from './lib/folder.ts'
import type { Source } from './types.ts'

const isEml = (name: string): boolean => /\.eml(?:\.gz)?$/i.test(name) && !name.startsWith('.')

/** A folder of single mails: its `.eml` and `.eml.gz` files by name. What else lies there, folders too, is left alone. */
export const source: Source = {
  name: 'eml-folder',
  accepts: ({ entries }) => (entries?.some(isEml) ? 2 : 0),
  open: (probe, options) =>
    openFolder(
      probe,
      options,
      (probe.entries ?? [])
        .filter(isEml)
        .map(name => ({ position: name, path: () => Promise.resolve(join(probe.path, name)) })),
    ),
}
