const hex = '0123456789ABCDEF'
const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

const bytesOfQ = (text: string): number[] => {
  const bytes: number[] = []
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i)
    const high = hex.indexOf(text.charAt(i + 1).toUpperCase())
    const low = hex.indexOf(text.charAt(i + 2).toUpperCase())
    if (c === '=' && i + 2 < text.length && high >= 0 && low >= 0) {
      bytes.push(high * 16 + low)
      i += 2
    } else bytes.push(c === '_' ? 0x20 : c.charCodeAt(0) & 0xff)
  }
  return bytes
}

const bytesOfB = (text: string): number[] => {
  const bytes: number[] = []
  let bits = 0
  let count = 0
  for (const c of text) {
    const value = base64.indexOf(c)
    if (value < 0) continue
    bits = ((bits << 6) | value) & 0xffff
    count += 6
    if (count >= 8) {
      count -= 8
      bytes.push((bits >> count) & 0xff)
    }
  }
  return bytes
}

/** UTF-8 by way of percent escapes, the one decoder that ECMAScript itself has; null where the bytes are none. */
const utf8 = (bytes: readonly number[]): string | null => {
  try {
    return decodeURIComponent(bytes.map(b => `%${hex.charAt(b >> 4)}${hex.charAt(b & 15)}`).join(''))
  } catch {
    return null
  }
}

const word = /=\?([A-Za-z0-9_-]{1,40})(?:\*[A-Za-z-]{1,20})?\?([QqBb])\?([^?\s]{0,500})\?=/g

/**
 * Undoes RFC 2047 words that git or a mailer left in text that is decoded already (`=?UTF-8?q?J=C3=B6rg?=` in a trailer).
 * UTF-8, ASCII and Latin-1; words of other charsets, and of broken bytes, stay as they are. Linear.
 */
export const decodeEncodedWords = (text: string): string => {
  if (!text.includes('=?')) return text
  return text
    .replace(/(=\?[^?\s]{1,60}\?[QqBb]\?[^?\s]{0,500}\?=)[ \t]+(?==\?)/g, '$1')
    .replace(word, (whole, charset: string, form: string, body: string) => {
      const bytes = form === 'q' || form === 'Q' ? bytesOfQ(body) : bytesOfB(body)
      const name = charset.toLowerCase()
      if (name === 'utf-8' || name === 'utf8' || name === 'us-ascii') return utf8(bytes) ?? whole
      return /^(?:iso-8859-1|iso-8859-15|latin1|windows-1252)$/.test(name) ? String.fromCharCode(...bytes) : whole
    })
}
