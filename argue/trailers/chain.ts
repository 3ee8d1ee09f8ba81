import type { Address, CollectedTrailer } from '../../model/index.ts'
import type { People } from '../people/index.ts'
import { givenBy } from './given.ts'

/** The `Signed-off-by:` chain of one commit message (Documentation/process/submitting-patches.rst, DCO). */
export type SignOffChain = {
  /** In the order of the text. */
  readonly links: readonly CollectedTrailer[]
  /** `later`: signed, not first, as with co-developers; null without any sign-off. */
  readonly author: 'first' | 'later' | 'absent' | null
  /** Whether the last to sign is who sent the mail. */
  readonly isSenderLast: boolean
  /** `Co-developed-by:` without the same person's `Signed-off-by:` right behind it. */
  readonly unsigned: readonly CollectedTrailer[]
}

/** Reads the chain of a part from its collected own trailers; `mail` is the part's. */
export const signOffChain = (
  collected: readonly CollectedTrailer[],
  mail: { readonly messageId: string; readonly author: Address; readonly from: Address },
  people: People | null = null,
): SignOffChain => {
  const own = collected.filter(t => t.how === 'own' && t.counted && t.span.messageId === mail.messageId)
  const links = own.filter(t => t.kind === 'sign-off')
  const isBy = (t: CollectedTrailer | undefined, who: Address): boolean =>
    t !== undefined && givenBy(t.person, { from: who, author: who }, people).counted
  const at = links.findIndex(t => isBy(t, mail.author))
  const unsigned = own.filter((t, i) => {
    const next = own[i + 1]
    const { person } = t
    if (t.kind !== 'co-develop' || person === null) return false
    return next === undefined || next.kind !== 'sign-off' || !isBy(next, person)
  })
  return {
    links,
    author: links.length === 0 ? null : at === 0 ? 'first' : at > 0 ? 'later' : 'absent',
    isSenderLast: isBy(links.at(-1), mail.from),
    unsigned,
  }
}
