import type { Skeleton } from '../../model/index.ts'
import type { Mailmap } from '../../text/mailmap.ts'
import { joinPeople } from './join.ts'
import type { People } from './join.ts'

/**
 * Everybody who wrote one of some mails, as `joinPeople` joins them: by author, and by the sender where a relay put
 * itself in his place. Who is only named in a text is not among them.
 */
export const peopleOfMails = (mails: readonly Pick<Skeleton, 'author' | 'from'>[], mailmap?: Mailmap): People =>
  joinPeople(
    mails.map(mail => mail.author),
    mailmap === undefined ? { relayed: mails } : { relayed: mails, mailmap },
  )
