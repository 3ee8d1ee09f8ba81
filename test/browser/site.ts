import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    siteUrl: string
  }
}

const root = resolve(import.meta.dirname, '..', '..')
const startLimitMs = 110_000

/** Ingests the sample archive into a folder of its own and serves the built site for the whole suite. */
export default async function setup(project: TestProject) {
  const data = mkdtempSync(join(tmpdir(), 'acknak-site-'))
  const child = spawn(process.execPath, ['bin/start.js', '--port', '0'], {
    cwd: root,
    env: { ...process.env, ACKNAK_DATA: data },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await new Promise<string>((done, fail) => {
    let said = ''
    const timer = setTimeout(
      () => fail(new Error(`the site did not start in ${startLimitMs / 1000} s; it said: ${said}`)),
      startLimitMs,
    )
    child.stdout.on('data', (bytes: Buffer) => {
      said += bytes.toString('utf8')
      const match = /http:\/\/127\.0\.0\.1:\d+/.exec(said)
      if (match) {
        clearTimeout(timer)
        done(match[0])
      }
    })
    child.on('exit', code => fail(new Error(`the site ended with code ${code}; it said: ${said}`)))
  })
  project.provide('siteUrl', url)
  return async () => {
    const gone = new Promise(done => child.once('exit', done))
    child.kill('SIGTERM')
    await gone
    rmSync(data, { recursive: true, force: true })
  }
}
