import { cutMail, placeInThread, zonesFor } from '../../ingest/index.ts'
import type { Cut } from '../../ingest/index.ts'
import { clustersOf } from './clusters.ts'
import { readGold } from './gold.ts'
import type { GoldMessage } from './gold.ts'
import { readMails } from './mails.ts'

/** A labelled message and its mail, cut up for the tagger. */
export type Labelled = {
  readonly thread: string
  /** Number of its cluster of threads. */
  readonly cluster: number
  readonly gold: GoldMessage
  readonly cut: Cut
}

/** Labelled messages whose mail was found, in order of threads and of the archive. */
export type Corpus = {
  readonly labelled: readonly Labelled[]
  readonly clusters: readonly (readonly string[])[]
  readonly messages: number
  /** Messages that no mail matched by id and hash of the text. */
  readonly missing: number
}

/** Reads labelled threads and their mails. */
export const readCorpus = async (gold: string, mailPaths: readonly string[]): Promise<Corpus> => {
  const threads = readGold(gold)
  const clusters = clustersOf(threads)
  const mails = await readMails(
    mailPaths,
    threads.flatMap(t => t.messages),
  )
  const labelled: Labelled[] = []
  let missing = 0
  for (const thread of threads)
    for (const message of thread.messages) {
      const parsed = mails.get(message.messageId)?.find(m => m.textHash === message.textSha256)
      if (parsed === undefined) {
        missing++
        continue
      }
      labelled.push({
        thread: thread.name,
        cluster: clusters.findIndex(c => c.includes(thread.name)),
        gold: message,
        cut: cutMail(placeInThread(parsed, zonesFor(parsed), id => mails.get(id)?.[0])),
      })
    }
  return { labelled, clusters, messages: labelled.length + missing, missing }
}
