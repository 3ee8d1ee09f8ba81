/**
 * Text of a mail, found roughly and apart from the parser under test: by plain regular expressions, with Node's own
 * decoders. Not fit for use; good enough to tell whether lines of text went missing.
 */
type Part = { readonly type: string; readonly text: string }

const headersOf = (raw: string): { fields: string; body: string } => {
  if (/^\r?\n/.test(raw)) return { fields: '', body: raw.replace(/^\r?\n/, '') }
  const cut = /\r?\n[ \t]*\r?\n/.exec(raw)
  if (cut === null) return { fields: raw, body: '' }
  return { fields: raw.slice(0, cut.index), body: raw.slice(cut.index + cut[0].length) }
}
const field = (fields: string, name: string): string =>
  (new RegExp(`^${name}[ \\t]*:((?:.|\\n[ \\t])*)`, 'im').exec(fields.replaceAll('\r\n', '\n'))?.[1] ?? '')
    .replace(/\s+/g, ' ')
    .trim()

const decode = (body: string, encoding: string, charset: string): string => {
  let bytes = Buffer.from(body, 'latin1')
  if (/^base64$/i.test(encoding)) bytes = Buffer.from(body, 'base64')
  if (/^quoted-printable$/i.test(encoding))
    bytes = Buffer.from(
      body
        .replace(/=[ \t]*\r?\n/g, '')
        .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
      'latin1',
    )
  // To a TextDecoder us-ascii is windows-1252, and anything is that.
  for (const name of [/ascii|^7bit$/i.test(charset) ? 'utf-8' : charset, charset, 'utf-8'])
    try {
      return new TextDecoder(name, { fatal: true }).decode(bytes)
    } catch {
      continue
    }
  return new TextDecoder('windows-1252').decode(bytes)
}

/** Every text part of a mail, decoded. A mail inside a mail is one part as it stands. */
export const roughParts = (raw: string, depth = 0): Part[] => {
  const { fields, body } = headersOf(raw)
  const type = field(fields, 'content-type')
  const kind = (/^[\w.+-]+\/[\w.+-]+/.exec(type)?.[0] ?? 'text/plain').toLowerCase()
  const boundary = /boundary\s*=\s*(?:"([^"]*)"|([^\s;]+))/i.exec(type)
  if (kind.startsWith('multipart/') && boundary !== null && depth < 10) {
    const mark = `--${boundary[1] ?? boundary[2] ?? ''}`
    const lines = body.split('\n')
    const parts: string[] = []
    let open: string[] | null = null
    for (const line of lines) {
      const plain = line.trimEnd()
      if (plain === mark || plain === `${mark}--`) {
        if (open !== null) parts.push(open.join('\n'))
        open = plain === mark ? [] : null
        if (open === null) break
      } else open?.push(line)
    }
    if (open !== null) parts.push(open.join('\n'))
    return parts.flatMap(part => roughParts(part, depth + 1))
  }
  if (!kind.startsWith('text/') && kind !== 'message/rfc822') return []
  const charset = (/charset\s*=\s*"?([\w.:-]+)/i.exec(type)?.[1] ?? 'utf-8').toLowerCase()
  return [{ type: kind, text: decode(body, field(fields, 'content-transfer-encoding'), charset) }]
}

/** Lines that say something, blanks collapsed. */
export const linesOf = (text: string): string[] =>
  text
    .split(/\r\n|\r|\n/)
    .map(line => line.replaceAll('\0', '').replace(/\s+/g, ' ').trim())
    .filter(line => line.length >= 3)
