import { mailmapOf, peopleOfMails } from '../../argue/people/index.ts'
import { collectTrailers } from '../../argue/trailers/index.ts'
import type {
  ArchiveReader,
  CollectedTrailer,
  MessageId,
  PatchSeries,
  StoredThread,
  TrailerMail,
} from '../../model/index.ts'

/** Mails of a thread read for the trailers they give. */
const mailsMax = 2000
const mailsAtOnce = 200

/**
 * Trailers given to a posting in the thread of the mail, counted or not, each with the reason; for a mail that is a part,
 * those to this part and to the whole series. Addresses of one person are told from who wrote in the thread. What earlier
 * revisions carry over is not among them.
 */
export async function trailersGiven(
  reader: ArchiveReader,
  series: PatchSeries,
  thread: StoredThread,
  id: MessageId,
): Promise<readonly CollectedTrailer[]> {
  const ids = thread.nodes.filter(node => node.message !== null).map(node => node.messageId)
  const mails: TrailerMail[] = []
  for (let at = 0; at < Math.min(ids.length, mailsMax); at += mailsAtOnce)
    for (const row of await reader.messages(ids.slice(at, at + mailsAtOnce)))
      mails.push({ ...row.skeleton, text: row.text })
  const isPart = series.coverId !== id && series.parts.some(part => part.messageId === id)
  return collectTrailers(series, thread.nodes, mails, peopleOfMails(mails, await mailmapOf(reader))).filter(
    t => !isPart || t.to.kind === 'series' || t.to.messageId === id,
  )
}
