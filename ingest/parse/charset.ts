import type { Problem } from '../../model/index.ts'
import { asBuffer, isAscii, isUtf8 } from './bytes.ts'

const decoders = new Map<string, TextDecoder | null>()

/** A strict decoder for a charset name, or null when nobody knows the name. */
const decoderFor = (charset: string): TextDecoder | null => {
  const known = decoders.get(charset)
  if (known !== undefined) return known
  let decoder: TextDecoder | null = null
  try {
    decoder = new TextDecoder(charset, { fatal: true, ignoreBOM: true })
  } catch {
    decoder = null
  }
  if (decoders.size > 200) decoders.clear()
  decoders.set(charset, decoder)
  return decoder
}

const attempt = (bytes: Uint8Array, charset: string): string | null => {
  const decoder = decoderFor(charset)
  if (decoder === null) return null
  try {
    return decoder.decode(bytes)
  } catch {
    return null
  }
}

const asciiNames: ReadonlySet<string> = new Set([
  '',
  'us-ascii',
  'ascii',
  'ansi_x3.4-1968',
  'ansi-x3.4-1968',
  '7bit',
  '646',
])
const utf8Names: ReadonlySet<string> = new Set(['utf-8', 'utf8'])
/** Charsets whose ASCII-looking bytes may mean something else. */
const shifted = (charset: string): boolean =>
  charset.startsWith('iso-2022') ||
  charset.startsWith('utf-16') ||
  charset.startsWith('utf16') ||
  charset === 'hz-gb-2312'

/** ISO-2022-JP announces itself by `ESC $ B`, `ESC $ @` or `ESC ( J`. */
const holdsJisEscape = (bytes: Buffer): boolean =>
  bytes.includes(0x1b) && (bytes.includes('\x1b$B') || bytes.includes('\x1b$@') || bytes.includes('\x1b(J'))

/** Charset of double-byte text by how its high bytes pair up: `gb18030`, `euc-jp`, or null for neither. */
const guessDoubleByte = (bytes: Uint8Array): 'gb18030' | 'euc-jp' | null => {
  let pairs = 0
  let lone = 0
  let kana = 0
  for (let i = 0; i < bytes.length && i < 65_536; i++) {
    const lead = bytes[i] ?? 0
    if (lead < 0x80) continue
    const trail = bytes[i + 1] ?? 0
    if (lead >= 0xa1 && trail >= 0xa1) {
      pairs++
      if (lead === 0xa4 || lead === 0xa5) kana++
      i++
    } else lone++
  }
  if (pairs < 2 || lone * 9 > pairs) return null
  return kana * 10 >= pairs * 3 ? 'euc-jp' : 'gb18030'
}

export type Decoded = { readonly text: string; readonly charset: string; readonly problem: Problem | null }

const wrong = (declared: string, used: string): Problem | null =>
  declared === '' || asciiNames.has(declared)
    ? { stage: 'body', code: 'charset-undeclared', detail: `8-bit text without a charset, read as ${used}` }
    : { stage: 'body', code: 'charset-wrong', detail: `declared ${declared.slice(0, 60)}, read as ${used}` }

/**
 * Bytes to text, never failing (mail.md E37): the declared charset if it is known and fits, else UTF-8 if it fits,
 * else a double-byte charset that the bytes look like, else windows-1252. A problem says when it was not as declared.
 */
export const decodeBytes = (bytes: Uint8Array, declaredAs: string): Decoded => {
  const buffer = asBuffer(bytes)
  const declared = declaredAs.trim().toLowerCase()
  if (isAscii(buffer) && !shifted(declared)) {
    if (holdsJisEscape(buffer)) {
      const text = attempt(buffer, 'iso-2022-jp')
      if (text !== null) return { text, charset: 'iso-2022-jp', problem: wrong(declared, 'iso-2022-jp') }
    }
    return { text: buffer.toString('latin1', 0, buffer.length), charset: 'us-ascii', problem: null }
  }
  if (utf8Names.has(declared) && isUtf8(buffer))
    return { text: buffer.toString('utf8', 0, buffer.length), charset: 'utf-8', problem: null }
  if (!asciiNames.has(declared)) {
    const text = attempt(buffer, declared)
    if (text !== null) return { text, charset: declared, problem: null }
  }
  if (isUtf8(buffer)) {
    const text = buffer.toString('utf8', 0, buffer.length)
    return { text, charset: 'utf-8', problem: wrong(declared, 'utf-8') }
  }
  if (holdsJisEscape(buffer)) {
    const text = attempt(buffer, 'iso-2022-jp')
    if (text !== null) return { text, charset: 'iso-2022-jp', problem: wrong(declared, 'iso-2022-jp') }
  }
  const guess = guessDoubleByte(buffer)
  const guessed = guess === null ? null : attempt(buffer, guess)
  if (guess !== null && guessed !== null) return { text: guessed, charset: guess, problem: wrong(declared, guess) }
  const text = attempt(buffer, 'windows-1252') ?? buffer.toString('latin1', 0, buffer.length)
  return { text, charset: 'windows-1252', problem: wrong(declared, 'windows-1252') }
}
