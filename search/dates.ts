/** Seconds of UTC days: `from` included, `before` not; null: open on that side. */
export type DateRange = { readonly from: number | null; readonly before: number | null }

type Stretch = { readonly from: number; readonly before: number }

/** A year, month or day as the stretch it covers; null for anything else, 20160231 too. */
function stretch(text: string): Stretch | null {
  const match = /^(\d{4})(?:-?(\d{2})(?:-?(\d{2}))?)?$/.exec(text)
  if (!match) return null
  const [year, month, day] = [Number(match[1]), Number(match[2] ?? 1), Number(match[3] ?? 1)]
  const from = new Date(Date.UTC(year, month - 1, day))
  // Years below 100 are read as 19xx by Date; mail is younger.
  if (year < 1970 || from.getUTCMonth() !== month - 1 || from.getUTCDate() !== day) return null
  const before = match[3]
    ? Date.UTC(year, month - 1, day + 1)
    : match[2]
      ? Date.UTC(year, month, 1)
      : Date.UTC(year + 1, 0, 1)
  return { from: from.getTime() / 1000, before: before / 1000 }
}

/** Reads `20160101..20160331`, `20160101..`, `..2016`, `201603`, `2016-03-05`; null when it is none of them. */
export function dateRange(text: string): DateRange | null {
  const dots = text.indexOf('..')
  if (dots < 0) return stretch(text)
  const [left, right] = [text.slice(0, dots), text.slice(dots + 2)]
  const from = left === '' ? null : stretch(left)
  const to = right === '' ? null : stretch(right)
  if ((left !== '' && !from) || (right !== '' && !to) || (!from && !to)) return null
  if (from && to && from.from >= to.before) return null
  return { from: from?.from ?? null, before: to?.before ?? null }
}
