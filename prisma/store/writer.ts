import type { ArchiveWriter } from '../../model/index.ts'
import { archiveTexts, neighbours, neighboursLike } from './neighbours.ts'
import { nextId } from './save-mail.ts'
import { saveBatch } from './save.ts'
import type { SqliteWriter } from './sqlite.ts'

const archiveTextsMax = 10_000

/** The writing side over a raw connection. Calls queue up; each `save` is one transaction. */
export function openWriter(sqlite: SqliteWriter): ArchiveWriter {
  return {
    async known(list, rawHashes) {
      const rows = sqlite.allIn(
        'SELECT r."hash", l."slug" FROM "raw" r JOIN "delivery" d ON d."rawId" = r."id" JOIN "list" l ON l."id" = d."listId" WHERE r."hash" IN (??)',
        [...new Set(rawHashes)],
      )
      return new Set(rows.filter(r => list === null || r.slug === list).map(r => r.hash as string))
    },
    neighbours: async ids => neighbours(sqlite, ids),
    archiveTexts: async limit => archiveTexts(sqlite, Math.max(0, Math.min(limit, archiveTextsMax))),
    neighboursLike: async (clues, limitThreads) => neighboursLike(sqlite, clues, limitThreads),
    ensureList: list =>
      sqlite.transaction(async tx => {
        const [known] = await tx.all('SELECT "id" FROM "list" WHERE "slug" = ?', [list.slug])
        if (known) return
        const next = await nextId(tx, 'list')
        await tx.insert('list', [{ id: next(), ...list, messages: 0, threads: 0 }])
      }),
    save: batch => sqlite.transaction(tx => saveBatch(tx, batch)),
  }
}
