import { spawn } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { openStore } from '../../prisma/store/index.ts'
import { random } from '../bench/generate/random.ts'
import { acknak, root } from './command.ts'
import type { Ran } from './command.ts'

/** Digest of an archive and how many messages it holds. */
export const stateOf = async (dataDir: string): Promise<{ digest: string; messages: number }> => {
  const store = await openStore({ dataDir })
  try {
    return { digest: await store.digest(), messages: (await store.counts()).messages }
  } finally {
    await store.close()
  }
}

/** The table digests of an archive without some tables. */
export const tablesOf = async (dataDir: string, but: readonly string[] = []): Promise<Record<string, string>> => {
  const store = await openStore({ dataDir })
  try {
    const all = await store.tableDigests()
    return Object.fromEntries([...all].filter(([table]) => !but.includes(table)))
  } finally {
    await store.close()
  }
}

const messagesIn = async (dataDir: string): Promise<number> => {
  if (!existsSync(join(dataDir, 'acknak.db'))) return 0
  const store = await openStore({ dataDir })
  return store.counts().then(
    c => store.close().then(() => c.messages),
    error => store.close().then(() => Promise.reject(error as Error)),
  )
}

/** What a series of kills came to. */
export type Killed = {
  readonly kills: number
  /** Archives that came to their end in between. */
  readonly finished: number
  /** Kills that hit when part of the mail was stored and part was not. */
  readonly inTheMiddle: number
  /** What was wrong after a kill or at an end; empty when nothing was. */
  readonly wrong: readonly string[]
}

/**
 * Ingests `mbox` and kills it with SIGKILL at seeded moments, on and on into the same archive until a run comes to its
 * end; then the archive must equal that of an undisturbed run, and a new one begins. A reader looks on: what it has seen
 * stored must still be there after the kill.
 */
export const killAtRandom = async (mbox: string, dir: string, kills: number, seed: number): Promise<Killed> => {
  const r = random(seed)
  const undisturbed = join(dir, 'undisturbed')
  const startedAt = performance.now()
  const whole = await acknak(['ingest', mbox, '--data', undisturbed, '--json'])
  if (whole.code !== 0) throw new Error(`the undisturbed run failed: ${whole.err}`)
  const wholeMs = performance.now() - startedAt
  const expected = await stateOf(undisturbed)
  const wrong: string[] = []
  let [killed, finished, inTheMiddle, stored] = [0, 0, 0, 0]
  const data = join(dir, 'killed')
  while (killed < kills) {
    const delayMs = wholeMs * (0.1 + 0.9 * r.unit())
    let seen = stored
    const ran = await acknak(['ingest', mbox, '--data', data, '--json'], {
      meanwhile: child => {
        const kill = setTimeout(() => child.kill('SIGKILL'), delayMs)
        const look = setInterval(() => {
          void messagesIn(data).then(
            n => (seen = Math.max(seen, n)),
            () => undefined,
          )
        }, 100)
        child.on('exit', () => {
          clearTimeout(kill)
          clearInterval(look)
        })
      },
    })
    if (ran.signal === 'SIGKILL') {
      killed++
      stored = await messagesIn(data)
      if (stored < seen) wrong.push(`kill ${killed}: ${seen} messages were stored, ${stored} are left`)
      if (stored > 0 && stored < expected.messages) inTheMiddle++
      if (killed < kills) continue
    } else if (ran.code !== 0) wrong.push(`after kill ${killed} a run ended with ${String(ran.code)}: ${ran.err}`)
    const last = await acknak(['ingest', mbox, '--data', data, '--json'])
    if (last.code !== 0) wrong.push(`after kill ${killed} a run ended with ${String(last.code)}: ${last.err}`)
    if ((await stateOf(data)).digest !== expected.digest) wrong.push(`after kill ${killed} the archive is another one`)
    finished++
    stored = 0
    rmSync(data, { recursive: true, force: true })
  }
  return { kills: killed, finished, inTheMiddle, wrong }
}

/** Where `prlimit` (util-linux) stands, or null. */
export const prlimit =
  (process.env.PATH ?? '')
    .split(delimiter)
    .map(d => join(d, 'prlimit'))
    .find(existsSync) ?? null

/** Runs acknak with no file allowed to grow beyond `bytes`: the error a full disk gives. */
export const acknakWithin = (bytes: number, args: readonly string[]): Promise<Ran> =>
  new Promise((done, fail) => {
    const child = spawn(
      prlimit ?? '',
      [`--fsize=${bytes}`, process.execPath, join(root, 'bin', 'acknak.js'), ...args],
      {
        env: { ...process.env, NO_COLOR: '1' },
      },
    )
    let [out, err] = ['', '']
    child.stdout.on('data', (b: Buffer) => (out += b.toString('utf8')))
    child.stderr.on('data', (b: Buffer) => (err += b.toString('utf8')))
    child.on('error', fail)
    child.on('close', (code, signal) => done({ code, signal, out, err }))
  })
