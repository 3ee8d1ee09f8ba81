import type { ArchiveReader, Skeleton } from '../../model/index.ts'
import { readMailmap } from '../../text/mailmap.ts'
import type { Mailmap } from '../../text/mailmap.ts'
import { joinPeople } from './join.ts'
import type { People } from './join.ts'

/**
 * Everybody who wrote one of some mails, as `joinPeople` joins them: by author, and by the sender where a relay put
 * itself in his place. Who is only named in a text is not among them.
 */
export const peopleOfMails = (mails: readonly Pick<Skeleton, 'author' | 'from'>[], mailmap?: Mailmap): People => {
  const authors = mails.map(mail => mail.author)
  if (mailmap === undefined) return joinPeople(authors, { relayed: mails })
  // Who is proper by the mailmap may have written none of these mails, and still be named in a trailer.
  const proper = authors.map(({ name, address }) => mailmap.map(name, address))
  return joinPeople([...authors, ...proper], { relayed: mails, mailmap })
}

/** The mailmap that lies beside an archive, read; undefined where there is none. */
export const mailmapOf = async (reader: Pick<ArchiveReader, 'mailmap'>): Promise<Mailmap | undefined> => {
  const text = await reader.mailmap?.()
  return text == null ? undefined : readMailmap(text)
}
