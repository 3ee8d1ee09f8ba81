import type { ArchiveReader, MessageId } from '../../model/index.ts'
import { recoverFromQuotes } from '../../text/quotes.ts'
import { cardOfListed } from './cards.ts'
import type { CardView } from './cards.ts'
import { listedById } from './listed.ts'
import { anchorOf } from './message.ts'
import { personView } from './people.ts'
import { elsewhere, messageHref } from './urls.ts'

/** A mail that others answer and nobody has brought: what its replies quote of it. */
export type GhostView = {
  readonly id: MessageId
  readonly anchor: string
  readonly href: string
  /** Its title where a debate's list of patches knows it. */
  readonly title: string | null
  readonly cards: readonly CardView[]
  /** Stretches of text that its replies quote, in order, each with who quotes it. */
  readonly recovered: readonly {
    readonly text: string
    readonly from: { readonly name: string; readonly href: string }
  }[]
  readonly replies: number
  readonly elsewhere: readonly { readonly name: string; readonly href: string }[]
}

/** Most replies read to recover a ghost's text. */
const repliesMax = 50

/** A ghost with the text that its replies quote. */
export async function ghostView(reader: ArchiveReader, id: MessageId, list: string): Promise<GhostView> {
  const replies = await reader.repliesTo(id, repliesMax)
  const listed = listedById(id)
  const card = listed === null ? null : cardOfListed(listed.patch, listed.debate)
  const recovered = recoverFromQuotes(replies)
  return {
    id,
    anchor: anchorOf(id),
    href: messageHref(list, id),
    title: listed?.patch.title ?? null,
    cards: card === null ? [] : [card],
    recovered: recovered.pieces.flatMap(piece => {
      const reply = replies[piece.reply]
      if (reply === undefined) return []
      const from = { name: personView(reply.skeleton.author).name, href: messageHref(list, reply.skeleton.messageId) }
      return [{ text: piece.text, from }]
    }),
    replies: replies.length,
    elsewhere: elsewhere(id),
  }
}
