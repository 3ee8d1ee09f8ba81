import type { Store } from '../../prisma/store/index.ts'
import { batchOf, mail, skeletonOf, threadsOf } from './mails.ts'
import type { MailSpec } from './mails.ts'

const total = 1_200

/** Mails that hang together: replies come before their parents, ids come twice, two lists, flags and acks. */
function specs(): MailSpec[] {
  return Array.from({ length: total }, (_, i): MailSpec => {
    const thread = i % 37
    // Even ones answer an older mail, odd ones a younger, so that parents arrive late; the last ones a ghost.
    const place = i % 2 === 0 ? i - 74 : Math.min(total + 5, i + 37)
    const parent = place < 0 ? undefined : `m${place}.${thread}@example.org`
    return {
      id: `m${i}.${thread}@example.org`,
      subject: i < 37 ? `[PATCH ${i}/37] mm: piece ${i}` : `Re: mm: piece ${thread}`,
      from: `Person ${i % 11}`,
      atSeconds: 1_400_000_000 + i,
      text: `> quoted __GFP_NOFAIL\nmail ${i} about __GFP_NOFAIL and the oom reaper ${'words '.repeat(i % 90)}\nAcked-by: Person ${i % 5} <p${i % 5}@example.org>\n`,
      list: i % 7 === 0 ? 'linux-fsdevel' : 'linux-mm',
      gfp: ['__GFP_NOFAIL'],
      mechanisms: ['oom-reaper'],
      ...(i % 50 === 0 ? { scenarios: ['oom-reaper'] } : {}),
      ...(parent === undefined ? {} : { parent }),
    }
  })
}

/** The mails in batches; `shift` moves the borders between them. */
export function interruptionBatches(shift: number): MailSpec[][] {
  const all = specs()
  const batches: MailSpec[][] = []
  for (let at = 0; at < all.length; ) {
    const size = at === 0 && shift > 0 ? shift : 60
    batches.push(all.slice(at, at + size))
    at += size
  }
  return batches
}

/** Saves mails with the whole threads around them, as ingest does. */
export async function bring(store: Store, mails: readonly MailSpec[]): Promise<void> {
  for (const slug of ['linux-mm', 'linux-fsdevel'])
    await store.writer.ensureList({ slug, title: slug, isSample: false })
  const deliveries = mails.map(mail)
  const fresh = deliveries.map(skeletonOf)
  const past = await store.writer.neighbours(fresh.flatMap(s => [s.messageId, ...s.inReplyTo]))
  const skeletons = [...past.skeletons, ...fresh].sort(
    (a, b) => a.atSeconds - b.atSeconds || (a.messageId < b.messageId ? -1 : 1),
  )
  const threads = threadsOf(skeletons)
  await store.writer.save({ ...batchOf([]), deliveries, threads })
}
