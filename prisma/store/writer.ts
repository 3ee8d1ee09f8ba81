import type { ArchiveWriter } from '../../model/index.ts'
import { alsoFromElsewhere } from './elsewhere.ts'
import { archiveTexts, neighbours, neighboursLike } from './neighbours.ts'
import { nextId } from './save-mail.ts'
import { saveBatch, setMeta } from './save.ts'
import type { SqliteWriter } from './sqlite.ts'
import { takeBack } from './take-back.ts'
import { purgeQuarantined, revive, withdraw } from './tombstones.ts'

/** Says whether purged words may still stand in index segments or in the log. */
const scrubKey = 'store.scrub'

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
    atomically: work => sqlite.transaction(() => work()),
    save: batch => sqlite.transaction(tx => saveBatch(tx, batch)),
    async withdraw(removals, junkHashes = []) {
      // From here on this connection overwrites what it frees, the rows of threads and series written after this too.
      sqlite.db.pragma('secure_delete = ON')
      return sqlite.transaction(async tx => {
        await setMeta(tx, scrubKey, 'due')
        await purgeQuarantined(tx, junkHashes)
        return withdraw(tx, removals)
      })
    },
    alsoFromElsewhere: async removals => alsoFromElsewhere(sqlite, removals),
    async tombstones(ids) {
      const rows = sqlite.allIn('SELECT "name", "contentHash", "list" FROM "tombstone" WHERE "name" IN (??)', [
        ...new Set(ids),
      ])
      return rows.map(r => ({
        messageId: r.name as string,
        contentHash: r.contentHash as string,
        list: r.list as string,
      }))
    },
    async withdrawn(rawHashes) {
      const rows = sqlite.allIn('SELECT "rawHash" FROM "tombstone" WHERE "rawHash" IN (??)', [...new Set(rawHashes)])
      return new Set(rows.map(r => r.rawHash as string))
    },
    revive: mails => sqlite.transaction(tx => revive(tx, mails)),
    takeBack: (list, cut) => sqlite.transaction(tx => takeBack(sqlite, tx, list, cut)),
    async scrub() {
      if (sqlite.all('SELECT "value" FROM "meta" WHERE "key" = ?', [scrubKey])[0]?.value !== 'due') return
      // Merging all segments drops the words of deleted rows; the log may hold pages with them until it is emptied.
      sqlite.db.exec(`INSERT INTO message_text (message_text) VALUES ('optimize')`)
      const [emptied] = sqlite.db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[]
      // Somebody who reads right now may keep the log; then the next time is soon enough.
      if (emptied?.busy === 0) await sqlite.transaction(tx => setMeta(tx, scrubKey, 'done'))
    },
  }
}
