import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { generate } from '../prisma/generate.js'
import { stopWithUs } from './children.ts'
import { UserError } from './errors.ts'
import { openProgress } from './progress.ts'

const root = resolve(import.meta.dirname, '..')
const inputs = [
  'app',
  'argue',
  'facts',
  'model',
  'prisma',
  'search',
  'sim',
  'text',
  'public',
  'next.config.ts',
  'proxy.ts',
  'tsconfig.json',
  'package-lock.json',
]
const stampPath = join(root, '.next', 'acknak-inputs')
const tailLines = 30

/** Hash over names and bytes of everything the site is built from. */
function inputsHash(): string {
  const hash = createHash('sha256')
  const add = (path: string) => {
    const full = join(root, path)
    if (!existsSync(full)) return
    if (statSync(full).isDirectory()) {
      for (const name of readdirSync(full).sort()) if (name !== 'generated') add(`${path}/${name}`)
    } else hash.update(path).update('\0').update(readFileSync(full)).update('\0')
  }
  for (const input of inputs) add(input)
  return hash.digest('hex')
}

/** Builds the site unless what it is built from has not changed since the last build. */
export async function buildIfStale(): Promise<'built' | 'fresh'> {
  const wanted = inputsHash()
  if (existsSync(stampPath) && readFileSync(stampPath, 'utf8') === wanted) return 'fresh'
  const progress = openProgress('Building the site')
  const startedAt = performance.now()
  const output: string[] = []
  const child = spawn(process.execPath, [join(root, 'node_modules', 'next', 'dist', 'bin', 'next'), 'build'], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  stopWithUs('site build', () => void child.kill('SIGTERM'))
  const keep = (bytes: Buffer) => {
    output.push(...bytes.toString('utf8').split('\n'))
    if (output.length > 10 * tailLines) output.splice(0, output.length - 10 * tailLines)
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const tick = setInterval(() => {
    const seconds = Math.round((performance.now() - startedAt) / 1000)
    progress.update(seconds, null, `${seconds} s (about half a minute, only after a change)`)
  }, 500)
  const code = await new Promise<number | null>((done, fail) => {
    child.on('error', fail)
    child.on('exit', done)
  }).finally(() => clearInterval(tick))
  progress.end()
  if (code !== 0) throw new UserError(`building the site failed:\n${output.slice(-tailLines).join('\n')}`, 3)
  mkdirSync(join(root, '.next'), { recursive: true })
  writeFileSync(stampPath, wanted)
  return 'built'
}

if (import.meta.main) {
  generate('sqlite')
  const result = await buildIfStale()
  process.stdout.write(result === 'built' ? 'site built\n' : 'site is up to date\n')
}
