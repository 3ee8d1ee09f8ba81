import { existsSync, readdirSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openFolder } from './lib/folder.ts'
import { SourceError } from './types.ts'
import type { Source } from './types.ts'

const folders = ['cur', 'new'] as const

/** The part of a Maildir name that stays when flags change: what stands before `:2,`. */
const uniqueName = (name: string): string => name.split(/[:;!]2,/, 1)[0] ?? name

/** A Maildir: `cur` and `new` in one order, by name; flags say nothing about the mail, `tmp` holds none that is whole. */
export const source: Source = {
  name: 'maildir',
  accepts: ({ entries }) => (entries !== undefined && entries.includes('cur') && entries.includes('new') ? 3 : 0),
  open: (probe, options) => {
    const found = new Map<string, string>()
    for (const folder of folders) {
      try {
        for (const entry of readdirSync(join(probe.path, folder), { withFileTypes: true }))
          if (!entry.isDirectory() && !entry.name.startsWith('.'))
            found.set(uniqueName(entry.name), join(folder, entry.name))
      } catch (error) {
        throw new SourceError(
          probe.path,
          `${folder}/ may not be read (${(error as { code?: string }).code ?? 'unknown'}): check its permissions`,
        )
      }
    }
    // A mail reader may set a flag, which renames the file, or move it from new to cur while we read.
    const now = async (unique: string, was: string): Promise<string | null> => {
      if (existsSync(join(probe.path, was))) return join(probe.path, was)
      for (const folder of folders)
        for (const name of await readdir(join(probe.path, folder)))
          if (uniqueName(name) === unique) return join(probe.path, folder, name)
      return null
    }
    const names = [...found].sort((a, b) => (a[0] < b[0] ? -1 : 1))
    return openFolder(
      probe,
      options,
      names.map(([unique, was]) => ({ position: unique, path: () => now(unique, was) })),
    )
  },
}
