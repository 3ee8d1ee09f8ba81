import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { mboxOf } from '../bin/command.ts'

const root = resolve(import.meta.dirname, '..', '..')
const site = inject('siteUrl')
const startLimitMs = 60_000
let data: string
const children: ChildProcess[] = []

beforeEach(() => void (data = mkdtempSync(join(tmpdir(), 'acknak-life-'))))
afterEach(async () => {
  for (const child of children.splice(0)) if (child.exitCode === null) child.kill('SIGKILL')
  rmSync(data, { recursive: true, force: true })
})

/** `npm start -- ...` without npm: what it said, and how it ended. */
function start(args: readonly string[]) {
  const child = spawn(process.execPath, ['bin/start.js', ...args], {
    cwd: root,
    env: { ...process.env, ACKNAK_DATA: data },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  const said = { out: '', err: '' }
  child.stdout.on('data', (bytes: Buffer) => (said.out += bytes.toString('utf8')))
  child.stderr.on('data', (bytes: Buffer) => (said.err += bytes.toString('utf8')))
  const ended = new Promise<number | null>(done => child.once('exit', done))
  return { child, said, ended }
}

async function untilServed(started: ReturnType<typeof start>): Promise<string> {
  for (let waited = 0; waited < startLimitMs; waited += 100) {
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(started.said.out)?.[0]
    if (url) return url
    if (started.child.exitCode !== null) break
    await sleep(100)
  }
  throw new Error(`no site: ${started.said.out}${started.said.err}`)
}

const childrenOf = (pid: number): number[] => {
  const path = `/proc/${pid}/task/${pid}/children`
  if (!existsSync(path)) return []
  const direct = readFileSync(path, 'utf8').split(' ').filter(Boolean).map(Number)
  return [...direct, ...direct.flatMap(childrenOf)]
}
const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe('npm start', () => {
  it('says in one line that a port is in use, and which to take', async () => {
    const port = new URL(site).port
    const started = start(['--port', port])
    expect(await started.ended).toBe(3)
    expect(started.said.err.trim().split('\n')).toEqual([expect.stringMatching(`port ${port} .* in use: .*--port`)])
  })

  it('reads the files named into a folder of their own; Ctrl-C stops every process it started', async () => {
    const mbox = join(data, 'mine.mbox')
    writeFileSync(mbox, mboxOf(25))
    const started = start(['--port', '0', mbox])
    const url = await untilServed(started)
    expect(await (await fetch(`${url}/`)).text()).toContain('kill-test')
    const folder = /archive: ([^;]+);/.exec(started.said.out)?.[1] ?? ''
    expect(folder.startsWith(join(data, 'mine-'))).toBe(true)
    const under = childrenOf(started.child.pid ?? 0)
    started.child.kill('SIGINT')
    expect(await started.ended).toBe(130)
    await sleep(200)
    expect(under.filter(isAlive)).toEqual([])
    await expect(fetch(`${url}/`)).rejects.toThrow()
    const key = join(folder, 'meili.key')
    if (existsSync(key)) expect(statSync(key).mode & 0o777).toBe(0o600)

    const again = start(['--port', '0', mbox])
    await untilServed(again)
    expect(again.said.out).not.toContain('added')
    again.child.kill('SIGTERM')
    expect(await again.ended).toBe(143)
  })

  it('stops when npm is ended by a signal that npm keeps for itself', async () => {
    const npm = spawn('npm', ['start', '--silent', '--', '--port', '0'], {
      cwd: root,
      env: { ...process.env, ACKNAK_DATA: data },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    children.push(npm)
    const said = { out: '', err: '' }
    npm.stdout.on('data', (bytes: Buffer) => (said.out += bytes.toString('utf8')))
    const url = await untilServed({ child: npm, said, ended: new Promise(() => {}) })
    npm.kill('SIGTERM')
    let answers = true
    for (let waited = 0; answers && waited < 10_000; waited += 200) {
      await sleep(200)
      answers = await fetch(url).then(
        () => true,
        () => false,
      )
    }
    expect(answers).toBe(false)
  })

  it('says in one line that the database is broken, and what to do', async () => {
    mkdirSync(join(data, 'sample'))
    writeFileSync(join(data, 'sample', 'acknak.db'), 'this was a database once\n'.repeat(500))
    const started = start(['--port', '0'])
    expect(await started.ended).toBeGreaterThan(0)
    expect(started.said.err.trim().split('\n')).toEqual([expect.stringMatching(/acknak\.db.*move/)])
  })

  it('refuses a file that is not there before it starts anything', async () => {
    const started = start(['--port', '0', join(data, 'absent.mbox')])
    expect(await started.ended).toBe(2)
    expect(started.said.err.trim()).toBe(`no file or folder ${join(data, 'absent.mbox')}`)
  })
})
