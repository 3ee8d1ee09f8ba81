import { wellFormed } from '../_views/urls.ts'
import { codeName, escapeHtml, safeUrl, showUnseen, splitUnseen } from './escape.ts'
import { compileTemplate } from './template.ts'
import type { Slot, Template } from './template.ts'

const key = Symbol('safe')

/** HTML that the template language made. Only `markup` and `trusted` can make one. */
export class Safe {
  readonly text: string
  constructor(maker: symbol, text: string) {
    if (maker !== key) throw new Error('Safe: use markup`...`')
    this.text = text
  }
  toString(): string {
    return this.text
  }
}

/** What may stand in a hole. Nothing is printed for null, undefined and false. */
export type Value = Safe | string | number | bigint | boolean | null | undefined | readonly Value[]

const compiled = new WeakMap<readonly string[], Template>()

/**
 * The template language of the reading pages. Every value is escaped for the place it stands in: text,
 * attribute, whole address (scheme checked) or part of an address (percent-encoded). Values cannot stand
 * where no escaping makes them safe: tag and attribute names, unquoted values, `on*`, `style`, scripts.
 * Characters that reorder or hide their surroundings are shown by number; `text` prints them as they are.
 */
export function markup(strings: TemplateStringsArray, ...values: readonly Value[]): Safe {
  let template = compiled.get(strings)
  if (template === undefined) compiled.set(strings, (template = compileTemplate(strings)))
  const { pieces, slots } = template
  let out = pieces[0]!
  for (let i = 0; i < values.length; i++) out += print(slots[i]!, values[i]) + pieces[i + 1]!
  return new Safe(key, out)
}

function print(slot: Slot, value: Value): string {
  if (slot.kind === 'flag') return value ? ' ' + slot.name : ''
  if (slot.kind === 'text') return printText(value, lineHtml)
  if (slot.kind === 'plain') return printText(value, plainHtml)
  if (value === null || value === undefined || value === false) return ''
  if (typeof value !== 'string' && typeof value !== 'number')
    throw new Error('template: an attribute takes text or a number')
  const text = String(value)
  if (slot.kind === 'attribute') return plainHtml(text)
  if (slot.kind === 'exact') return escapeHtml(text)
  return escapeHtml(slot.kind === 'url' ? safeUrl(text) : encodeURIComponent(wellFormed(text)))
}

/** A line of text in an attribute or a title, where no tags can be. */
const plainHtml = (value: string): string => escapeHtml(showUnseen(value))

/** A line of text in its element. */
function lineHtml(value: string): string {
  const pieces = splitUnseen(value)
  if (pieces.length === 1) return escapeHtml(value)
  return pieces
    .map((piece, i) => (i % 2 === 0 ? escapeHtml(piece) : `<span class="unseen">⟨${codeName(piece)}⟩</span>`))
    .join('')
}

function printText(value: Value, line: (text: string) => string): string {
  if (typeof value === 'string') return line(value)
  if (value instanceof Safe) return value.text
  if (value === null || value === undefined || value === false) return ''
  if (Array.isArray(value)) {
    let out = ''
    for (const part of value as readonly Value[]) out += printText(part, line)
    return out
  }
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  throw new Error(`template: cannot print ${typeof value}`)
}

/** Marks constant markup of our own (an SVG, the doctype) as safe. Never call it with anything that came from outside. */
export function trusted(constant: string): Safe {
  return new Safe(key, constant)
}

/** Joins pieces of HTML without going through a template: for long runs such as the lines of a diff. */
export function concat(parts: readonly Safe[]): Safe {
  let out = ''
  for (const part of parts) out += part.text
  return new Safe(key, out)
}

/**
 * A body's text, every character as it came: what is copied is what was sent. Characters that reorder or hide others
 * stand in an isolate of their own, which ends their reach, under a class that shows their number.
 */
export function text(value: string): Safe {
  const pieces = splitUnseen(value)
  if (pieces.length === 1) return new Safe(key, escapeHtml(value))
  let out = ''
  for (let i = 0; i < pieces.length; i++)
    out +=
      i % 2 === 0
        ? escapeHtml(pieces[i]!)
        : `<span class="unseen" data-code="⟨${codeName(pieces[i]!)}⟩">${pieces[i]!}</span>`
  return new Safe(key, out)
}

/** A page as it is written: in pieces, so that a long thread needs no long memory. */
export type Chunks = Iterable<Safe> | AsyncIterable<Safe>

/** Bytes of a page, gathered to pieces of about `chunkChars` characters. */
export function toStream(chunks: Chunks, chunkChars = 65_536): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const source = (Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]()) as
    | AsyncIterator<Safe>
    | Iterator<Safe>
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      let gathered = ''
      while (gathered.length < chunkChars) {
        const next = await source.next()
        if (next.done) {
          if (gathered !== '') controller.enqueue(encoder.encode(gathered))
          controller.close()
          return
        }
        gathered += next.value.text
      }
      controller.enqueue(encoder.encode(gathered))
    },
    async cancel() {
      await source.return?.()
    },
  })
}

/** A whole page as one string; for small pages and tests. */
export async function toText(chunks: Chunks): Promise<string> {
  let out = ''
  for await (const part of chunks) out += part.text
  return out
}
