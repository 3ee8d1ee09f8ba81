// `prestart` and `pretest`: installs what the lock file names when it is missing or older than the lock file.
// Plain JavaScript: this runs under whatever Node the machine has.
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const stamp = join(root, 'node_modules', '.package-lock.json')
const lock = join(root, 'package-lock.json')
const fresh = existsSync(stamp) && statSync(stamp).mtimeMs >= statSync(lock).mtimeMs - 1
if (!fresh) {
  console.log('Installing the packages named in package-lock.json (about half a minute) ...')
  // npm puts its own path into the environment; without it, the `npm` on PATH.
  const npm = process.env.npm_execpath
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error']
  const run = npm
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: 'inherit' })
    : spawnSync('npm', args, { cwd: root, stdio: 'inherit' })
  if (run.status !== 0) {
    console.error(
      'npm ci failed: check that the npm registry can be reached and that the disk has 1.5 GB free, then try again.',
    )
    process.exit(run.status ?? 1)
  }
}
