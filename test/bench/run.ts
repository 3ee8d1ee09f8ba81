/** `npm run bench -- NAME [arguments]`: runs one of the benches of this folder. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { benchIngest } from './ingest/run.ts'

/** Benches that are scripts of their own. */
const scripts: Readonly<Record<string, { file: string; says: string; env?: NodeJS.ProcessEnv }>> = {
  stages: { file: 'ingest.ts', says: 'CPU of the stages of ingest without a store: FILE...' },
  store: { file: 'store.ts', says: 'messages the store takes, and its reads: [messages] [batch]' },
  sim: { file: 'sim.ts', says: 'events of the kernel model' },
  explore: { file: 'explore.ts', says: 'every interleaving of the reaper scenario, and SPIN on the same: [--no-spin]' },
  'range-diff': { file: 'range-diff.ts', says: 'revisions of a series compared, and git range-diff on the same' },
  series: { file: 'series-against-b4.ts', says: 'series beside what b4 am finds: [--seed N] [--count N] FILE...' },
  template: { file: 'template.ts', says: 'our markup against React', env: { NODE_ENV: 'production' } },
  pages: { file: 'pages.ts', says: 'CPU a page of the running site: PID URL...' },
}

const [name, ...rest] = process.argv.slice(2)
const script = name === undefined ? undefined : scripts[name]
if (name === 'ingest') process.exitCode = await benchIngest(rest)
else if (script === undefined) {
  const lines = Object.entries(scripts).map(([key, { says }]) => `  ${key.padEnd(9)} ${says}`)
  process.stderr.write(
    `usage: npm run bench -- NAME\n  ingest    every phase of ingest, and other programs on the same mail (--help)\n${lines.join('\n')}\n`,
  )
  process.exitCode = 2
} else {
  const child = spawn(process.execPath, [join(import.meta.dirname, script.file), ...rest], {
    stdio: 'inherit',
    env: { ...process.env, ...script.env },
  })
  child.on('exit', code => (process.exitCode = code ?? 1))
}
