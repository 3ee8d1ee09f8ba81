import type { Certainty, ChainMark, MessageId, PatchSeries } from '../../model/index.ts'
import { compareVersions } from '../../text/revision.ts'
import { authorKey, idsOf, isGenericTitle, sharedTitles, titleKey } from './alike.ts'

/** Why two postings are revisions of one work. */
export type ChainReason = {
  readonly kind: ChainMark['kind']
  /** The change-id, Message-ID, patch-id or title and author that both have. */
  readonly value: string
  readonly sure: Certainty
}

/** Further apart, one title at one version is rather used anew than sent again. */
const sameVersionSecondsMax = 180 * 86_400
/** Further apart, a title is rather a new work's. */
const titleSecondsMax = 3 * 365 * 86_400
/** Part of the smaller posting's titles or patches that must be shared where a mark alone says too little. */
const sharedMin = 0.5

const marksOf = (series: PatchSeries, kind: ChainMark['kind']): ReadonlySet<string> =>
  new Set(series.marks.filter(m => m.kind === kind).map(m => m.value))

const common = (a: ReadonlySet<string>, b: ReadonlySet<string>): readonly string[] =>
  [...a].filter(v => b.has(v)).sort()

/** A stable tree's posting: labels say so; it is a copy of what was merged. */
const isCopy = (series: PatchSeries): boolean =>
  (series.labels ?? []).some(l =>
    /^(?:stable|autosel|backports?|lts|longterm|(?:linux-)?v?\d\.\d{1,3}(?:[.\-_/].*)?)$/i.test(l),
  )

/** Ids that one posting names and that are the other's own. */
const linked = (from: PatchSeries, to: PatchSeries): readonly MessageId[] => {
  const own = new Set(idsOf(to))
  const mine = new Set(idsOf(from))
  return [...marksOf(from, 'link')].filter(id => own.has(id) && !mine.has(id)).sort()
}

/**
 * Why two postings belong together, surest first; empty when they do not (features.md row 24, mail.md E70).
 *
 * A change-id proves it. A link counts when it names a mail of the other posting, earlier and of no higher version,
 * and the two share author and some title, or half of the titles: a `Link:` to a report, or to the patch that broke
 * something, joins nothing; one to another work of the author is a guess at most. A patch-id counts when the
 * author is one or half of the patches are shared; of two people without a title in common it is a guess. Title and
 * author count unless the title is generic, or one version of it is half a year apart.
 */
export const joinOf = (a: PatchSeries, b: PatchSeries): readonly ChainReason[] => {
  const found: ChainReason[] = []
  for (const value of common(marksOf(a, 'change-id'), marksOf(b, 'change-id')))
    found.push({ kind: 'change-id', value, sure: 'certain' })
  // A change-id that differs says that these are two works.
  const differ = found.length === 0 && marksOf(a, 'change-id').size > 0 && marksOf(b, 'change-id').size > 0
  if (isCopy(a) !== isCopy(b)) return found
  const isOneAuthor = authorKey(a) === authorKey(b)
  const shared = sharedTitles(a, b)
  const isOneTitle = titleKey(a.title) === titleKey(b.title)
  const byVersion = compareVersions(a, b)
  const isReroll = byVersion !== 0 || a.isResend || b.isResend || a.extent === 'partial' || b.extent === 'partial'
  const [before, later] = (a.atSeconds - b.atSeconds || byVersion || (a.key < b.key ? -1 : 1)) < 0 ? [a, b] : [b, a]
  const isForward = compareVersions(before, later) <= 0

  if (a.replaces === b.key || b.replaces === a.key)
    found.push({ kind: 'link', value: a.replaces === b.key ? b.key : a.key, sure: weaker(a, b) })
  else if (!differ && isForward)
    for (const value of linked(later, before).slice(0, 1)) {
      if (isOneAuthor && (isOneTitle || shared > 0))
        found.push({ kind: 'link', value, sure: byVersion !== 0 ? 'certain' : 'likely' })
      // Nothing in common but a link: it may as well name what the work depends on.
      else if (isOneAuthor && byVersion !== 0) found.push({ kind: 'link', value, sure: 'guess' })
      else if (!isOneAuthor && shared >= sharedMin && !isGenericTitle(before.title))
        found.push({ kind: 'link', value, sure: 'likely' })
    }

  const patchIds = common(marksOf(a, 'patch-id'), marksOf(b, 'patch-id'))
  if (!differ && patchIds[0] !== undefined) {
    const share = patchIds.length / Math.min(marksOf(a, 'patch-id').size, marksOf(b, 'patch-id').size)
    const isMost = patchIds.length / Math.max(marksOf(a, 'patch-id').size, marksOf(b, 'patch-id').size) >= sharedMin
    if (isOneAuthor && share >= sharedMin)
      found.push({
        kind: 'patch-id',
        value: patchIds[0],
        sure: isMost && (isOneTitle || byVersion !== 0) ? 'certain' : 'likely',
      })
    // Two people may write the same small fix.
    else if (isMost && byVersion !== 0)
      found.push({ kind: 'patch-id', value: patchIds[0], sure: shared > 0 ? 'likely' : 'guess' })
  }

  const apart = Math.abs(a.atSeconds - b.atSeconds)
  const titles = common(marksOf(a, 'author-title'), marksOf(b, 'author-title')).filter(value => {
    const title = value.slice(0, Math.max(0, value.lastIndexOf(' | ')))
    return !isGenericTitle(title)
  })
  const isHead = titles.includes(a.chain) && a.chain === b.chain
  const title = isHead ? a.chain : titles[0]
  if (
    !differ &&
    title !== undefined &&
    apart <= titleSecondsMax &&
    (byVersion !== 0 || apart <= sameVersionSecondsMax)
  ) {
    // One part in common: a patch that grew into a series, or a series that lost most of its parts.
    const isSmall = Math.min(a.total, b.total) <= 2 || shared >= sharedMin
    if (isHead)
      found.push({ kind: 'author-title', value: title, sure: isReroll || a.total === b.total ? 'likely' : 'guess' })
    else if (isSmall && isOneAuthor && isReroll)
      found.push({ kind: 'author-title', value: title, sure: isForward ? 'likely' : 'guess' })
    else if (shared >= sharedMin && isOneAuthor) found.push({ kind: 'author-title', value: title, sure: 'guess' })
  }
  return found.sort((x, y) => rank(x.sure) - rank(y.sure) || order(x.kind) - order(y.kind))
}

const kinds: readonly ChainMark['kind'][] = ['change-id', 'link', 'patch-id', 'author-title']
const order = (kind: ChainMark['kind']): number => kinds.indexOf(kind)

const weaker = (a: PatchSeries, b: PatchSeries): Certainty => (rank(a.sure) > rank(b.sure) ? a.sure : b.sure)

/** 0 for certain, 1 for likely, 2 for a guess. */
export const rank = (sure: Certainty): number => (sure === 'certain' ? 0 : sure === 'likely' ? 1 : 2)
