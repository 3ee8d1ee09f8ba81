import { boundedCache } from './bytes.ts'
import { unfold } from './head.ts'
import { decodeRaw, decodeWords } from './words.ts'

export type ContentType = {
  /** `text/plain`, lower-case; '' when the field is absent or no type can be read. */
  readonly type: string
  /** Values by lower-case name. */
  readonly params: ReadonlyMap<string, string>
}

/** Percent-decoding of RFC 2231 values; damaged escapes stay. */
const decode2231 = (value: string): string => {
  const match = /^([\w.:+-]*)'[^']*'(.*)$/s.exec(value)
  if (match === null) return value
  const bytes: number[] = []
  const text = match[2] ?? ''
  for (let i = 0; i < text.length; i++) {
    const escape = text.charAt(i) === '%' ? text.slice(i + 1, i + 3) : ''
    if (/^[0-9a-fA-F]{2}$/.test(escape)) {
      bytes.push(Number.parseInt(escape, 16))
      i += 2
    } else bytes.push(text.charCodeAt(i) & 0xff)
  }
  return decodeRaw(Buffer.from(bytes).toString('latin1'))
}

const read = (field: string): ContentType => {
  const line = unfold(field)
  const params = new Map<string, string>()
  const continued = new Map<string, string[]>()
  let at = line.indexOf(';')
  const type = (at < 0 ? line : line.slice(0, at)).trim().toLowerCase().replace(/\s+/g, '')
  for (let count = 0; at >= 0 && at < line.length && count < 50; count++) {
    const equals = line.indexOf('=', at + 1)
    if (equals < 0) break
    const name = line
      .slice(at + 1, equals)
      .replace(/[\s;]+/g, '')
      .toLowerCase()
    let start = equals + 1
    while (line.charAt(start) === ' ' || line.charAt(start) === '\t') start++
    let value = ''
    if (line.charAt(start) === '"') {
      let i = start + 1
      for (; i < line.length && line.charAt(i) !== '"'; i++) {
        if (line.charAt(i) === '\\') i++
        value += line.charAt(i)
      }
      at = line.indexOf(';', i)
    } else {
      at = line.indexOf(';', start)
      value = line.slice(start, at < 0 ? undefined : at).trim()
    }
    const star = /^([^*]+)\*(\d{1,2})?\*?$/.exec(name)
    if (star === null) {
      if (!params.has(name)) params.set(name, value.includes('=?') ? decodeWords(decodeRaw(value)) : decodeRaw(value))
    } else {
      const parts = continued.get(star[1] ?? '') ?? []
      parts[Number(star[2] ?? 0)] = value
      continued.set(star[1] ?? '', parts)
    }
  }
  for (const [name, parts] of continued) params.set(name, decode2231(parts.map(p => p ?? '').join('')))
  return { type: /^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : '', params }
}

/** Reads a Content-Type or Content-Disposition value. For the latter `type` is '' and the kind is `disposition`. */
export const readContentType: (field: string) => ContentType = boundedCache(5_000, read)

/** `attachment`, `inline` or ''. */
export const dispositionOf = (field: string): string => {
  const end = field.indexOf(';')
  return (end < 0 ? field : field.slice(0, end)).trim().toLowerCase()
}
