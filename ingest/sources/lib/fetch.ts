import { existsSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { git, GitError } from './git.ts'
import { repositoriesOf } from '../public-inbox.ts'

/** A mirror that has much to catch up with takes its time. */
const fetchLimitMs = 60 * 60 * 1000
/** Epochs that are cloned at a time; a list begins one a year at most. */
const newEpochsMax = 16

/** What fetching a mirror came to: how many repositories were asked, which were cloned, one line for each that could not be. */
export type Fetched = {
  readonly repositories: number
  readonly cloned: readonly string[]
  readonly failures: readonly string[]
}

const couldNot = (dir: string, error: GitError): string =>
  `${dir}: could not be fetched (${error.message}): what is there is read`

/** The remote to ask, with its address; null for a repository that names none. */
const remoteOf = async (dir: string): Promise<{ name: string; url: string } | null> => {
  const remotes = (await git(dir, ['remote'])).split('\n').filter(Boolean)
  const name = remotes.includes('origin') ? 'origin' : remotes[0]
  if (name === undefined) return null
  return { name, url: (await git(dir, ['config', '--get', `remote.${name}.url`]).catch(() => '')).trim() }
}

/** Where the epoch after this one lies: `.../linux-mm/1` after `.../linux-mm/0`; null where the address names no epoch. */
export const nextEpoch = (dir: string, url: string): { readonly dir: string; readonly url: string } | null => {
  const [, folder = '', number = '', ending = ''] = /^(.*\/)(\d{1,4})(\.git)?\/?$/.exec(url) ?? []
  if (number === '' || basename(dir) !== `${Number(number)}.git`) return null
  const next = Number(number) + 1
  return { dir: join(dirname(dir), `${next}.git`), url: `${folder}${next}${ending}` }
}

/** True where the server has such a repository, with something in it. */
const isThere = async (url: string): Promise<boolean> => {
  try {
    return (await git(null, ['ls-remote', '--quiet', '--', url], { reach: 'remote' })).trim() !== ''
  } catch (error) {
    if (error instanceof GitError && !error.isMissing) return false
    throw error
  }
}

/** Clones the epochs that a list began since: whole or not at all. */
const cloneNewEpochs = async (newest: string, url: string): Promise<string[]> => {
  const cloned: string[] = []
  for (let next = nextEpoch(newest, url); next !== null && cloned.length < newEpochsMax; ) {
    if (existsSync(next.dir) || !(await isThere(next.url))) break
    const part = `${next.dir}.part`
    rmSync(part, { recursive: true, force: true })
    try {
      await git(null, ['clone', '--quiet', '--mirror', '--template=', '--', next.url, part], {
        limitMs: fetchLimitMs,
        reach: 'remote',
      })
      renameSync(part, next.dir)
    } finally {
      rmSync(part, { recursive: true, force: true })
    }
    cloned.push(next.dir)
    next = nextEpoch(next.dir, next.url)
  }
  return cloned
}

/**
 * `git fetch` in every repository of a public-inbox that names a remote; those without are left alone. Where the inbox is
 * a folder of epochs, those that its list began since are cloned beside them. What is there already stays readable when
 * a fetch fails. A path that holds no repository counts none.
 */
export const fetchMirror = async (path: string): Promise<Fetched> => {
  const failures: string[] = []
  const cloned: string[] = []
  const dirs = repositoriesOf(path)
  let repositories = 0
  for (const [index, dir] of dirs.entries()) {
    try {
      const remote = await remoteOf(dir)
      if (remote === null) continue
      repositories++
      const takes = await git(dir, ['config', '--get-all', `remote.${remote.name}.fetch`]).catch(() => '')
      if (takes.trim() === '') {
        failures.push(`${dir}: its clone says nothing of what to fetch: clone it again with git clone --mirror`)
        continue
      }
      await git(dir, ['fetch', '--quiet', '--no-auto-maintenance', '--', remote.name], {
        limitMs: fetchLimitMs,
        reach: 'remote',
      })
      // Somebody who names one epoch wants that one.
      if (index === dirs.length - 1 && dir !== resolve(path)) cloned.push(...(await cloneNewEpochs(dir, remote.url)))
    } catch (error) {
      if (!(error instanceof GitError)) throw error
      failures.push(couldNot(dir, error))
      if (error.isMissing) break
    }
  }
  return { repositories: repositories + cloned.length, cloned, failures }
}
