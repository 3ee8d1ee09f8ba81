import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** What a command cost: CPU of it and all its children, and the most memory it held. */
export type Cost = {
  readonly cpuSeconds: number
  readonly wallSeconds: number
  /** Of the command itself; null where the system does not tell. */
  readonly peakMiB: number | null
  readonly out: string
}

const ticksPerSecond = 100
const pollMs = 50

/** CPU seconds of children that have ended (fields 16 and 17 of /proc/self/stat: Linux). */
const childrenSeconds = (): number => {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[13]) + Number(fields[14])) / ticksPerSecond
}

const peakOf = (pid: number): number | null => {
  try {
    const held = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return held === undefined ? null : Math.ceil(Number(held) / 1024)
  } catch {
    return null
  }
}

/** Runs a command to its end, alone, and measures it. Throws when it fails. */
export const measure = (
  file: string,
  args: readonly string[],
  options: { env?: Readonly<Record<string, string>>; cwd?: string; input?: string } = {},
): Promise<Cost> =>
  new Promise((done, fail) => {
    const cpuBefore = childrenSeconds()
    const startedAt = performance.now()
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    let out = ''
    let errors = ''
    let peak: number | null = null
    const look = setInterval(() => {
      if (child.pid !== undefined) peak = Math.max(peak ?? 0, peakOf(child.pid) ?? 0) || null
    }, pollMs)
    child.stdout.on('data', (bytes: Buffer) => (out += bytes.toString('utf8')))
    child.stderr.on('data', (bytes: Buffer) => (errors = (errors + bytes.toString('utf8')).slice(-2000)))
    child.stdin.on('error', () => undefined)
    child.stdin.end(options.input)
    child.on('error', error => {
      clearInterval(look)
      fail(error)
    })
    child.on('close', code => {
      clearInterval(look)
      if (code !== 0) {
        fail(new Error(`${file} ${args.join(' ')} ended with ${String(code)}: ${errors.trim()}`))
        return
      }
      const wallSeconds = (performance.now() - startedAt) / 1000
      done({ cpuSeconds: childrenSeconds() - cpuBefore, wallSeconds, peakMiB: peak, out })
    })
  })

/** The middle one of an odd number of runs by CPU. */
export const median = (costs: readonly Cost[]): Cost => {
  const sorted = [...costs].sort((a, b) => a.cpuSeconds - b.cpuSeconds)
  const middle = sorted[Math.floor(sorted.length / 2)]
  if (middle === undefined) throw new Error('nothing was measured')
  return middle
}
