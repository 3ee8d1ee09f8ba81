import { existsSync, readFileSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { openArchive, sampleDir } from '../archive.ts'
import type { Command } from '../args.ts'
import { adviceFor } from '../errors.ts'
import { findMeili } from '../meili.ts'
import { count, writeJson, writeLines } from '../output.ts'
import { readSettings } from '../settings.ts'
import type { Settings } from '../settings.ts'

/** One thing looked at. `mend`: what to do when it is not well. */
type Finding = { readonly what: string; readonly ok: boolean; readonly says: string; readonly mend?: string }

const root = resolve(import.meta.dirname, '..', '..')
const diskLowMiB = 500

export const doctor: Command = {
  name: 'doctor',
  says: 'checks Node, packages, database, search server, disk; says how to mend',
  takes: '',
  flags: { data: { value: 'DIR', says: 'data folder (default .acknak)' } },
  examples: ['doctor', 'doctor --json'],
  run: async args => {
    const settings = readSettings({ data: args.flags.data })
    const findings = [
      node(),
      packages(),
      site(),
      await disk(settings),
      ...(await database(settings)),
      await searchServer(settings),
    ]
    if (args.json) writeJson({ ok: findings.every(f => f.ok), findings })
    else
      writeLines(
        findings.flatMap(f => [
          `${f.ok ? 'ok  ' : 'BAD '} ${f.what.padEnd(16)} ${f.says}`,
          ...(f.ok || !f.mend ? [] : [`     ${''.padEnd(16)} ${f.mend}`]),
        ]),
      )
    return findings.every(f => f.ok) ? 0 : 1
  },
}

function node(): Finding {
  const pinned = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { dependencies: { node: string } })
    .dependencies.node
  return {
    what: 'Node',
    ok: process.versions.node === pinned,
    says: `${process.versions.node} (pinned: ${pinned})`,
    mend: 'run `npm ci`',
  }
}

function packages(): Finding {
  const ok = existsSync(join(root, 'node_modules', '.package-lock.json'))
  return { what: 'packages', ok, says: ok ? 'installed' : 'not installed', mend: 'run `npm ci`' }
}

function site(): Finding {
  const built = existsSync(join(root, '.next', 'acknak-inputs'))
  return { what: 'site', ok: true, says: built ? 'built' : 'not built yet: `npm start` or `acknak serve` builds it' }
}

async function disk(settings: Settings): Promise<Finding> {
  const place = existsSync(settings.dataDir) ? settings.dataDir : process.cwd()
  const { bavail, bsize } = await statfs(place)
  const freeMiB = Math.floor((bavail * bsize) / 2 ** 20)
  return {
    what: 'disk',
    ok: freeMiB >= diskLowMiB,
    says: `${count(freeMiB)} MiB free at ${place}`,
    mend: `free some space: at least ${diskLowMiB} MiB`,
  }
}

async function database(settings: Settings): Promise<Finding[]> {
  const dirs = settings.databaseUrl
    ? [settings.dataDir]
    : [settings.dataDir, sampleDir(settings)].filter(dir => existsSync(join(dir, 'acknak.db')))
  if (dirs.length === 0)
    return [
      { what: 'database', ok: true, says: 'none yet: `npm start` makes the sample, `acknak ingest FILE...` your own' },
    ]
  return Promise.all(
    dirs.map(async dir => {
      try {
        const store = await openArchive({ ...settings, dataDir: dir })
        const counts = await store.reader.counts().finally(() => store.close())
        return {
          what: 'database',
          ok: true,
          says: `${dir}: ${count(counts.messages)} messages, ${count(counts.threads)} threads`,
        }
      } catch (error) {
        return {
          what: 'database',
          ok: false,
          says: `${dir}: ${(error as Error).message}`,
          mend: adviceFor(error) ?? 'move it away and ingest again: the mail itself is in your files',
        }
      }
    }),
  )
}

async function searchServer(settings: Settings): Promise<Finding> {
  const found = await findMeili({ dataDir: settings.dataDir, url: settings.meiliUrl })
  if ('missing' in found)
    return { what: 'search server', ok: true, says: `none: the database's own full text answers (${found.missing})` }
  return { what: 'search server', ok: true, says: `Meilisearch at ${'url' in found ? found.url : found.path}` }
}
