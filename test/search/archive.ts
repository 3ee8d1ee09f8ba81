import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '../../prisma/store/index.ts'
import type { Store } from '../../prisma/store/index.ts'
import type { Search } from '../../search/index.ts'
import { batchOf, mail, skeletonOf, threadsOf } from '../prisma/mails.ts'
import type { MailSpec } from '../prisma/mails.ts'
import type { Ask } from './engine.case.ts'

/** An archive in a temporary folder that holds these mails. */
export async function archiveOf(
  specs: readonly MailSpec[],
): Promise<{ store: Store; dataDir: string; clean(): Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'acknak-search-'))
  const store = await openStore({ dataDir })
  await add(store, specs)
  return {
    store,
    dataDir,
    async clean() {
      await store.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

export async function add(store: Store, specs: readonly MailSpec[]): Promise<void> {
  const deliveries = specs.map(mail)
  for (const slug of new Set(deliveries.map(d => d.list)))
    await store.writer.ensureList({ slug, title: slug, isSample: false })
  await store.writer.save({ ...batchOf([]), deliveries, threads: threadsOf(deliveries.map(skeletonOf)) })
}

/** Asks and throws what was refused. */
export const asking =
  (search: Search): Ask =>
  async (query, page = { limit: 20, offset: 0 }) => {
    const answer = await search.answer(query, page)
    if ('refused' in answer) throw new Error(`${answer.refused}; ${answer.hint}`)
    return answer
  }
