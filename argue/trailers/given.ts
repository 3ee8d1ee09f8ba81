import type { Address, Certainty, TrailerCounted, TrailerRefused } from '../../model/index.ts'
import type { People } from '../people/index.ts'
import { isTelling, nameKey, sameMailbox } from '../people/index.ts'

/** A verdict on one trailer. */
export type Given = {
  readonly counted: boolean
  readonly reason: TrailerCounted | TrailerRefused
  readonly sure: Certainty
}

/**
 * Whether the person that a trailer of a reply names is its sender (b4: `LoreMessage.get_trailers`): same mailbox, known
 * to be the same person, same name. b4 takes any name that is equal; one of a single word is a guess here. b4 0.12 also takes
 * every trailer of a sender whose own name has a comma in it, since it looks for the parts of that name in that same name;
 * here `Last, First` has to be the person named.
 */
export const givenBy = (
  person: Address | null,
  mail: { from: Address; author: Address },
  people: People | null,
): Given => {
  if (person === null || (person.address === '' && person.name === ''))
    return { counted: false, reason: 'nobody-named', sure: 'certain' }
  const senders = mail.from === mail.author ? [mail.author] : [mail.author, mail.from]
  const mailboxes = senders.map(s => sameMailbox(person.address, s.address))
  if (mailboxes.includes('same')) return { counted: true, reason: 'own-address', sure: 'certain' }
  if (mailboxes.includes('alike')) return { counted: true, reason: 'own-address', sure: 'likely' }
  const named = people?.personOf(person) ?? null
  if (named !== null && senders.some(s => people?.personOf(s) === named)) {
    const isCertain = named.joins.every(join => join.sure === 'certain')
    return { counted: true, reason: 'same-person', sure: isCertain ? 'certain' : 'likely' }
  }
  const key = nameKey(person.name)
  if (key !== '' && senders.some(s => nameKey(s.name) === key))
    return { counted: true, reason: 'own-name', sure: isTelling(key) ? 'likely' : 'guess' }
  // Family name first in one place and last in the other.
  const words = wordsKey(key)
  if (isTelling(key) && senders.some(s => wordsKey(nameKey(s.name)) === words))
    return { counted: true, reason: 'own-name', sure: 'guess' }
  return { counted: false, reason: person.address === '' ? 'nobody-named' : 'mismatch', sure: 'certain' }
}

const wordsKey = (name: string): string => name.split(' ').sort().join(' ')
