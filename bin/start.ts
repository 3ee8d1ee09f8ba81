import { basename, join, resolve } from 'node:path'
import { existsSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { sampleDir } from './archive.ts'
import { readArgs } from './args.ts'
import { stopWithParent } from './children.ts'
import { placeOf, serveFlags } from './commands/serve.ts'
import { adviceFor, UserError } from './errors.ts'
import { ingestAll, reportIngest } from './ingest.ts'
import { warn } from './output.ts'
import { serveArchive } from './serve.ts'
import { readSettings } from './settings.ts'

const nameMax = 40

/** Folder for `npm start -- FILE...`: readable from the first names, distinct by a hash of all of them. */
export function folderName(paths: readonly string[]): string {
  const words = paths.map(path => basename(path).replace(/\.(mbox|gz|txt|eml)(?=\.|$)/g, ''))
  const slug = words
    .join('+')
    .replace(/[^A-Za-z0-9.+-]+/g, '-')
    .slice(0, nameMax)
    .replace(/[.+-]+$/, '')
  const hash = createHash('sha256')
    .update(
      paths
        .map(path => resolve(path))
        .sort()
        .join('\0'),
    )
    .digest('hex')
  return `${slug || 'mail'}-${hash.slice(0, 6)}`
}

/** `npm start`: the sample archive, or the files named, on a site that is ready to read. */
export async function start(argv: readonly string[]): Promise<number> {
  const args = readArgs({ name: 'start', flags: serveFlags }, argv)
  const base = readSettings({ data: args.flags.data })
  const missing = args.words.find(path => path !== '-' && !existsSync(path))
  if (missing !== undefined) throw new UserError(`no file or folder ${missing}`)
  const own = args.words.length > 0
  const dataDir = own ? join(base.dataDir, folderName(args.words)) : sampleDir(base)
  const settings = base.databaseUrl ? base : { ...base, dataDir }
  const paths = own ? args.words : [resolve(import.meta.dirname, '..', 'ingest', 'sample', 'archive.mbox')]
  if (process.env.npm_lifecycle_event) stopWithParent()
  await serveArchive({
    settings,
    place: placeOf(args),
    dev: false,
    before: async () => {
      const summary = await ingestAll({ paths, settings, isSample: !own })
      if (summary.added > 0 || summary.unreadable.length > 0) reportIngest(summary, false)
    },
  })
  return 0
}

/** The same with errors as one line and an exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    return await start(argv)
  } catch (error) {
    const line = adviceFor(error)
    if (line === null) throw error
    warn(line)
    return error instanceof UserError ? error.exitCode : 2
  }
}
