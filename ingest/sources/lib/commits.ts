import { createInterface } from 'node:readline'
import { git, startGit } from './git.ts'

/** How a public-inbox repository keeps mail: v1 one file a mail, v2 one commit a mail (file `m`, or `d` to delete it). */
export type Layout = 'v1' | 'v2'

/** A mail that a commit adds or removes. */
export type Change = {
  readonly commit: string
  /** When the commit was made: for public-inbox, when the mail was received. Seconds. */
  readonly atSeconds: number
  readonly kind: 'add' | 'remove'
  readonly oid: string
}

/** The part of a history that is new: up to `tip`, after `since` (null: from the start). */
export type Range = {
  readonly dir: string
  readonly layout: Layout
  readonly since: string | null
  readonly tip: string
}

const none = /^0+$/

/** What one raw line of diff-tree says: `:oldmode newmode oldid newid status<tab>path`. */
export const changeOf = (line: string, layout: Layout): Pick<Change, 'kind' | 'oid'> | null => {
  const tab = line.indexOf('\t')
  const [oldMode = '', newMode = '', oldId = '', newId = ''] = line.slice(1, tab).split(' ')
  const path = line.slice(tab + 1)
  if (layout === 'v2') {
    // Only `d` removes. That `m` goes away says nothing of the mail before: every commit replaces the one file.
    if (none.test(newId) || !newMode.startsWith('100')) return null
    return path === 'm' ? { kind: 'add', oid: newId } : path === 'd' ? { kind: 'remove', oid: newId } : null
  }
  if (!/^[0-9a-f]{2}\/[0-9a-f]{38,62}$/.test(path)) return null
  if (!none.test(newId)) return newMode.startsWith('100') ? { kind: 'add', oid: newId } : null
  return oldMode.startsWith('100') ? { kind: 'remove', oid: oldId } : null
}

/** What the commits of a range add and remove, oldest first. Reads as it goes; throws GitError. */
export async function* changesIn(range: Range, only: 'all' | 'removals' = 'all'): AsyncGenerator<Change> {
  const revisions = range.since === null ? [range.tip] : [`${range.since}..${range.tip}`]
  const paths = only === 'removals' && range.layout === 'v2' ? ['--', 'd'] : []
  const list = startGit(range.dir, ['rev-list', '--reverse', '--topo-order', ...revisions, ...paths])
  const diff = startGit(range.dir, [
    ...['diff-tree', '--stdin', '--root', '-r', '--raw', '--no-abbrev', '--no-renames', '--no-ext-diff'],
    ...['--pretty=tformat:@%H %ct', ...(only === 'removals' && range.layout === 'v1' ? ['--diff-filter=D'] : [])],
  ])
  list.process.stdin.end()
  list.process.stdout.pipe(diff.process.stdin)
  let commit = ''
  let atSeconds = 0
  try {
    for await (const line of createInterface({ input: diff.process.stdout, crlfDelay: Infinity })) {
      if (line.startsWith('@')) {
        const [id = '', at = ''] = line.slice(1).split(' ')
        commit = id
        atSeconds = Number(at)
      } else if (line.startsWith(':')) {
        const change = changeOf(line, range.layout)
        if (change !== null) yield { commit, atSeconds, ...change }
      }
    }
    await list.end()
    await diff.end()
  } finally {
    list.stop()
    diff.stop()
  }
}

/** How many commits a range has. */
export const commitsIn = async (range: Range): Promise<number> =>
  Number(
    await git(range.dir, ['rev-list', '--count', range.since === null ? range.tip : `${range.since}..${range.tip}`]),
  )

/** True when `since` is a commit that leads to `tip`; false when the history was rewritten, or is another one. */
export const leadsTo = async (dir: string, since: string, tip: string): Promise<boolean> => {
  if (!/^[0-9a-f]{40,64}$/.test(since)) return false
  try {
    await git(dir, ['merge-base', '--is-ancestor', since, tip])
    return true
  } catch {
    return false
  }
}

/** The newest commit of a repository: of what it was cloned from where it has a working copy. Null when it has none. */
export const tipOf = async (dir: string): Promise<string | null> => {
  for (const name of ['refs/remotes/origin/HEAD', 'HEAD', 'refs/heads/master', 'refs/heads/main'])
    try {
      return (await git(dir, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`])).trim()
    } catch (error) {
      if ((error as { isMissing?: boolean }).isMissing === true) throw error
    }
  const heads = (await git(dir, ['for-each-ref', '--format=%(objectname)', 'refs/heads'])).split('\n').filter(Boolean)
  return heads.length === 1 ? (heads[0] ?? null) : null
}

/** The layout of a repository by the files of its newest commit; null when it is no public-inbox. */
export const layoutOf = async (dir: string, tip: string): Promise<Layout | null> => {
  const names = (await git(dir, ['ls-tree', '--name-only', tip])).split('\n').filter(Boolean)
  // A purge can leave a last commit without a file; one mail a commit is all that v2 ever holds.
  if (names.every(name => name === 'm' || name === 'd')) return 'v2'
  return names.some(name => /^[0-9a-f]{2}$/.test(name)) && names.every(name => /^[0-9a-f]{2}$|^[._]/.test(name))
    ? 'v1'
    : null
}

/** The oldest commit: it names a history wherever its clone lies. */
export const rootOf = async (dir: string, tip: string): Promise<string> =>
  (await git(dir, ['rev-list', '--max-parents=0', tip])).split('\n').filter(Boolean).sort()[0] ?? tip
