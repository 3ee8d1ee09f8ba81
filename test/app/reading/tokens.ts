/** What an HTML parser sees of a page: its tags with their attributes, and its text. Strict: anything else throws. */
export type Token =
  | { readonly tag: string; readonly attributes: Readonly<Record<string, string>> }
  | { readonly text: string }

const unescapes: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&#13;': '\r',
}

export const unescape = (text: string): string =>
  text.replace(/&(?:amp|lt|gt|quot|#39|#13);/g, entity => unescapes[entity]!)

/** Reads our own output. The grammar is that of the templates: lower-case tags, double-quoted attributes. */
export function tokens(page: string): readonly Token[] {
  const found: Token[] = []
  const tag = /<(!doctype html|\/?[a-z][a-z0-9]*)((?:\s+[a-z][a-z0-9-]*(?:="[^"<>]*")?)*)\s*\/?>/giy
  let at = 0
  while (at < page.length) {
    const open = page.indexOf('<', at)
    const end = open < 0 ? page.length : open
    if (end > at) {
      const text = page.slice(at, end)
      if (text.includes('>')) throw new Error(`stray > in ${JSON.stringify(text.slice(0, 80))}`)
      found.push({ text: unescape(text) })
    }
    if (open < 0) break
    tag.lastIndex = open
    const match = tag.exec(page)
    if (match === null) throw new Error(`no tag at ${JSON.stringify(page.slice(open, open + 80))}`)
    const attributes: Record<string, string> = {}
    for (const part of match[2]!.matchAll(/([a-z][a-z0-9-]*)(?:="([^"]*)")?/gi))
      attributes[part[1]!] = unescape(part[2] ?? '')
    found.push({ tag: match[1]!, attributes })
    at = tag.lastIndex
  }
  return found
}

/** The text of a page, tags left out. */
export const textOf = (page: string): string =>
  tokens(page)
    .map(t => ('text' in t ? t.text : ''))
    .join('')

/** The tags of a page in order, attribute names included and values left out: its shape. */
export const shapeOf = (page: string): readonly string[] =>
  tokens(withoutCodes(page)).flatMap(t =>
    'tag' in t ? [`${t.tag} ${Object.keys(t.attributes).join(' ')}`.trim()] : [],
  )

/** A page without the tags around characters that are shown by number. */
export const withoutCodes = (page: string): string =>
  page.replace(/<span class="unseen"[^>]*>([^<]*)<\/span>/g, (_, inside: string) => inside)
