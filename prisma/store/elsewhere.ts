import type { Removal } from '../../model/index.ts'
import type { SqliteConnection } from './sqlite.ts'

/** `ArchiveWriter.alsoFromElsewhere`. */
export const alsoFromElsewhere = (sqlite: SqliteConnection, removals: readonly Removal[]): ReadonlySet<string> =>
  new Set(
    removals
      .filter(({ blank: { raw, parsed, list } }) =>
        sqlite
          .all(
            'SELECT d."position", r."hash" FROM "message" m JOIN "delivery" d ON d."messageId" = m."id" ' +
              'JOIN "list" l ON l."id" = d."listId" JOIN "raw" r ON r."id" = d."rawId" ' +
              'WHERE m."name" = ? AND m."contentHash" = ? AND l."slug" = ?',
            [parsed.headers.messageId, parsed.contentHash, list],
          )
          .some(row => row.position !== raw.position || row.hash !== parsed.rawHash),
      )
      .map(({ blank }) => blank.parsed.rawHash),
  )
