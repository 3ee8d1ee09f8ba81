import { afterEach, beforeEach, describe } from 'vitest'
import type { MailSpec } from './mails.ts'
import { batchOf, mail, skeletonOf, threadsOf } from './mails.ts'
import { lists } from './cases/base.ts'
import type { Case, StorePlace } from './cases/base.ts'
import { listsCases } from './cases/lists.ts'
import { mentionsCases } from './cases/mentions.ts'
import { messagesCases } from './cases/messages.ts'
import { savingCases } from './cases/saving.ts'
import { seriesCases } from './cases/series.ts'
import { threadsCases } from './cases/threads.ts'

/** What every database behind the store has to do. */
export function storeSuite(name: string, place: () => Promise<StorePlace>): void {
  describe(`the archive in ${name}`, () => {
    const at = {
      place,
      save: batch => at.store.writer.save(batch),
      async bring(...batches: MailSpec[][]) {
        for (const specs of batches) {
          const deliveries = specs.map(mail)
          const fresh = deliveries.map(skeletonOf)
          const past = await at.store.writer.neighbours(fresh.flatMap(s => [s.messageId, ...s.inReplyTo]))
          await at.save({ ...batchOf([]), deliveries, threads: threadsOf([...past.skeletons, ...fresh]) })
        }
      },
    } as Case
    beforeEach(async () => {
      at.here = await place()
      at.store = await at.here.open()
      for (const list of lists) await at.store.writer.ensureList(list)
    })
    afterEach(async () => {
      await at.store.close()
      await at.here.clean()
    })
    for (const cases of [savingCases, threadsCases, listsCases, messagesCases, seriesCases, mentionsCases]) cases(at)
  })
}
