import type { ArchiveReader, MessageId } from '../../model/index.ts'
import { recoverFromQuotes } from '../../text/quotes.ts'
import { clipText, ownPage, Room } from './bounds.ts'
import type { Bounds, More } from './bounds.ts'
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
    readonly more: More | null
    readonly from: { readonly name: string; readonly href: string }
  }[]
  readonly replies: number
  readonly elsewhere: readonly { readonly name: string; readonly href: string }[]
}

/** Most replies read to recover a ghost's text. */
const repliesMax = 50
/** Most stretches of recovered text on a page. */
const piecesMax = 200

/** A ghost with the text that its replies quote. */
export async function ghostView(
  reader: ArchiveReader,
  id: MessageId,
  list: string,
  bounds: Bounds = ownPage,
): Promise<GhostView> {
  const room = new Room(bounds)
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
    recovered: recovered.pieces.slice(0, piecesMax).flatMap(piece => {
      const reply = replies[piece.reply]
      if (reply === undefined) return []
      const from = { name: personView(reply.skeleton.author).name, href: messageHref(list, reply.skeleton.messageId) }
      const clip = clipText(piece.text, room)
      return clip.text === '' && clip.more === null ? [] : [{ ...clip, from }]
    }),
    replies: replies.length,
    elsewhere: elsewhere(id),
  }
}
