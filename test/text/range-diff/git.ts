import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** One commit of an invented series; `files`: whole contents after it, null for a deleted file. */
export type Commit = {
  readonly title: string
  readonly body?: string
  readonly author?: string
  readonly files: Readonly<Record<string, string | null>>
  /** Files to put in place first, by a merge commit, which range-diff passes over. */
  readonly first?: Readonly<Record<string, string | null>>
}

/** A pair as `git range-diff` prints it, from 0; `lines` without the indent. */
export type GitPair = { mark: string; before: number | null; after: number | null; lines: string[] }

const env = {
  ...process.env,
  LC_ALL: 'C',
  TZ: 'UTC',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_COMMITTER_NAME: 'Committer',
  GIT_COMMITTER_EMAIL: 'committer@example.org',
}

const git = (cwd: string, args: readonly string[], input = ''): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = execFile('git', args, { cwd, env, maxBuffer: 1 << 28 }, (error, stdout, stderr) =>
      error ? reject(new Error(`git ${args[0]}: ${stderr}`)) : resolve(stdout),
    )
    // A command that reads nothing may be gone before the pipe is closed; its exit status tells what matters.
    child.stdin?.on('error', () => {})
    child.stdin?.end(input)
  })

const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`

const changes = (files: Readonly<Record<string, string | null>>): string =>
  Object.entries(files)
    .map(([path, text]) => (text === null ? `D ${path}\n` : `M 100644 inline ${path}\n${data(text)}`))
    .join('')

const streamOf = (base: Readonly<Record<string, string>>, branches: Readonly<Record<string, readonly Commit[]>>) => {
  let mark = 1
  let seconds = 1_600_000_000
  const commit = (branch: string, c: Commit, parents: string) => {
    const author = c.author ?? 'A. Developer <dev@example.org>'
    const message = c.body === undefined ? `${c.title}\n` : `${c.title}\n\n${c.body}\n`
    return (
      `commit refs/heads/${branch}\nmark :${++mark}\nauthor ${author} ${++seconds} +0000\n` +
      `committer Committer <committer@example.org> ${seconds} +0000\n${data(message)}${parents}${changes(c.files)}\n`
    )
  }
  let stream = commit('base', { title: 'nothing', files: {} }, '')
  const nothing = mark
  stream += commit('base', { title: 'base', files: base }, `from :${nothing}\n`)
  const root = mark
  for (const [branch, commits] of Object.entries(branches)) {
    let parent = root
    for (const c of commits) {
      if (c.first) {
        stream += commit(branch, { title: 'pre-image', files: c.first }, `from :${parent}\nmerge :${nothing}\n`)
        parent = mark
      }
      stream += commit(branch, c, `from :${parent}\n`)
      parent = mark
    }
    if (commits.length === 0) stream += `reset refs/heads/${branch}\nfrom :${root}\n\n`
  }
  return stream
}

/** Reads what `git range-diff --no-color` prints. */
export const readRangeDiff = (output: string): GitPair[] => {
  const pairs: GitPair[] = []
  const number = (n: string | undefined) => (n === undefined || n === '-' ? null : Number(n) - 1)
  const lines = output.split('\n')
  if (lines.at(-1) === '') lines.pop()
  for (const line of lines) {
    const head = /^ *(\d+|-): {2}[0-9a-f-]+ ([=!<>]) +(\d+|-): {2}[0-9a-f-]+/.exec(line)
    if (head && !line.startsWith('    '))
      pairs.push({ mark: head[2]!, before: number(head[1]), after: number(head[3]), lines: [] })
    else pairs.at(-1)?.lines.push(line.slice(4))
  }
  return pairs
}

export type Compared = { mails: { before: string[]; after: string[] }; pairs: GitPair[]; milliseconds: number }

/** Two revisions as branches of a throwaway repository: their mails by `git format-patch`, and git's range-diff. */
export const gitRangeDiff = async (
  base: Readonly<Record<string, string>>,
  before: readonly Commit[],
  after: readonly Commit[],
  options: { creationFactorPercent?: number } = {},
): Promise<Compared> => {
  const dir = await mkdtemp(join(tmpdir(), 'range-diff-'))
  try {
    await git(dir, ['init', '-q', '.'])
    await git(dir, ['fast-import', '--quiet'], streamOf(base, { v1: before, v2: after }))
    const mailsOf = async (branch: string) => {
      const out = await git(dir, ['format-patch', '--stdout', '--no-signature', `base..${branch}`])
      return out.split(/^(?=From [0-9a-f]{40} )/m).filter(mail => mail !== '')
    }
    const mails = { before: await mailsOf('v1'), after: await mailsOf('v2') }
    const factor = options.creationFactorPercent
    const args = ['range-diff', '--no-color', ...(factor === undefined ? [] : [`--creation-factor=${factor}`])]
    const from = process.hrtime.bigint()
    const output = await git(dir, [...args, 'base..v1', 'base..v2'])
    return { mails, pairs: readRangeDiff(output), milliseconds: Number(process.hrtime.bigint() - from) / 1e6 }
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}
