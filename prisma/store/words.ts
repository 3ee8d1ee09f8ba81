/** Bounds on what is indexed of one message: each of its own and its quoted words (mail.md E51), identifiers, paths. */
export const indexedMaxChars = 64 * 1024
const partsMax = 4_000

/** True for a line that quotes: `>` first, after at most one blank. */
const isQuote = (text: string, at: number) => text[at] === '>' || (text[at] === ' ' && text[at + 1] === '>')

/** `literal 123` or `delta 45`: what a binary patch puts before its base85 lines (git-apply). */
const binaryHunk = /^(?:literal|delta) \d{1,12}\s*$/
/** A line of `hexdump`, `xxd` or `print_hex_dump`: an offset and at least eight bytes in hex. */
const hexLine = /^\s{0,8}[0-9a-fA-F]{4,16}:? \s?(?:(?:[0-9a-f]{2}|[0-9a-f]{4}|[0-9A-F]{2}|[0-9A-F]{4}) {1,2}){8}/

/** Bytes written out as letters say nothing to a search (mail.md E51). `at` is a line start, `end` behind its line end. */
const isHexDump = (text: string, at: number, end: number): boolean => {
  if (end - at < 25) return false
  const c = text.charCodeAt(at + 3) | 0x20
  const mayBe = (c >= 0x30 && c <= 0x39) || (c >= 0x61 && c <= 0x66) || c === 0x20
  return mayBe && hexLine.test(text.slice(at, Math.min(end, at + 120)))
}

/** Where the base85 lines of a binary patch end: at the empty line behind them. */
const binaryEnd = (text: string, from: number): number => {
  const blank = text.indexOf('\n\n', from - 1)
  return blank < 0 ? text.length : blank + 1
}

/** Stretches of a text put together; neighbours are cut out as one. */
class Stretches {
  readonly #text: string
  readonly #done: string[] = []
  #start = 0
  #end = 0

  constructor(text: string) {
    this.#text = text
  }

  add(start: number, end: number): void {
    if (start !== this.#end) {
      this.#flush()
      this.#start = start
    }
    this.#end = end
  }

  joined(): string {
    this.#flush()
    return this.#done.length === 1 ? (this.#done[0] ?? '') : this.#done.join('')
  }

  #flush(): void {
    if (this.#end > this.#start) this.#done.push(this.#text.slice(this.#start, this.#end))
    this.#start = this.#end
  }
}

/**
 * Splits a mail's text into the author's own lines and the quoted ones, each at most `indexedMaxChars`; the bytes of
 * binary patches and hex dumps are left out.
 */
export function ownAndQuoted(text: string): { own: string; quoted: string } {
  const own = new Stretches(text)
  const quoted = new Stretches(text)
  let ownRoom = indexedMaxChars
  let quotedRoom = indexedMaxChars
  for (let at = 0; at < text.length && (ownRoom > 0 || quotedRoom > 0); ) {
    const newline = text.indexOf('\n', at)
    const end = newline < 0 ? text.length : newline + 1
    if (isQuote(text, at)) {
      if (quotedRoom > 0) quoted.add(at, Math.min(end, at + quotedRoom))
      quotedRoom -= end - at
    } else if (isHexDump(text, at, end)) {
      at = end
      continue
    } else {
      const c = text.charCodeAt(at)
      if ((c === 0x6c || c === 0x64) && binaryHunk.test(text.slice(at, Math.min(end, at + 24)))) {
        at = binaryEnd(text, end)
        continue
      }
      if (ownRoom > 0) own.add(at, Math.min(end, at + ownRoom))
      ownRoom -= end - at
    }
    at = end
  }
  return { own: own.joined(), quoted: quoted.joined() }
}

/** 1 for the characters of an identifier. */
const isWord = new Uint8Array(128)
for (const c of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_') isWord[c.charCodeAt(0)] = 1
const underscore = 0x5f

/** The words of an identifier by its underscores, added to `parts`; and the name without outer ones, if it has some. */
function addPieces(word: string, parts: string[]): void {
  let [from, to] = [0, word.length]
  while (from < to && word.charCodeAt(from) === underscore) from++
  while (to > from && word.charCodeAt(to - 1) === underscore) to--
  if (from === to) return
  const outer = from > 0 || to < word.length
  const trimmed = outer ? word.slice(from, to) : word
  const inner = trimmed.includes('__') ? trimmed.replace(/_{2,}/g, '_') : trimmed
  if (inner.includes('_')) parts.push(inner.replaceAll('_', ' '))
  if (inner !== word) parts.push(inner)
}

/**
 * Pieces of the identifiers in a text, so that `oom reaper` finds `oom_reaper` and `gfp_nofail` finds `__GFP_NOFAIL`:
 * each distinct identifier once, as its name without outer underscores where that differs, and as its words.
 */
export function identifierParts(text: string): string {
  const seen = new Set<string>()
  const parts: string[] = []
  let end = 0
  for (let at = text.indexOf('_'); at >= 0; at = text.indexOf('_', end)) {
    let start = at
    while (start > end && isWord[text.charCodeAt(start - 1)] === 1) start--
    end = at + 1
    while (isWord[text.charCodeAt(end)] === 1) end++
    if (end - start > 100) continue
    const word = text.slice(start, end)
    if (seen.has(word)) continue
    if (seen.size >= partsMax) break
    seen.add(word)
    addPieces(word, parts)
  }
  return parts.join('\n')
}
