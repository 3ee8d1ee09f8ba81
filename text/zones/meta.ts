/** Heads a list of what changed between versions: `Changes in v2:`, `v2:`, `v1 -> v2`, a C comment naming a version. */
const heading =
  /^\W{0,4}(?:v\d|rfc ?(?:v?\d|->)|change ?log|changes?\b|since v|differences?\b|diff (?:from|to|since)|history|revision|patch ?v\d|from v\d|(?:new|added|updated|fixed) in v)/i

/** What follows the line `---` of a patch, as far as it was read. */
export type Meta = { isIn: boolean; isList: boolean; isAfterBlank: boolean }

/**
 * True for a line below `---` that tells of versions: headings, list items, indented lines, what follows a heading in its
 * paragraph. Words that the author addresses to readers there are prose (git am drops both).
 */
export const isMetaLine = (meta: Meta, line: string): boolean => {
  const isFresh = meta.isAfterBlank
  meta.isAfterBlank = false
  if (heading.test(line)) {
    meta.isList = true
    return true
  }
  if (
    /^(?:\s|[-*+o\u2022]\s|\d+[.)]\s|\[\d|\[v|https?:|\/\*)/.test(line) ||
    /^(?:Link|Depends-on|Based-on)\b/.test(line)
  )
    return true
  if (isFresh && meta.isList && line.length > 40) meta.isList = false
  return meta.isList
}
