import type { MessageId, Problem } from '../../model/index.ts'
import { decodeRaw, decodeWords } from './words.ts'

/** Longest id that is kept as a reference (mail.md E12). */
export const idCharsMax = 998
/** References kept: the first one and the last ones (mail.md E27). */
const referencesMax = 200

/** Drops blanks, controls and what RFC 2047 did to an id (mail.md E10). */
const clean = (raw: string): string => {
  let id = raw
  if (id.includes('=?')) id = decodeWords(id)

  return /[\s\x00-\x1f\x7f]/.test(id) ? id.replace(/[\s\x00-\x1f\x7f]+/g, '') : id
}

/** What stands inside innermost angle brackets, in order; linear. */
const innermost = (value: string): string[] => {
  const found: string[] = []
  let open = value.indexOf('<')
  while (open >= 0) {
    const close = value.indexOf('>', open + 1)
    if (close < 0) break
    const inner = value.lastIndexOf('<', close - 1)
    found.push(value.slice(Math.max(open, inner) + 1, close))
    open = value.indexOf('<', close + 1)
  }
  return found
}

/** Where outermost brackets that close again begin and end (exclusive); null where some do not close. Linear. */
const groupsIn = (value: string): (readonly [number, number])[] | null => {
  const groups: (readonly [number, number])[] = []
  let depth = 0
  let start = 0
  for (let i = 0; i < value.length; i++) {
    const c = value.charCodeAt(i)
    if (c === 0x3c && depth++ === 0) start = i
    else if (c === 0x3e && depth > 0 && --depth === 0) groups.push([start, i + 1])
  }
  return depth === 0 ? groups : null
}

/**
 * The ids in angle brackets, in order: what stands in innermost ones (mail.md E10), or in the outer ones where only that
 * has an `@`: an id may hold brackets itself (E17). Linear.
 */
export const bracketed = (value: string): string[] => {
  const inner = innermost(value)
  if (!value.includes('@') || inner.every(id => id.includes('@'))) return inner
  return (
    groupsIn(value)?.flatMap(([start, end]) => {
      const within = innermost(value.slice(start, end))
      const whole = value.slice(start + 1, end - 1)
      return whole.includes('@') && !within.some(id => id.includes('@')) ? [whole] : within
    }) ?? inner
  )
}

export type OwnIds = { readonly ids: readonly MessageId[]; readonly problems: readonly Problem[] }

/** A mail's own ids from its Message-ID fields: the first is its name, the others resolve too (mail.md E10, E13). */
export const ownIds = (values: readonly string[]): OwnIds => {
  const ids: MessageId[] = []
  const problems: Problem[] = []
  for (const value of values) {
    const raw = decodeRaw(value)
    const brackets = bracketed(raw)
    const inner = brackets[0] ?? raw
    const id = clean(inner).replace(brackets.length === 0 ? /^[<"]+|[>"]+$/g : /^"+|"+$/g, '')
    if (id === '') continue
    if (id.length > idCharsMax) {
      problems.push({ stage: 'headers', code: 'message-id-too-long', detail: `${id.length} characters` })
      continue
    }
    const plain = raw.trim()
    if (plain !== `<${id}>`) problems.push({ stage: 'headers', code: 'message-id-mended', detail: plain.slice(0, 200) })
    if (!id.includes('@')) problems.push({ stage: 'headers', code: 'message-id-without-at', detail: id.slice(0, 200) })
    if (!ids.includes(id) && ids.length < 20) ids.push(id)
  }
  if (ids.length > 1)
    problems.push({ stage: 'headers', code: 'several-message-ids', detail: ids.slice(1).join(' ').slice(0, 400) })
  return { ids, problems }
}

export type NamedIds = { readonly ids: readonly MessageId[]; readonly problems: readonly Problem[] }

/**
 * The ids an In-Reply-To or References field names, in order (mail.md E19-E24, E27): bracketed ones, or the whole
 * value where it is one bare id; never without `@`, never the mail itself, never an address of its header. A commit's hash is noted as such (E22).
 */
export const namedIds = (
  field: 'In-Reply-To' | 'References',
  values: readonly string[],
  own: ReadonlySet<string>,
  isAddress: (id: string) => boolean,
): NamedIds => {
  const ids: MessageId[] = []
  const seen = new Set<string>()
  const problems: Problem[] = []
  const say = (code: string, detail: string) => {
    if (problems.length < 10) problems.push({ stage: 'headers', code, detail: `${field}: ${detail.slice(0, 200)}` })
  }
  for (const value of values) {
    const raw = decodeRaw(value)
    let named = bracketed(raw)
    if (named.length === 0) {
      const whole = raw.trim()
      if (whole === '') continue
      if (/^[^\s<>",;()]+@[^\s<>",;()]+$/.test(whole)) {
        named = [whole]
        say('id-without-brackets', whole)
      } else say('no-id', whole)
    }
    for (const inner of named) {
      const id = clean(inner)
      if (!id.includes('@') || id.length > idCharsMax)
        say(/^[0-9a-f]{40}$/.test(id) ? 'refers-to-commit' : 'not-an-id', inner)
      else if (own.has(id)) say('refers-to-itself', id)
      else if (isAddress(id)) say('address-not-id', id)
      else if (!seen.has(id)) {
        seen.add(id)
        ids.push(id)
      }
    }
  }
  if (ids.length <= referencesMax + 1) return { ids, problems }
  say('references-cut', `${ids.length} ids`)
  return { ids: [...ids.slice(0, 1), ...ids.slice(-referencesMax)], problems }
}
