/** `npm run bench -- NAME [arguments]`: runs one of the benches of this folder. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { benchIngest } from './ingest/run.ts'

/** Benches that are scripts of their own. */
const scripts: Readonly<Record<string, { file: string; says: string; env?: NodeJS.ProcessEnv }>> = {
  stages: { file: 'ingest.ts', says: 'CPU of the stages of ingest without a store: FILE...' },
  store: { file: 'store.ts', says: 'messages the store takes, and its reads: [messages] [batch]' },
  sim: { file: 'sim.ts', says: 'events of the kernel model' },
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
