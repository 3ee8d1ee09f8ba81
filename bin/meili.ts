import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findBinary } from './meili-binary.ts'

/** A running search server. `stop` ends it when it is ours, and does nothing when it is not. */
export type RunningMeili = { readonly url: string; readonly key: string; readonly stop: () => Promise<void> }
/** There is none; the reason is for the banner. */
export type NoMeili = { readonly missing: string }

const healthLimitMs = 2_000
const startLimitMs = 30_000
const stopLimitMs = 5_000
const pollMs = 50
const portTries = 3
const logTailChars = 2_000

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** `up`, or in a few words why it is not. */
async function health(url: string, key: string | null): Promise<string> {
  try {
    const headers = key ? { authorization: `Bearer ${key}` } : undefined
    // With a key, something the key is needed for: a wrong key must not look like a server that is up.
    const path = key ? '/indexes?limit=1' : '/health'
    const response = await fetch(new URL(path, url), { headers, signal: AbortSignal.timeout(healthLimitMs) })
    await response.body?.cancel()
    if (response.ok) return 'up'
    return response.status === 401 || response.status === 403 ? 'refuses the key' : `answers ${response.status}`
  } catch {
    return 'does not answer'
  }
}

/** What would be used: a server somebody runs, or a program we would start. Starts nothing. */
export async function findMeili({
  url,
}: {
  dataDir: string
  url?: string | null
}): Promise<{ url: string } | { path: string } | NoMeili> {
  try {
    if (url) {
      const state = await health(url, null)
      return state === 'up' ? { url } : { missing: `MEILI_URL (${url}) ${state}` }
    }
    const found = await findBinary(null)
    return 'missing' in found ? found : { path: found.path }
  } catch (error) {
    return { missing: messageOf(error) }
  }
}

/**
 * Gives the search server of an archive: the one at `url`, one that another acknak runs for this data folder, or a new
 * one on a free loopback port with a random key kept in the data folder. Never throws: without one, says why.
 */
export async function startMeili(options: {
  dataDir: string
  url?: string | null
  key?: string | null
}): Promise<RunningMeili | NoMeili> {
  try {
    if (options.url) {
      const key = options.key ?? ''
      const state = await health(options.url, key || null)
      if (state !== 'up') return { missing: `MEILI_URL (${options.url}) ${state}` }
      return { url: options.url, key, stop: () => Promise.resolve() }
    }
    const home = join(options.dataDir, 'meilisearch')
    mkdirSync(home, { recursive: true, mode: 0o700 })
    const key = keyIn(home)
    const shared = await runningIn(home, key)
    if (shared) return shared
    const binary = await findBinary(join(home, 'bin'))
    if ('missing' in binary) return binary
    return await startIn(home, key, binary)
  } catch (error) {
    return { missing: messageOf(error) }
  }
}

/** The master key of a data folder, made on first use; only its owner may read it. */
function keyIn(home: string): string {
  const path = join(home, 'key')
  if (existsSync(path)) {
    const key = readFileSync(path, 'utf8').trim()
    if (/^[0-9a-f]{64}$/.test(key)) return key
    rmSync(path)
  }
  const key = randomBytes(32).toString('hex')
  writeFileSync(path, key, { mode: 0o600, flag: 'wx' })
  return key
}

type Note = { readonly pid: number; readonly owner: number; readonly url: string }
const notePath = (home: string) => join(home, 'running.json')

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** The server another acknak runs over this folder. One whose owner is gone is ended, since two may not share its data. */
async function runningIn(home: string, key: string): Promise<RunningMeili | null> {
  let note: Note
  try {
    note = JSON.parse(readFileSync(notePath(home), 'utf8')) as Note
  } catch {
    return null
  }
  // Only a server that takes our key is ours; a number alone may meanwhile belong to any program.
  const ours = Number.isInteger(note.pid) && isAlive(note.pid) && (await health(note.url, key)) === 'up'
  if (ours && isAlive(note.owner) && note.owner !== process.pid)
    return { url: note.url, key, stop: () => Promise.resolve() }
  if (ours) {
    process.kill(note.pid, 'SIGTERM')
    for (let waited = 0; isAlive(note.pid) && waited < stopLimitMs; waited += pollMs) await sleep(pollMs)
  }
  rmSync(notePath(home), { force: true })
  return null
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer()
    probe.on('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => done(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

async function startIn(
  home: string,
  key: string,
  binary: { path: string; version: string },
): Promise<RunningMeili | NoMeili> {
  let why = ''
  for (let attempt = 0; attempt < portTries; attempt++) {
    const url = `http://127.0.0.1:${await freePort()}`
    const child = launch(home, key, binary, url)
    const ended = new Promise<void>(done => {
      child.once('exit', () => done())
      child.once('error', () => done())
    })
    const deadline = performance.now() + startLimitMs
    while (
      child.exitCode === null &&
      child.signalCode === null &&
      child.pid !== undefined &&
      performance.now() < deadline
    ) {
      if ((await health(url, key)) === 'up') {
        writeFileSync(notePath(home), JSON.stringify({ pid: child.pid, owner: process.pid, url } satisfies Note), {
          mode: 0o600,
        })
        return { url, key, stop: () => stopChild(home, child, ended) }
      }
      await Promise.race([sleep(pollMs), ended])
    }
    await stopChild(home, child, ended)
    why = lastWords(home)
    if (!/address|in use|port/i.test(why)) break
  }
  return { missing: `Meilisearch did not start${why ? `: ${why}` : ''}` }
}

/** Linux ends a child together with its parent when asked to; elsewhere only an orderly end takes it along. */
const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find(existsSync)

function launch(home: string, key: string, binary: { path: string; version: string }, url: string): ChildProcess {
  const log = openSync(join(home, 'log'), 'w', 0o600)
  const args = [
    '--db-path',
    join(home, `data-${binary.version}`),
    '--dump-dir',
    join(home, 'dumps'),
    '--snapshot-dir',
    join(home, 'snapshots'),
    '--http-addr',
    new URL(url).host,
    '--env',
    'production',
    '--no-analytics',
    '--max-indexing-memory',
    '1GiB',
    '--max-indexing-threads',
    '1',
    '--log-level',
    'WARN',
  ]
  const [program, ...first] = setpriv ? [setpriv, '--pdeathsig', 'KILL', '--', binary.path] : [binary.path]
  const child = spawn(program ?? binary.path, [...first, ...args], {
    cwd: home,
    // The key goes by the environment: arguments are there for every user of the machine to read.
    env: { ...process.env, MEILI_MASTER_KEY: key },
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  const endWithUs = () => void child.kill('SIGKILL')
  process.once('exit', endWithUs)
  child.once('exit', () => process.off('exit', endWithUs))
  child.unref()
  return child
}

async function stopChild(home: string, child: ChildProcess, ended: Promise<void>): Promise<void> {
  rmSync(notePath(home), { force: true })
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  child.kill('SIGTERM')
  await Promise.race([ended, sleep(stopLimitMs, undefined, { ref: true })])
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
}

/** Last line the server wrote before it gave up. */
function lastWords(home: string): string {
  try {
    const lines = readFileSync(join(home, 'log'), 'utf8').slice(-logTailChars).trim().split('\n')
    return (lines[lines.length - 1] ?? '').trim()
  } catch {
    return ''
  }
}
