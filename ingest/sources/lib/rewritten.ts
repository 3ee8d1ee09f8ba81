import { createInterface } from 'node:readline'
import { changeOf } from './commits.ts'
import type { Change, Layout } from './commits.ts'
import { git, GitError, startGit } from './git.ts'

/** What a rewritten history no longer holds, or why nobody can tell. */
export type Rewritten = { readonly gone: readonly Change[]; readonly doubt: string | null }

const others = 'it ends earlier, or its commits are others'
const doubtful = (doubt: string): Rewritten => ({ gone: [], doubt })

/** Checking a big epoch for objects that are missing takes a while. */
const checkLimitMs = 30 * 60 * 1000

const succeeds = async (dir: string, args: readonly string[]): Promise<boolean> => {
  try {
    await git(dir, args, { limitMs: checkLimitMs })
    return true
  } catch (error) {
    if (error instanceof GitError && !error.isMissing) return false
    throw error
  }
}

/** A commit as a rewriting leaves it or not: when its author made it (seconds, as printed), and the mail it brings or takes. */
type Commit = { readonly at: string; readonly change: Pick<Change, 'kind' | 'oid'> | null }

/** The commits of a v2 history, oldest first, those without a mail too. */
async function* commitsOf(dir: string, tip: string): AsyncGenerator<Commit> {
  const list = startGit(dir, ['rev-list', '--reverse', '--topo-order', tip])
  const diff = startGit(dir, [
    ...['diff-tree', '--stdin', '--root', '--always', '-r', '--raw', '--no-abbrev', '--no-renames', '--no-ext-diff'],
    '--pretty=tformat:@%at',
  ])
  list.process.stdin.end()
  list.process.stdout.pipe(diff.process.stdin)
  let at: string | null = null
  let change: Commit['change'] = null
  try {
    for await (const line of createInterface({ input: diff.process.stdout, crlfDelay: Infinity })) {
      if (line.startsWith('@')) {
        if (at !== null) yield { at, change }
        at = line.slice(1)
        change = null
      } else if (line.startsWith(':')) change = changeOf(line, 'v2') ?? change
    }
    if (at !== null) yield { at, change }
    await list.end()
    await diff.end()
  } finally {
    list.stop()
    diff.stop()
  }
}

/**
 * Compares the history that was read up to `old` with the one that leads to `tip` now. Purging or editing a mail
 * (public-inbox-purge, public-inbox-edit) leaves every commit in its place and takes or changes its mail; then what is
 * gone was removed. A mirror that lacks a part, was rolled back or made anew from something else tells of no removals.
 */
export const goneFrom = async (dir: string, layout: Layout, old: string, tip: string): Promise<Rewritten> => {
  if (layout !== 'v2') return doubtful('only the v2 layout tells what was removed')
  if (!(await succeeds(dir, ['rev-list', '--objects', '--quiet', old])))
    return doubtful('it does not hold that history, so it is older or was made anew')
  if ((await git(dir, ['rev-parse', '--is-shallow-repository'])).trim() !== 'false')
    return doubtful('it is a shallow clone')
  if (!(await succeeds(dir, ['rev-list', '--objects', '--quiet', tip])))
    return doubtful('it lacks objects of its own history')
  return compared(dir, old, tip)
}

/** Puts the two histories side by side, commit by commit. */
const compared = async (dir: string, old: string, tip: string): Promise<Rewritten> => {
  const before: Commit[] = []
  const brought = new Map<string, Commit>()
  for await (const commit of commitsOf(dir, old)) {
    before.push(commit)
    if (commit.change === null) continue
    // What a commit of the old history removed was honoured then.
    if (commit.change.kind === 'add') brought.set(commit.change.oid, commit)
    else brought.delete(commit.change.oid)
  }
  let index = 0
  for await (const { at, change } of commitsOf(dir, tip)) {
    const was = before[index++]
    if (was !== undefined) {
      const isOther = change !== null && change.oid !== was.change?.oid
      // A mail of another commit in its place: this is no history with some mails taken out.
      if (at !== was.at || (isOther && brought.has(change.oid))) return doubtful(others)
    }
    if (change?.kind === 'add') brought.delete(change.oid)
  }
  if (index < before.length) return doubtful(others)
  const gone = [...brought].map(
    ([oid, commit]): Change => ({ commit: '', atSeconds: Number(commit.at), kind: 'add', oid }),
  )
  return { gone, doubt: null }
}
