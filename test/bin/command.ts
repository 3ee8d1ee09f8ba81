import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '..', '..')
export const sample = join(root, 'ingest', 'sample', 'archive.mbox')

/** What a command printed and how it ended. */
export type Ran = {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly out: string
  readonly err: string
}

/** Runs `acknak ...` as a user would; `meanwhile` gets the child, to kill it or to write to it. */
export function acknak(
  args: readonly string[],
  options: {
    cwd?: string
    env?: Record<string, string>
    meanwhile?: (child: ReturnType<typeof spawn>) => void
    input?: Uint8Array
  } = {},
): Promise<Ran> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [join(root, 'bin', 'acknak.js'), ...args], {
      cwd: options.cwd ?? root,
      env: { ...process.env, NO_COLOR: '1', ...options.env },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    let out = ''
    let err = ''
    child.stdout.on('data', (bytes: Buffer) => (out += bytes.toString('utf8')))
    child.stderr.on('data', (bytes: Buffer) => (err += bytes.toString('utf8')))
    child.on('error', fail)
    child.on('close', (code, signal) => done({ code, signal, out, err }))
    child.stdin.on('error', () => {})
    child.stdin.end(options.input)
    options.meanwhile?.(child)
  })
}

/** A fresh folder, removed by `clean`. */
export function scratch(): { dir: string; clean: () => void } {
  const dir = mkdtempSync(join(tmpdir(), 'acknak-bin-'))
  return { dir, clean: () => rmSync(dir, { recursive: true, force: true }) }
}

/** `count` mails in mboxrd form, in threads of five, all of them distinct. */
export function mboxOf(count: number): string {
  const mails: string[] = []
  for (let i = 0; i < count; i++) {
    const root = i - (i % 5)
    const minute = String(i % 60).padStart(2, '0')
    const hour = String(Math.floor(i / 60) % 24).padStart(2, '0')
    mails.push(
      [
        `From mboxrd@z Mon Mar  3 ${hour}:${minute}:00 2031`,
        `From: Ada Writer <ada${i % 7}@example.org>`,
        `Subject: ${i === root ? '' : 'Re: '}stalls on node ${root}`,
        `Date: Mon, 03 Mar 2031 ${hour}:${minute}:00 +0000`,
        `Message-ID: <m${i}@example.org>`,
        ...(i === root ? [] : [`In-Reply-To: <m${root}@example.org>`, `References: <m${root}@example.org>`]),
        'List-Id: <kill-test.example.org>',
        '',
        `Mail number ${i} speaks of __GFP_NOFAIL and the oom_reaper.`,
        'x'.repeat(i % 70),
        '',
        '',
      ].join('\n'),
    )
  }
  return mails.join('')
}
