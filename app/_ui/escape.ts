const special = /[&<>"'\0\r]/

/**
 * Escapes text for an element's content or a quoted attribute.
 * CR becomes a reference, since parsers fold it into LF; NUL, which HTML cannot carry, becomes U+2400.
 */
export function escapeHtml(text: string): string {
  const first = text.search(special)
  if (first < 0) return text
  let out = ''
  let from = 0
  for (let i = first; i < text.length; i++) {
    const by = replacement(text.charCodeAt(i))
    if (by === '') continue
    out += text.slice(from, i) + by
    from = i + 1
  }
  return out + text.slice(from)
}

function replacement(code: number): string {
  switch (code) {
    case 38:
      return '&amp;'
    case 60:
      return '&lt;'
    case 62:
      return '&gt;'
    case 34:
      return '&quot;'
    case 39:
      return '&#39;'
    case 13:
      return '&#13;'
    case 0:
      return '\u2400'
    default:
      return ''
  }
}

/** Schemes a link may have. Everything else (`javascript:`, `data:`, scheme-relative `//host`) is refused. */
const schemes = ['http://', 'https://', 'mailto:']

/** A whole address for `href`, `src` or `action`: our own path, a fragment, a query or http(s)/mailto; else `#`. */
export function safeUrl(url: string): string {
  const c = url.charCodeAt(0)
  if (c === 35 || c === 63) return url
  if (c === 47) return url[1] === '/' || url[1] === '\\' ? '#' : url
  const lower = url.slice(0, 8).toLowerCase()
  return schemes.some(s => lower.startsWith(s)) ? url : '#'
}

/**
 * Characters that reorder or hide what stands around them: bidi embeddings, overrides and isolates, marks of
 * direction, zero-width spaces and joiners, the byte order mark.
 */
const unseen = /[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/

/** A character without a shape of its own, by its number: `U+202E`. */
export const codeName = (c: string): string => `U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`

/** Pieces of a text: those at odd places are single characters that reorder or hide others. */
export function splitUnseen(text: string): readonly string[] {
  const pieces: string[] = []
  let from = 0
  for (let at = text.search(unseen); at >= 0 && at < text.length; at++) {
    if (!unseen.test(text[at]!)) continue
    pieces.push(text.slice(from, at), text[at]!)
    from = at + 1
  }
  pieces.push(text.slice(from))
  return pieces
}

/** A stranger's single line as plain text: `a⟨U+202E⟩b`. For titles and attributes. */
export const showUnseen = (text: string): string =>
  splitUnseen(text)
    .map((piece, i) => (i % 2 === 0 ? piece : `⟨${codeName(piece)}⟩`))
    .join('')
