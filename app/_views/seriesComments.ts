import { commentFollower, fateSentence } from '../../text/range-diff/index.ts'
import type { CommentFate, CommentPlace, RangeDiff, RangePatch } from '../../model/index.ts'
import { clipLine } from './bounds.ts'
import { dateView } from './dates.ts'
import type { DateView } from './dates.ts'
import { anchorOf } from './message.ts'
import { personView } from './people.ts'
import type { PersonView } from './people.ts'
import { pairAnchor } from './seriesCompare.ts'
import type { ComparedPatch } from './seriesMails.ts'
import { commentsIn } from './seriesRemarks.ts'
import type { Reply } from './seriesRemarks.ts'
import { messageHref, wordsHref } from './urls.ts'

/** What somebody said about lines of a patch, and where those lines ended in the later revision. */
export type CommentView = {
  readonly anchor: string
  readonly author: PersonView
  readonly when: DateView | null
  /** Its words in their mail. */
  readonly href: string
  readonly said: string
  /** The patch it is about: `v1 2/4`, its title. */
  readonly on: { readonly label: string; readonly title: string; readonly href: string }
  /** The lines it stands under, as they are in the patch; null: it is on no line. */
  readonly lines: { readonly text: string; readonly where: string | null; readonly href: string } | null
  readonly fate: {
    readonly word: string
    readonly kind: CommentFate['fate']
    readonly says: string
    readonly sure: CommentFate['sure']
    readonly after: { readonly label: string; readonly href: string } | null
  }
  /** Anchor of the pair of patches in the comparison. */
  readonly pair: string | null
}

/** Words shown of a comment, and lines of a patch. */
const saidCharsMax = 700
const lineCharsMax = 200
/** Comments on a page. */
export const commentsMax = 400

const fateWords: Readonly<Record<CommentFate['fate'], string>> = {
  unchanged: 'lines unchanged',
  changed: 'lines changed',
  removed: 'lines removed',
  'patch-dropped': 'patch dropped',
  'patch-unchanged': 'patch unchanged',
  unknown: 'not found',
}

/** Comments that replies make on patches of the earlier revision, each followed into the later one. */
export function commentsOn(
  replies: readonly Reply[],
  before: readonly ComparedPatch[],
  after: readonly ComparedPatch[],
  diff: RangeDiff,
  laterLabel: string,
  list: string,
): readonly CommentView[] {
  const follow = commentFollower(
    diff,
    before.map(p => p.range),
    after.map(p => p.range),
  )
  return replies
    .flatMap(reply => commentsIn(reply, before[reply.index]!.range).map((comment, n) => ({ reply, comment, n })))
    .slice(0, commentsMax)
    .map(({ reply, comment, n }) => {
      const { row, index } = reply
      const patch = before[index]!
      const fate = follow(index, comment.place)
      const id = row.skeleton.messageId
      const later = fate.partAfter === null ? undefined : after[fate.partAfter]
      const pairIndex = diff.pairs.findIndex(p => p.before === index)
      return {
        anchor: `c${anchorOf(id).slice(0, 13)}-${n + 1}`,
        author: personView(row.skeleton.author),
        when: row.sentAt === null ? null : dateView(row.sentAt, row.zoneMinutes ?? 0),
        href: wordsHref(list, id, comment.start, comment.end),
        said: clipLine(row.text.slice(comment.start, comment.end).trim(), saidCharsMax),
        on: { label: patch.slot.label, title: patch.slot.title, href: patch.slot.href },
        lines: linesView(patch.range, comment.place, list),
        fate: {
          word: fateWords[fate.fate],
          kind: fate.fate,
          says: fateSentence(fate, laterLabel),
          sure: fate.sure,
          after: later === undefined ? null : { label: later.slot.label, href: afterHref(later, fate, list) },
        },
        pair: pairIndex < 0 ? null : pairAnchor(pairIndex),
      }
    })
}

function afterHref(later: ComparedPatch, fate: CommentFate, list: string): string {
  const { messageId, patch } = later.range
  return fate.after === null || patch.attachment !== null
    ? messageHref(list, messageId)
    : wordsHref(list, messageId, fate.after.start, fate.after.end)
}

/** The lines of a place as text, with the file and function they stand in. */
function linesView({ patch, text, messageId }: RangePatch, place: CommentPlace, list: string): CommentView['lines'] {
  if (place.in === 'patch') return null
  let [start, end, where] = [0, 0, null as string | null]
  if (place.in === 'message') [start, end, where] = [place.start, place.end, 'commit message']
  else {
    const file = patch.files[place.file]
    const hunk = file?.hunks[place.hunk]
    const lines = hunk?.lines.slice(place.from, place.to) ?? []
    const [first, last] = [lines[0], lines.at(-1)]
    if (file === undefined || hunk === undefined || first === undefined || last === undefined) return null
    ;[start, end] = [first.start, last.end]
    // The heading as git prints it: the function it names may be the one above what is added.
    where = hunk.heading === '' ? file.path : clipLine(`${file.path} @@ ${hunk.heading}`, lineCharsMax)
  }
  const shown = text.slice(start, end).trimEnd().split('\n')
  return {
    text: shown.map(line => clipLine(line, lineCharsMax)).join('\n'),
    where,
    href: patch.attachment === null ? wordsHref(list, messageId, start, end) : messageHref(list, messageId),
  }
}
