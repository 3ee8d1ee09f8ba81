import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { openStore } from '../prisma/store/index.ts'
import type { Store } from '../prisma/store/index.ts'
import { UserError } from './errors.ts'
import { warn } from './output.ts'
import type { Settings } from './settings.ts'

/** Where `npm start` keeps the sample archive, under the default data folder. */
export const sampleDir = (settings: Settings) => join(settings.dataDir, 'sample')

const holdsArchive = (dir: string) => existsSync(join(dir, 'acknak.db'))

/**
 * The settings for a command that reads. When nobody named a folder and the default one holds no archive yet,
 * the sample archive stands in, and a line on stderr says so.
 */
export function archiveToRead(settings: Settings): Settings {
  if (settings.databaseUrl || holdsArchive(settings.dataDir)) return settings
  const sample = sampleDir(settings)
  if (settings.dataDirIsDefault && holdsArchive(sample)) {
    warn('reading the sample archive (.acknak/sample): ingest mail of your own with `acknak ingest FILE...`')
    return { ...settings, dataDir: sample, dataDirIsDefault: false }
  }
  const others = existsSync(settings.dataDir)
    ? readdirSync(settings.dataDir).filter(name => holdsArchive(join(settings.dataDir, name)))
    : []
  const hint = others.length > 0 ? ` or name one with --data: ${others.map(n => join('.acknak', n)).join(', ')}` : ''
  throw new UserError(
    `no archive in ${settings.dataDir}: \`acknak ingest FILE...\` makes one, \`npm start\` makes the sample${hint}`,
  )
}

/** Opens the archive that the settings name, making it on first use. */
export const openArchive = (settings: Settings): Promise<Store> =>
  openStore(settings.databaseUrl ? { databaseUrl: settings.databaseUrl } : { dataDir: settings.dataDir })
