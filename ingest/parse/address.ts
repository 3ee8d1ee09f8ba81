import type { Address } from '../../model/index.ts'
import { boundedCache } from './bytes.ts'
import { unfold } from './head.ts'
import { decodeRaw, decodeWords, stripControls } from './words.ts'

/** Recipients read from one field. */
const addressesMax = 2000

const nobody: Address = { name: '', address: '' }

/** Name as people write it: quotes undone, words decoded, blanks collapsed. */
const nameOf = (raw: string): string => {
  let name = raw.trim()
  if (name.startsWith('"')) name = name.replace(/\\(.)/g, '$1').replace(/^"|"$/g, '')
  name = decodeRaw(name)
  if (name.includes('=?')) name = decodeWords(name)
  return stripControls(name)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .slice(0, 300)
}

const isSpec = (text: string): boolean => text.includes('@') && !/[\s<>,;]/.test(text)

/** Text in the last pair of parentheses, and the rest: `a@b (Name)`. */
const comment = (text: string): { rest: string; inside: string } => {
  const close = text.lastIndexOf(')')
  const open = close < 0 ? -1 : text.lastIndexOf('(', close)
  if (open < 0) return { rest: text, inside: '' }
  return { rest: text.slice(0, open) + text.slice(close + 1), inside: text.slice(open + 1, close) }
}

const readOne = (piece: string): Address => {
  const close = piece.lastIndexOf('>')
  const open = close < 0 ? piece.lastIndexOf('<') : piece.lastIndexOf('<', close)
  if (open >= 0) {
    const inside = piece.slice(open + 1, close < 0 ? undefined : close).replace(/\s+/g, '')
    const route = inside.startsWith('@') ? inside.slice(inside.indexOf(':') + 1) : inside
    return { name: nameOf(piece.slice(0, open).replace(/<+$/, '')), address: route.toLowerCase().slice(0, 320) }
  }
  const { rest, inside } = comment(piece)
  const bare = rest.trim()
  if (isSpec(bare)) return { name: nameOf(inside), address: decodeRaw(bare).toLowerCase().slice(0, 320) }
  // `user at host (Name)`: Pipermail hides addresses so.
  const hidden = /^(\S{1,100}) at (\S{1,200})$/.exec(bare)
  if (hidden !== null) return { name: nameOf(inside), address: `${hidden[1]}@${hidden[2]}`.toLowerCase() }
  return { name: nameOf(bare === '' ? inside : bare), address: '' }
}

/** One address as a trailer or header writes it: `Name <a@b>`, `"Name, X" <a@b>`, `a@b (Name)`, `a@b`, `Name`. */
export const readAddress: (piece: string) => Address = boundedCache(20_000, piece => readOne(piece))

/** Splits at commas and semicolons outside quotes, comments and brackets; linear. */
const pieces = (list: string): string[] => {
  const found: string[] = []
  let start = 0
  let quoted = false
  let depth = 0
  let angle = false
  for (let i = 0; i < list.length; i++) {
    const c = list.charCodeAt(i)
    if (quoted) {
      if (c === 0x5c) i++
      else if (c === 0x22) quoted = false
    } else if (c === 0x22 && depth === 0) quoted = true
    else if (c === 0x28) depth++
    else if (c === 0x29) depth = Math.max(0, depth - 1)
    else if (depth > 0) continue
    else if (c === 0x3c) angle = true
    else if (c === 0x3e) angle = false
    else if ((c === 0x2c && !angle) || c === 0x3b) {
      found.push(list.slice(start, i))
      start = i + 1
      angle = false
      if (found.length >= addressesMax) return found
    } else if (c === 0x3a && !angle) start = i + 1 // `Group name: a, b;`
  }
  found.push(list.slice(start))
  return found
}

/** Addresses of a From, To, Cc or Reply-To value, in order; entries without anything in them are left out. */
export const readAddresses = (value: string): readonly Address[] => {
  const list = unfold(value)
  if (list === '') return []
  const found: Address[] = []
  for (const piece of pieces(list)) {
    const trimmed = piece.trim()
    if (trimmed === '') continue
    const address = readAddress(trimmed)
    if (address.address !== '' || address.name !== '') found.push(address)
  }
  return found
}

/** The first address of a value; empty name and address when there is none. */
export const firstAddress = (value: string): Address => readAddresses(value)[0] ?? nobody
