import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'

/** One commit of a public-inbox: a mail that comes in, or goes; no file at all; a file that no inbox has. */
export type Step =
  | { readonly add: Buffer }
  | { readonly remove: Buffer }
  | { readonly empty: true }
  | { readonly file: string }

const run = (args: readonly string[], input?: Buffer): string => {
  const ran = spawnSync('git', args, {
    input,
    env: { PATH: process.env.PATH, HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1' } as unknown as NodeJS.ProcessEnv,
  })
  if (ran.status !== 0) throw new Error(`git ${args.join(' ')}: ${ran.stderr?.toString() ?? String(ran.error)}`)
  return ran.stdout.toString()
}

const data = (bytes: Buffer): Buffer => Buffer.concat([Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from('\n')])

/** Where v1 keeps a mail: the hash of its Message-ID. */
const placeOf = (mail: Buffer): string => {
  const id = /^Message-ID: <([^>]*)>/im.exec(mail.toString('latin1'))?.[1] ?? mail.toString('latin1')
  const hash = createHash('sha1').update(id).digest('hex')
  return `${hash.slice(0, 2)}/${hash.slice(2)}`
}

/** What one commit does to the files of the tree. */
const changes = (step: Step, layout: 'v1' | 'v2'): Buffer => {
  if ('empty' in step) return Buffer.from('deleteall\n')
  const write = (path: string, bytes: Buffer) => Buffer.concat([Buffer.from(`M 100644 inline ${path}\n`), data(bytes)])
  if ('file' in step) return write(step.file, Buffer.from('text\n'))
  if (layout === 'v2') {
    const file = 'add' in step ? write('m', step.add) : write('d', step.remove)
    return Buffer.concat([Buffer.from('deleteall\n'), file])
  }
  return 'add' in step ? write(placeOf(step.add), step.add) : Buffer.from(`D ${placeOf(step.remove)}\n`)
}

/**
 * Makes a bare repository at `dir` with these commits, or adds them to the one that is there, as public-inbox would.
 * `from`: first commit's place in the count, which dates it; another one gives other commits.
 */
export const writeInbox = (dir: string, steps: readonly Step[], layout: 'v1' | 'v2' = 'v2', from = 0): string => {
  mkdirSync(dir, { recursive: true })
  run(['init', '--quiet', '--bare', '--initial-branch=master', dir])
  const held = run(['--git-dir', dir, 'for-each-ref', 'refs/heads/master']) !== ''
  const parts: Buffer[] = []
  steps.forEach((step, index) => {
    const at = 1_709_546_400 + (from + index) * 60
    parts.push(
      Buffer.from(
        `commit refs/heads/master\nauthor Ada <ada@example.org> ${at} +0000\ncommitter Ada <ada@example.org> ${at} +0000\n`,
      ),
      data(Buffer.from(`mail ${from + index}\n`)),
      Buffer.from(index === 0 && held ? 'from refs/heads/master^0\n' : ''),
      changes(step, layout),
      Buffer.from('\n'),
    )
  })
  run(['--git-dir', dir, 'fast-import', '--quiet', '--date-format=raw', '--force'], Buffer.concat(parts))
  return dir
}

/** Throws the history of an inbox away: what is written next starts a new one. */
export const dropHistory = (dir: string): void => {
  run(['--git-dir', dir, 'update-ref', '-d', 'refs/heads/master'])
}

/** A bundle of an inbox. */
export const writeBundle = (dir: string, file: string): string => {
  run(['--git-dir', dir, 'bundle', 'create', '--quiet', file, 'master'])
  return file
}

/** A clone as `git clone` makes it by default. */
export const cloneWithFiles = (from: string, to: string): string => {
  run(['clone', '--quiet', from, to])
  return to
}

/** A clone that knows where it came from, as `git clone --mirror` makes it. */
export const cloneMirror = (from: string, to: string): string => {
  run(['clone', '--quiet', '--mirror', from, to])
  return to
}
