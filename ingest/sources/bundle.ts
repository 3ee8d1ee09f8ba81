import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { git, GitError } from './lib/git.ts'
import { openHistory } from './lib/history.ts'
import { slugOf } from './lib/slug.ts'
import { SourceError } from './types.ts'
import type { OpenedSource, Source } from './types.ts'

/** A big list takes git a while to unpack. */
const cloneLimitMs = 60 * 60 * 1000

/** Clones that are not yet given back, removed at the latest when the process ends. */
const clones = new Set<string>()
const remove = (dir: string): void => {
  clones.delete(dir)
  rmSync(dir, { recursive: true, force: true })
}
let isWatching = false
const keep = (dir: string): void => {
  clones.add(dir)
  if (isWatching) return
  isWatching = true
  process.on('exit', () => clones.forEach(remove))
}

/** A git bundle of a public-inbox: unpacked into a temporary folder, which goes when it has been read. */
export const source: Source = {
  name: 'bundle',
  accepts: ({ head }) => (/^# v[23] git bundle\n/.test(head.toString('latin1', 0, 32)) ? 3 : 0),
  open: async (probe, options): Promise<OpenedSource> => {
    const dir = mkdtempSync(join(tmpdir(), 'acknak-bundle-'))
    keep(dir)
    const clone = join(dir, 'clone.git')
    const bundle = probe.input === undefined ? resolve(probe.path) : null
    try {
      if (bundle === null)
        throw new SourceError(probe.path, 'is a git bundle, which cannot be read from a pipe: save it to a file first')
      await git(null, ['clone', '--quiet', '--mirror', '--template=', '--', bundle, clone], {
        limitMs: cloneLimitMs,
        reach: 'file',
      })
      const name = probe.fileName.replace(/(?:\.public-inbox)?(?:\.git)?(?:\.bundle)?$/, '')
      const opened = await openHistory(probe, [clone], slugOf(name), options)
      async function* read() {
        try {
          yield* opened.read()
        } finally {
          remove(dir)
        }
      }
      return { ...opened, read }
    } catch (error) {
      remove(dir)
      if (!(error instanceof GitError)) throw error
      throw new SourceError(
        probe.path,
        error.isMissing ? error.message : `cannot be unpacked (${error.message}): make or download the bundle again`,
      )
    }
  },
}
