import { isUtf8 } from './bytes.ts'
import { decodeBytes } from './charset.ts'
import { unfold } from './head.ts'
import { decodeBase64 } from '../../text/mime/transfer.ts'

/** Bytes of the `Q` form of RFC 2047: `_` is a space, `=XX` a byte. */
const decodeQ = (text: string): Buffer => {
  const out = Buffer.alloc(text.length)
  let write = 0
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    const code = c === 0x3d ? Number.parseInt(text.slice(i + 1, i + 3), 16) : Number.NaN
    if (c === 0x5f) out[write++] = 0x20
    else if (c === 0x3d && /^[0-9a-fA-F]{2}$/.test(text.slice(i + 1, i + 3))) {
      out[write++] = code
      i += 2
    } else out[write++] = c & 0xff
  }
  return out.subarray(0, write)
}

type Word = { charset: string; encoding: 'b' | 'q'; text: string; end: number }

/** RFC 2047 allows 75; senders exceed it. Bounds the search for an end. */
const wordCharsMax = 2000

/** The encoded word that starts at `at` (`=?charset?q?text?=`), or null. A missing `?=` at the very end is forgiven. */
const wordAt = (value: string, at: number): Word | null => {
  const named = value.slice(at + 2, at + 80).indexOf('?')
  if (named < 0) return null
  const afterCharset = at + 2 + named
  const encoding = value.charAt(afterCharset + 1).toLowerCase()
  if ((encoding !== 'b' && encoding !== 'q') || value.charAt(afterCharset + 2) !== '?') return null
  const charset = value.slice(at + 2, afterCharset).split('*')[0] ?? ''
  if (!/^[\w.:+-]+$/.test(charset)) return null
  const start = afterCharset + 3
  const window = value.slice(start, start + wordCharsMax)
  const close = window.indexOf('?=')
  if (close >= 0) {
    const text = window.slice(0, close)
    return text.includes('=?') ? null : { charset, encoding, text, end: start + close + 2 }
  }
  if (window === '' || window.length === wordCharsMax || /[\s<>]/.test(window)) return null
  return { charset, encoding, text: window, end: value.length }
}

const isBlank = (value: string, from: number, to: number): boolean => {
  for (let i = from; i < to; i++) if (value.charCodeAt(i) > 0x20) return false
  return true
}

/**
 * Decodes RFC 2047 words. Blanks between two words vanish; neighbours of one charset and encoding are joined as bytes
 * first, since some senders cut inside a character (mail.md E41). What is no word stays as it stands.
 */
export const decodeWords = (value: string): string => {
  let out = ''
  let plainFrom = 0
  let run: { charset: string; parts: Buffer[] } | null = null
  let runEnd = 0
  const flush = () => {
    if (run !== null) out += decodeBytes(Buffer.concat(run.parts), run.charset).text
    run = null
  }
  let at = value.indexOf('=?')
  while (at >= 0) {
    const word = wordAt(value, at)
    if (word === null) {
      at = value.indexOf('=?', at + 2)
      continue
    }
    const bytes =
      word.encoding === 'q' ? decodeQ(word.text) : Buffer.from(decodeBase64(Buffer.from(word.text, 'latin1')).bytes)
    const joins: boolean = run !== null && isBlank(value, runEnd, at)
    if (!joins) {
      flush()
      out += value.slice(plainFrom, at)
    }
    const charset = word.charset.toLowerCase()
    const held = run as { charset: string; parts: Buffer[] } | null
    if (held !== null && held.charset === charset) held.parts.push(bytes)
    else {
      flush()
      run = { charset, parts: [bytes] }
    }
    runEnd = word.end
    plainFrom = word.end
    at = value.indexOf('=?', word.end)
  }
  flush()
  return out + value.slice(plainFrom)
}

const hasHighByte = (value: string): boolean => /[\x80-\xff]/.test(value)

/** Raw header bytes (as latin-1) to text: strict UTF-8 if they are that, else Latin-1 (mail.md E39). */
export const decodeRaw = (value: string): string => {
  if (!hasHighByte(value)) return value
  const bytes = Buffer.from(value, 'latin1')
  return isUtf8(bytes) ? bytes.toString('utf8') : value
}

/** NUL and other controls go, tab and line breaks become a space (mail.md E40). */
export const stripControls = (value: string): string =>
  /[\x00-\x1f\x7f]/.test(value) ? value.replace(/[\t\n\r]/g, ' ').replace(/[\x00-\x1f\x7f]/g, '') : value

/** An unstructured header value as people read it. */
export const headerText = (value: string): string => {
  const line = decodeRaw(unfold(value))
  return stripControls(line.includes('=?') ? decodeWords(line) : line)
}

/** True when a text holds characters that reorder or hide others (mail.md E40); pages show them. */
export const hasBidiControls = (text: string): boolean => /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/.test(text)
