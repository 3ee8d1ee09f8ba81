import type { PatchSeries } from '../../model/index.ts'
import { compareVersions } from '../../text/revision.ts'

/** A title without case, blanks and marks. */
export const titleKey = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .slice(0, 200)

/** An author as postings name them: by name where there is one. */
export const authorKey = (series: PatchSeries): string =>
  (series.author.name === '' ? series.author.address : series.author.name)
    .toLowerCase()
    .replace(/ via .{1,80}$/, '')
    .replace(/[\s"']+/g, ' ')
    .trim()

const genericWords: ReadonlySet<string> = new Set(
  (
    'a an and the of for in on to with add address allow avoid bug bugs build bump change changes check clean cleanup cleanups code ' +
    'comment comments compile compiler coding correct cosmetic coverity delete doc docs documentation drop enhancement enhancements ' +
    'error errors few fix fixes fixed fixup fixups followup general handle handling improve improvements improvement issue ' +
    'issues kernel linux make memory minor misc miscellaneous more new next null optimization optimizations part patch patches ' +
    'pending pointer random refactor remove rename rework series set several simplification simplify small some spelling ' +
    'style support test tests tidy trivial tweak tweaks typo typos unnecessary unused up update updates use various warning warnings ' +
    'mm fs net block cgroup memcg oom sched vm arm x86 core lib'
  ).split(' '),
)

/** Words of a title that others of its kind lack. A title with fewer than two of them says little (mail.md E70). */
const tellingWordsMin = 2

/** True for titles such as `fix build` that many a work has: they join nothing by themselves (mail.md E70). */
export const isGenericTitle = (title: string): boolean =>
  titleKey(title)
    .split(' ')
    .filter(word => word.length > 1 && !/^\d+$/.test(word) && !genericWords.has(word)).length < tellingWordsMin

/** Ids of the mails of a posting: cover, then parts. */
export const idsOf = (series: PatchSeries): readonly string[] => [
  ...new Set([series.key, series.coverId, ...series.parts.map(p => p.messageId)].filter(id => id !== null)),
]

/** Titles of a posting's parts and cover. */
export const titlesOf = (series: PatchSeries): ReadonlySet<string> =>
  new Set([series.title, ...series.parts.map(p => p.title)].map(titleKey).filter(t => t !== ''))

/** Share of the smaller posting's titles that the other has as well, 0 to 1. */
export const sharedTitles = (a: PatchSeries, b: PatchSeries): number => {
  const [one, two] = [titlesOf(a), titlesOf(b)]
  let shared = 0
  for (const title of one) if (two.has(title)) shared++
  return shared / Math.max(1, Math.min(one.size, two.size))
}

/** Order of postings: version, then time, then key. */
export const inOrder = (a: PatchSeries, b: PatchSeries): number =>
  compareVersions(a, b) || a.atSeconds - b.atSeconds || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)
