// Plain JavaScript that old Nodes can run: makes sure we run under the pinned Node.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const wanted = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).dependencies.node

/** True when the running Node is at least the pinned one (same major: its addons and zlib fit). */
export function isPinned(version = process.versions.node, pinned = wanted) {
  const [a, b] = [version, pinned].map(v => v.split('.').map(Number))
  return a[0] === b[0] && (a[1] > b[1] || (a[1] === b[1] && a[2] >= b[2]))
}

/**
 * Runs `file` again under the pinned Node when this one is another, and ends with its exit code.
 * Returns only when the running Node will do.
 */
export function ensurePinned(file) {
  if (isPinned()) return
  const pinned = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (!existsSync(pinned)) {
    console.error(
      `acknak runs on Node ${wanted}, this is ${process.versions.node}, and the pinned one is not installed: run \`npm ci\` in ${root}`,
    )
    process.exit(2)
  }
  const child = spawnSync(pinned, [file, ...process.argv.slice(2)], { stdio: 'inherit' })
  if (child.error) {
    console.error(`acknak could not start the pinned Node (${child.error.message}): run \`npm ci\` in ${root}`)
    process.exit(2)
  }
  process.exit(child.signal === 'SIGINT' ? 130 : (child.status ?? 1))
}
