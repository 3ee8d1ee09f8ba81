import type { Address } from '../../model/index.ts'
import { decodeEncodedWords } from '../../text/trailers/words.ts'

/** `Name via List`, `'Name' via List`: the sender as a relay or list rewrote it (mail.md E58). */
const withoutVia = (name: string): string => {
  const via = name.search(/\svia\s/i)
  return (via < 0 ? name : name.slice(0, via)).replace(/^'(.*)'$/, '$1')
}

/** True where a relay or a list put its own address beside somebody's name. */
export const isRewritten = (a: Address): boolean => /\svia\s/i.test(a.name) || a.address.startsWith('devnull+')

/** `Last, First` as `First Last`; other commas stay (`Name, Company`). */
const turned = (name: string): string => {
  const parts = name.split(',')
  const [last = '', first = ''] = parts.map(p => p.trim())
  const isName = parts.length === 2 && /^\S{1,40}(?: \S{1,40})?$/.test(last) && /^\S{1,40}(?: \S{1,40})?$/.test(first)
  return isName ? `${first} ${last}` : name
}

/**
 * A name as it is compared: encoded words undone, without quotes, dots, `via ...`, what stands in parentheses, accents and
 * case; `Last, First` turned round. Empty for what is an address or no name.
 */
export const nameKey = (name: string): string => {
  const words = withoutVia(decodeEncodedWords(name.slice(0, 300)))
    .replace(/\([^()]{0,100}\)|\[[^[\]]{0,100}\]/g, ' ')
    .replace(/["'`.\u2019]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  if (words.includes('@')) return ''
  return turned(words).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim()
}

/** Names that many people write under, and words that are none. */
const shared: ReadonlySet<string> = new Set([
  'linux kernel',
  'kernel developer',
  'unknown user',
  'no name',
  'the author',
])

/** True for a name that can tell a person from another: two words of two letters or more, and no role. */
export const isTelling = (key: string): boolean =>
  !shared.has(key) && key.split(' ').filter(word => word.length > 1).length > 1

/** An address without what stands behind `+`: `x+kernel@a.org` and `x@a.org` are one mailbox, as b4 takes it. */
export const withoutTag = (address: string): string => {
  const host = address.lastIndexOf('@')
  const plus = address.indexOf('+')
  return plus > 0 && plus < host ? address.slice(0, plus) + address.slice(host) : address
}

/**
 * Whether two addresses are one mailbox's: the same; but for a `+tag` or a sub-domain, as b4's `email_eq` takes
 * `x@linux.example.org` and `x@example.org`. Null for others.
 */
export const sameMailbox = (a: string, b: string): 'same' | 'alike' | null => {
  const [one, two] = [a.toLowerCase(), b.toLowerCase()]
  if (!one.includes('@') || !two.includes('@')) return null
  if (one === two) return 'same'
  const [x, y] = [withoutTag(one), withoutTag(two)]
  if (x === y) return 'alike'
  const split = (s: string) => [s.slice(0, s.indexOf('@')), s.slice(s.indexOf('@') + 1)] as const
  const [[localA, hostA], [localB, hostB]] = [split(x), split(y)]
  if (localA !== localB) return null
  const dots = Math.abs(hostA.split('.').length - hostB.split('.').length)
  return dots === 1 && (hostA.endsWith(`.${hostB}`) || hostB.endsWith(`.${hostA}`)) ? 'alike' : null
}

/** Addresses that `devnull+x.example.org@kernel.org` (b4's relay, which writes `@` as `.`) may stand for. */
export const behindRelay = (address: string): readonly string[] => {
  if (!address.startsWith('devnull+')) return []
  const inside = address.slice('devnull+'.length, address.lastIndexOf('@'))
  const found: string[] = []
  for (let dot = inside.indexOf('.'); dot >= 0 && found.length < 12; dot = inside.indexOf('.', dot + 1)) {
    const host = inside.slice(dot + 1)
    if (dot > 0 && host.includes('.')) found.push(`${inside.slice(0, dot)}@${host}`)
  }
  return found
}
