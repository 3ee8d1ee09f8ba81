import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What `b4 am` makes of one thread. */
export type B4Answer = {
  /** Version it chose or was asked for; null when it found no series of it. */
  readonly version: number | null
  /** Message-IDs of the patches, in the order it would apply them. */
  readonly patches: readonly string[]
  /** Numbers it says are missing. */
  readonly missing: readonly number[]
  readonly isPartialReroll: boolean
  /** What it said, for a look at a difference. */
  readonly said: string
}

/** Runs b4 without network, with a home of its own that has attestation off. */
export type B4 = { readonly version: string; am(mbox: Uint8Array, messageId: string, want: number | null): B4Answer }

/** b4 as installed; null where there is none. */
export const findB4 = (): B4 | null => {
  const folder = mkdtempSync(join(tmpdir(), 'acknak-b4-'))
  const home = join(folder, 'home')
  mkdirSync(home)
  writeFileSync(
    join(home, '.gitconfig'),
    '[b4]\n\tattestation-policy = off\n[user]\n\tname = Bench\n\temail = bench@example.org\n',
  )
  const env = { ...process.env, HOME: home, XDG_CACHE_HOME: home, XDG_DATA_HOME: home, XDG_CONFIG_HOME: home }
  const run = (args: readonly string[]) =>
    spawnSync('b4', args, { cwd: folder, env, encoding: 'latin1', maxBuffer: 1 << 28, timeout: 120_000, input: '' })
  const asked = run(['--version'])
  if (asked.error !== undefined || asked.status !== 0) return null
  return {
    version: asked.stdout.trim(),
    am: (mbox, messageId, want) => {
      const file = join(folder, 'thread.mbox')
      writeFileSync(file, mbox)
      const out = join(folder, 'out')
      rmSync(out, { recursive: true, force: true })
      mkdirSync(out)
      const version = want === null ? [] : ['-v', String(want)]
      const { stderr } = run([
        '-n',
        '--offline-mode',
        'am',
        ...version,
        '-T',
        '--no-cover',
        '-m',
        file,
        '-o',
        out,
        messageId,
      ])
      const made = readdirSync(out).find(name => name.endsWith('.mbx'))
      return readAnswer(made, made === undefined ? '' : readFileSync(join(out, made), 'latin1'), stderr)
    },
  }
}

/** The file it makes is named after the version and holds the patches; the words on stderr tell the gaps. */
const readAnswer = (made: string | undefined, mbox: string, stderr: string): B4Answer => {
  const patches: string[] = []
  let isHead = false
  for (const line of mbox.split('\n')) {
    if (/^From \S+ \w{3} \w{3} [ \d]\d /.test(line)) isHead = true
    else if (line === '') isHead = false
    const id = isHead ? /^message-id:\s*<([^>]+)>/i.exec(line) : null
    if (id?.[1] !== undefined) patches.push(id[1])
  }
  const named = /^v(\d+)_/.exec(made ?? '')
  return {
    // A first version has no such name.
    version: made === undefined ? null : Number(named?.[1] ?? 1),
    patches,
    missing: [...stderr.matchAll(/ERROR: missing \[(\d+)\/\d+\]/g)].map(m => Number(m[1])),
    isPartialReroll: /is a partial reroll/.test(stderr),
    said: stderr,
  }
}
