import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

const isRunnable = (path: string) => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function find(): string | null {
  const named = process.env.CHROMIUM_BIN
  if (named) return isRunnable(named) ? named : null
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap(dir => ['chromium', 'google-chrome'].map(name => join(dir, name)))
  return [...usual, ...onPath].find(isRunnable) ?? null
}

/**
 * The Chromium to test with. As root on Debian it is installed after saying so, unless ACKNAK_NO_APT=1.
 * `missing` says how to get one.
 */
export function findChromium(): { path: string } | { missing: string } {
  const found = find()
  if (found) return { path: found }
  const how = 'no Chromium found: install one (Debian: `apt-get install chromium`) or name it with CHROMIUM_BIN'
  const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get') && process.env.ACKNAK_NO_APT !== '1'
  if (!mayInstall || process.env.CHROMIUM_BIN) return { missing: how }
  console.log('Installing Chromium for the browser tests with apt-get (ACKNAK_NO_APT=1 forbids it) ...')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', 'chromium'],
  ]) {
    const run = spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] })
    if (run.status !== 0) return { missing: `apt-get ${args[0]} failed; ${how}` }
  }
  const installed = find()
  return installed ? { path: installed } : { missing: how }
}
