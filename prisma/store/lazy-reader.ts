import { readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { ArchiveReader, StoreCounts } from '../../model/index.ts'
import { explaining } from './errors.ts'
import type { SqliteConnection } from './sqlite.ts'

type Opened = { readonly reader: Omit<ArchiveReader, 'counts'>; close(): Promise<void> }

/** The figures of an archive, in one statement. */
export function countsOf(sqlite: SqliteConnection): StoreCounts {
  const [row] = sqlite.all(
    'SELECT (SELECT COUNT(*) FROM "message") AS "messages", (SELECT COUNT(*) FROM "thread") AS "threads", ' +
      '(SELECT COUNT(*) FROM "thread_node" WHERE "messageId" IS NULL) AS "ghosts", (SELECT COUNT(*) FROM "series") AS "series", ' +
      '(SELECT COUNT(*) FROM "series_part" WHERE "part" > 0 AND "messageName" IS NOT NULL) AS "patches", ' +
      '(SELECT COUNT(*) FROM "annotation") + (SELECT COUNT(*) FROM "mention") AS "annotations", ' +
      '(SELECT COUNT(*) FROM "scenario_link") AS "links", (SELECT COUNT(*) FROM "quarantine") AS "quarantined"',
  )
  const of = (name: keyof StoreCounts) => Number(row?.[name] ?? 0)
  return {
    messages: of('messages'),
    threads: of('threads'),
    ghosts: of('ghosts'),
    series: of('series'),
    patches: of('patches'),
    annotations: of('annotations'),
    links: of('links'),
    quarantined: of('quarantined'),
  }
}

/** A larger mailmap is not read: the kernel's has a tenth of this. */
const mailmapBytesMax = 1 << 20

/** The mailmap that the archive's owner put beside the database. */
async function mailmapBeside(path: string): Promise<string | null> {
  const file = join(/* turbopackIgnore: true */ dirname(path), 'mailmap')
  try {
    if ((await stat(file)).size > mailmapBytesMax) return null
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/**
 * The reading side; the database client behind it is loaded by the first call that needs it. A run that only writes and
 * counts never does: that saves it a tenth of a CPU second and 80 MB.
 */
export function openLazily(
  path: string,
  sqlite: SqliteConnection,
  load: () => Promise<Opened>,
): { reader: ArchiveReader; close(): Promise<void> } {
  let opening: Promise<Opened> | null = null
  const open = () => {
    opening ??= load().then(({ reader, close }) => ({ reader: explaining(reader, path), close }))
    return opening
  }
  const later =
    <A extends unknown[], R>(method: (reader: Opened['reader']) => (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> =>
      method((await open()).reader)(...args)
  const reader: ArchiveReader = {
    ...explaining({ counts: async () => countsOf(sqlite), mailmap: () => mailmapBeside(path) }, path),
    lists: later(r => r.lists),
    threads: later(r => r.threads),
    thread: later(r => r.thread),
    messages: later(r => r.messages),
    message: later(r => r.message),
    contents: later(r => r.contents),
    raw: later(r => r.raw),
    idsLike: later(r => r.idsLike),
    rootsOf: later(r => r.rootsOf),
    seriesOf: later(r => r.seriesOf),
    seriesSharing: later(r => r.seriesSharing),
    patchIdsOf: later(r => r.patchIdsOf),
    messagesByPatchId: later(r => r.messagesByPatchId),
    mentions: later(r => r.mentions),
    mentionTimes: later(r => r.mentionTimes),
    mentionCounts: later(r => r.mentionCounts),
    linksOf: later(r => r.linksOf),
    sameSubject: later(r => r.sameSubject),
    repliesTo: later(r => r.repliesTo),
  }
  return { reader, close: async () => (opening === null ? undefined : (await opening).close()) }
}
