// Prints the SQL that brings the migrations up to models.prisma; nothing when they agree. A new migration is a folder
// of its own with this output as migration.sql, and its name in `migrationNames` (store/migrate.ts).
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withEngine } from './store/engine.ts'
import { externalTables, migrationList } from './store/migrate.ts'

const schemaFiles = ['models.prisma', 'sqlite.prisma'].map((name): [string, string] => [
  name,
  readFileSync(join(import.meta.dirname, name), 'utf8'),
])

/** SQL from nothing, or from what the migrations make, to the models. */
export async function diffSql(from: 'empty' | 'migrations'): Promise<string> {
  const files = schemaFiles.map(([path, content]) => ({ path, content }))
  const scratch = mkdtempSync(join(tmpdir(), 'acknak-diff-'))
  try {
    return await withEngine(join(scratch, 'diff.db'), schemaFiles, async engine => {
      const { stdout } = await engine.diff({
        from: from === 'empty' ? { tag: 'empty' } : { tag: 'migrations', ...migrationList() },
        to: { tag: 'schemaDatamodel', files },
        script: true,
        exitCode: null,
        filters: { externalTables, externalEnums: [] },
      })
      return (stdout ?? '').replace(/^-- This is an empty migration\.\s*$/, '')
    })
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

if (process.argv[1] === import.meta.filename)
  process.stdout.write(await diffSql(process.argv[2] === 'empty' ? 'empty' : 'migrations'))
