/** A word as features see it: lower case, names masked; offsets into the mail's text. */
export type Token = { readonly word: string; readonly start: number; readonly end: number }

/** Words of one sentence that are looked at. */
const tokensMax = 400

const shapes: readonly (readonly [RegExp, string])[] = [
  [/^https?:/, '<url>'],
  [/^_{0,3}gfp_/, '<gfp>'],
  [/^(?:pf_memalloc|memalloc_)/, '<gfp>'],
  [/^config_/, '<config>'],
  [/^[0-9a-f]{10,40}$/, '<commit>'],
  [/^v\d+(?:\.\d+)*$/, '<version>'],
  [/^\d+(?:[.,]\d+)*%$/, '<percent>'],
  [/^\d+(?:[.,]\d+)*(?:ms|us|ns|s|kb|mb|gb|k|m|g|kib|mib|gib)$/, '<quantity>'],
  [/^\d+(?:[.,:]\d+)*$/, '<number>'],
  [/^0x[0-9a-f]+$/, '<number>'],
  [/^[a-z0-9_.>-]+\(\)?$/, '<function>'],
  [/\/.*\.[ch]$|^[a-z0-9_-]+\.[ch]$/, '<file>'],
  [/->|::|^[a-z0-9]+_[a-z0-9_]+$/, '<name>'],
  [/^\/?[\w.-]+(?:\/[\w.-]+)+$/, '<path>'],
]

const isWordPart = (c: number): boolean =>
  (c >= 0x30 && c <= 0x39) || ((c | 0x20) >= 0x61 && (c | 0x20) <= 0x7a) || c === 0x5f || c === 0x27 || c > 0x7f

/** Characters that hold a name together when word parts stand on both sides: `a->b`, `mm/x.c`, `e.g`, `4.6`, `so-called`. */
const isJoint = (c: number): boolean => c === 0x2e || c === 0x2f || c === 0x2d || c === 0x3e || c === 0x3a

const mask = (raw: string): string => {
  const word = raw.toLowerCase()
  const c = word.charCodeAt(0)
  const plain = !/[0-9_/().:>]/.test(word)
  if (plain) return word.length > 40 ? '<name>' : word
  for (const [shape, name] of shapes) if (shape.test(word)) return name
  return c >= 0x30 && c <= 0x39 ? '<number>' : word.length > 40 ? '<name>' : word
}

/** Words, and the marks `?` `!` `:` `;` `,`, of [start, end). Names, numbers and addresses are masked. Linear time. */
export const tokensOf = (text: string, start: number, end: number): Token[] => {
  const out: Token[] = []
  for (let i = start; i < end && out.length < tokensMax; ) {
    const c = text.charCodeAt(i)
    if (isWordPart(c)) {
      let j = i + 1
      while (j < end) {
        const d = text.charCodeAt(j)
        if (isWordPart(d)) j++
        else if (isJoint(d)) {
          let k = j
          while (k < end && k - j < 3 && isJoint(text.charCodeAt(k))) k++
          if (k < end && isWordPart(text.charCodeAt(k))) j = k
          else break
        } else break
      }
      if (text.charCodeAt(j) === 0x28 && j < end) {
        const closes = text.charCodeAt(j + 1) === 0x29 ? 2 : 0
        if (closes > 0) {
          out.push({ word: '<function>', start: i, end: j + closes })
          i = j + closes
          continue
        }
      }
      if (text.charCodeAt(j) === 0x25) j++
      let from = i
      let to = j
      while (from < to && text.charCodeAt(from) === 0x27) from++
      while (to > from && text.charCodeAt(to - 1) === 0x27) to--
      if (to > from) out.push({ word: mask(text.slice(from, Math.min(to, from + 80))), start: from, end: to })
      i = j
      continue
    }
    if (c === 0x3f || c === 0x21 || c === 0x3a || c === 0x3b || c === 0x2c)
      out.push({ word: text.charAt(i), start: i, end: i + 1 })
    i++
  }
  return out
}
