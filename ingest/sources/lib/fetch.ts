import { git, GitError } from './git.ts'
import { repositoriesOf } from '../public-inbox.ts'

/** A mirror that has much to catch up with takes its time. */
const fetchLimitMs = 60 * 60 * 1000

/** What fetching a mirror came to: how many repositories were asked, and one line for each that could not be. */
export type Fetched = { readonly repositories: number; readonly failures: readonly string[] }

/**
 * `git fetch` in every repository of a public-inbox that names a remote; those without are left alone. What is there
 * already stays readable when a fetch fails. A path that holds no repository counts none.
 */
export const fetchMirror = async (path: string): Promise<Fetched> => {
  const failures: string[] = []
  let repositories = 0
  for (const dir of repositoriesOf(path)) {
    try {
      const remotes = (await git(dir, ['remote'])).split('\n').filter(Boolean)
      const remote = remotes.includes('origin') ? 'origin' : remotes[0]
      if (remote === undefined) continue
      repositories++
      const takes = await git(dir, ['config', '--get-all', `remote.${remote}.fetch`]).catch(() => '')
      if (takes.trim() === '') {
        failures.push(`${dir}: its clone says nothing of what to fetch: clone it again with git clone --mirror`)
        continue
      }
      await git(dir, ['fetch', '--quiet', '--no-auto-maintenance', '--', remote], {
        limitMs: fetchLimitMs,
        reach: 'remote',
      })
    } catch (error) {
      if (!(error instanceof GitError)) throw error
      failures.push(`${dir}: could not be fetched (${error.message}): what is there is read`)
      if (error.isMissing) break
    }
  }
  return { repositories, failures }
}
