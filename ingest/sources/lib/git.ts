import { execFile, spawn } from 'node:child_process'
import type { ChildProcessByStdio } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'

/** Bounds on what git may answer at once, and how long it may take for it. */
const answerBytesMax = 16 * 1024 * 1024
const answerLimitMs = 120_000

/** Settings of whoever runs us that must not change what git answers, and switches that keep it from asking back. */
const environment = (): NodeJS.ProcessEnv => ({
  ...(Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')),
  ) as NodeJS.ProcessEnv),
  LC_ALL: 'C',
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_REPLACE_OBJECTS: '1',
})

/** What git may reach: nothing but the repository at hand, a file on this disk, or what its remote names. */
export type Reach = 'nothing' | 'file' | 'remote'

/** A repository's own settings come with it: none of them may start a program, none may fetch what is missing. */
const always = (reach: Reach): readonly string[] =>
  [
    'core.hooksPath=/dev/null',
    'core.fsmonitor=false',
    ...(reach === 'remote' ? ['protocol.ext.allow=never'] : ['protocol.allow=never']),
    ...(reach === 'file' ? ['protocol.file.allow=always'] : []),
  ].flatMap(setting => ['-c', setting])

/** git said no; `message` is its last line, or that there is no git. */
export class GitError extends Error {
  readonly isMissing: boolean
  /** Its exit code; null when it did not come to one. */
  readonly exitCode: number | null
  constructor(message: string, isMissing: boolean, exitCode: number | null) {
    super(message)
    this.name = 'GitError'
    this.isMissing = isMissing
    this.exitCode = exitCode
  }
}

const noGit = 'needs git, which is not installed: install it (Debian, Ubuntu: apt install git) and run this again'

/** The line of git's complaint that says most: its last fatal or error line, else its last. */
export const complaint = (stderr: string): string => {
  const lines = stderr
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
  const said = lines.findLast(line => /^(?:fatal|error):/.test(line)) ?? lines.at(-1) ?? 'it said nothing'
  return `git: ${said.replace(/[\u0000-\u001f\u007f-\u009f]/g, '?').slice(0, 200)}`
}

/** Runs git without a shell and returns what it printed. Throws GitError. `dir` is the repository, null for none. */
export const git = (
  dir: string | null,
  args: readonly string[],
  { limitMs = answerLimitMs, reach = 'nothing' }: { limitMs?: number; reach?: Reach } = {},
): Promise<string> =>
  new Promise((done, fail) => {
    execFile(
      'git',
      [...always(reach), ...(dir === null ? [] : [`--git-dir=${dir}`]), ...args],
      { env: environment(), encoding: 'utf8', maxBuffer: answerBytesMax, timeout: limitMs, windowsHide: true },
      (error, stdout, stderr) => {
        if (error === null) done(stdout)
        else if (error.code === 'ENOENT') fail(new GitError(noGit, true, null))
        else if (error.killed === true) fail(new GitError(`git took longer than ${limitMs / 1000} s`, false, null))
        else fail(new GitError(complaint(stderr), false, typeof error.code === 'number' ? error.code : null))
      },
    )
  })

/** A git that runs while we read from it. */
export type GitChild = {
  readonly process: ChildProcessByStdio<Writable, Readable, Readable>
  /** Waits for its end; throws GitError when it failed. */
  end(): Promise<void>
  /** Stops it: whoever reads has had enough. */
  stop(): void
}

/** Starts git without a shell, to read from and write to. */
export const startGit = (dir: string, args: readonly string[]): GitChild => {
  const child = spawn('git', [...always('nothing'), `--git-dir=${dir}`, ...args], {
    env: environment(),
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
  })
  let said = ''
  child.stderr.on('data', (bytes: Buffer) => (said = (said + bytes.toString('utf8')).slice(-4096)))
  // A pipe that closes early shows in the exit code.
  child.stdin.on('error', () => undefined)
  const ended = new Promise<void>((done, fail) => {
    child.on('error', error => {
      const isMissing = (error as { code?: string }).code === 'ENOENT'
      fail(new GitError(isMissing ? noGit : `git: ${error.message}`, isMissing, null))
      child.stdout.destroy()
    })
    child.on('close', code => (code === 0 ? done() : fail(new GitError(complaint(said), false, code))))
  })
  ended.catch(() => undefined)
  return {
    process: child,
    end: () => ended,
    stop: () => {
      child.stdin.destroy()
      child.stdout.destroy()
      child.kill()
    },
  }
}
