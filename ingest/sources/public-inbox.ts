import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { openHistory } from './lib/history.ts'
import { slugOf } from './lib/slug.ts'
import type { Probe, Source } from './types.ts'

const isGitDir = (dir: string): boolean =>
  existsSync(join(dir, 'HEAD')) && existsSync(join(dir, 'objects')) && existsSync(join(dir, 'refs'))

const epochName = /^(\d{1,4})\.git$/

/** Epoch repositories in a folder, oldest first: `0.git`, `1.git`, ... */
const epochsIn = (dir: string): string[] => {
  if (!existsSync(dir) || !statSync(dir).isDirectory()) return []
  return readdirSync(dir)
    .filter(name => epochName.test(name) && isGitDir(join(dir, name)))
    .sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))
    .map(name => join(dir, name))
}

/**
 * The repositories that a folder stands for: an inbox (`git/N.git` in it, beside `all.git`), its `git` folder, its
 * `all.git` (which borrows from its epochs and holds nothing itself), one bare repository, or a clone with `.git`.
 */
export const repositoriesOf = (path: string): readonly string[] => {
  const dir = resolve(path)
  for (const folder of [join(dir, 'git'), dir, ...(basename(dir) === 'all.git' ? [join(dirname(dir), 'git')] : [])]) {
    const epochs = epochsIn(folder)
    if (epochs.length > 0) return epochs
  }
  if (isGitDir(dir)) return [dir]
  return isGitDir(join(dir, '.git')) ? [join(dir, '.git')] : []
}

/** The list that a path names: `linux-mm` of `linux-mm/git/0.git`, `linux-mm/all.git` and `linux-mm.git`. */
const listOfPath = (path: string): string => {
  let dir = resolve(path)
  if (epochName.test(basename(dir)) || basename(dir) === 'all.git' || basename(dir) === '.git') dir = dirname(dir)
  if (basename(dir) === 'git') dir = dirname(dir)
  return slugOf(basename(dir).replace(/\.git$/, ''))
}

const mine = ({ path, entries }: Probe): boolean =>
  entries !== undefined &&
  entries.some(name => name === 'HEAD' || name === 'git' || name === '.git' || epochName.test(name)) &&
  repositoriesOf(path).length > 0

/** public-inbox in git, v2 (one commit a mail) and v1 (one file a mail), as lore asks to be mirrored (features row 5). */
export const source: Source = {
  name: 'public-inbox',
  accepts: probe => (mine(probe) ? 3 : 0),
  open: (probe, options) => openHistory(probe, repositoriesOf(probe.path), listOfPath(probe.path), options),
}
