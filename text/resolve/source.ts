import type { MessageId } from '../../model/index.ts'
import { quoteDepth } from '../lines.ts'
import type { Stream } from './stream.ts'
import { streamOf, wordOf } from './stream.ts'

/** Packed characters that find where in a source a line may stand. */
export const keyChars = 16

/** What a quote may have been taken from. */
export type QuoteSource = { readonly messageId: MessageId; readonly text: string }

/** Places in a source by key; `next[i]` leads from one place to the following of the same key, -1 ends. */
export type Places = { readonly first: ReadonlyMap<string, number>; readonly next: Int32Array }

/** A source, read for search. Tables are made when first asked for. */
export type Indexed = {
  readonly messageId: MessageId
  readonly stream: Stream
  /** Words by the `keyChars` packed characters they start. */
  keys(): Places
  /** First words of lines by the whole packed line. */
  lines(): Places
  /** Words by themselves. */
  words(): Places
}

/** Places by key, each chain in ascending order; `keyOf` null: not listed. */
const placesOf = (count: number, keyOf: (word: number) => string | null): Places => {
  const first = new Map<string, number>()
  const next = new Int32Array(count).fill(-1)
  for (let word = count - 1; word >= 0; word--) {
    const key = keyOf(word)
    if (key === null) continue
    next[word] = first.get(key) ?? -1
    first.set(key, word)
  }
  return { first, next }
}

const once = <T>(make: () => T): (() => T) => {
  let made: T | undefined
  return () => (made ??= make())
}

const held = new WeakMap<QuoteSource, Indexed>()

/** A source ready for search; the same object is read once, however many replies quote it. */
export const indexed = (source: QuoteSource): Indexed => {
  const known = held.get(source)
  if (known !== undefined) return known
  const stream = streamOf(source.text)
  const { packed, words, wordAt, lineOf } = stream
  const made: Indexed = {
    messageId: source.messageId,
    stream,
    keys: once(() =>
      placesOf(words, word => {
        const at = wordAt[word] ?? 0
        return at + keyChars > packed.length ? null : packed.slice(at, at + keyChars)
      }),
    ),
    lines: once(() => {
      let lineEnd = packed.length
      return placesOf(words, word => {
        if (word > 0 && lineOf[word - 1] === lineOf[word]) return null
        const at = wordAt[word] ?? 0
        const key = packed.slice(at, lineEnd)
        lineEnd = at
        return key
      })
    }),
    words: once(() => placesOf(words, word => wordOf(stream, word))),
  }
  held.set(source, made)
  return made
}

/** Quote depth of the source's line that holds a word. */
export const depthAt = (stream: Stream, word: number): number => {
  const start = stream.lineOf[word] ?? 0
  return quoteDepth(stream.text, start, stream.charAt[word] ?? start)
}
