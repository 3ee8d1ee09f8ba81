/** Trailer names that do not end in `-by`, lower-case. */
const others: ReadonlySet<string> = new Set([
  'cc',
  'fixes',
  'link',
  'closes',
  'references',
  'message-id',
  'change-id',
  'bugzilla',
  'buglink',
  'see-also',
  'depends-on',
  'reported-and-tested',
  'patchwork-id',
])

/** Name of the trailer a line starts with and where its value begins, or null: `Acked-by: Name <address>`. */
export const trailerAt = (
  text: string,
  start: number,
  end: number,
): { name: string; nameAt: number; valueAt: number } | null => {
  let at = start
  while (at < end && at - start < 8 && (text.charCodeAt(at) === 0x20 || text.charCodeAt(at) === 0x09)) at++
  const first = text.charCodeAt(at) | 0x20
  if (first < 0x61 || first > 0x7a) return null
  let i = at + 1
  for (; i < end && i - at < 48; i++) {
    const c = text.charCodeAt(i)
    if (c === 0x3a) break
    const lower = c | 0x20
    if (!(lower >= 0x61 && lower <= 0x7a) && c !== 0x2d && c !== 0x5f) return null
  }
  if (text.charCodeAt(i) !== 0x3a || i >= end) return null
  const after = text.charCodeAt(i + 1)
  if (after !== 0x20 && after !== 0x09) return null
  const name = text.slice(at, i)
  const lower = name.toLowerCase()
  if (!lower.endsWith('-by') && !others.has(lower)) return null
  let valueAt = i + 1
  while (valueAt < end && (text.charCodeAt(valueAt) === 0x20 || text.charCodeAt(valueAt) === 0x09)) valueAt++
  if (valueAt >= end || text.charCodeAt(valueAt) === 0x0a) return null
  return { name, nameAt: at, valueAt }
}
