import type { Address } from '../../model/index.ts'
import { decodeEncodedWords } from './words.ts'

/** Longest name and address kept. */
const nameCharsMax = 300
const addressCharsMax = 320

const nameOf = (raw: string): string => {
  let name = raw.trim()
  if (name.startsWith('"') && name.endsWith('"') && name.length > 1) name = name.slice(1, -1).replaceAll('\\"', '"')
  return decodeEncodedWords(name).replace(/\s+/g, ' ').trim().replace(/,$/, '').slice(0, nameCharsMax)
}

const isSpec = (text: string): boolean => /^[^\s<>(),;@]{1,200}@[^\s<>(),;@]{1,200}$/.test(text)

/**
 * The person of a trailer's value and what stands behind the address: `Name <a@b>`, `"Last, First" <a@b>`, `<a@b>`,
 * `a@b (Name)`, `a@b`, `Name`. Addresses come in lower case, names with encoded words undone. Null for neither.
 */
export const readPerson = (value: string): { readonly person: Address; readonly rest: string } | null => {
  const open = value.indexOf('<')
  const closing = open < 0 ? -1 : value.indexOf('>', open)
  // The closing bracket is forgotten now and then.
  const close = open >= 0 && closing < 0 ? value.length : closing
  if (close > 0) {
    const address = value
      .slice(open + 1, close)
      .replace(/\s+/g, '')
      .replace(/^mailto:/i, '')
    const name = nameOf(value.slice(0, open))
    const rest = value.slice(close + 1).trim()
    if (isSpec(address)) return { person: { name, address: address.toLowerCase().slice(0, addressCharsMax) }, rest }
    return name === '' ? null : { person: { name, address: '' }, rest }
  }
  const words = value.trim()
  const blank = words.search(/\s/)
  const first = (blank < 0 ? words : words.slice(0, blank)).replace(/[,;.]$/, '')
  if (isSpec(first)) {
    const rest = blank < 0 ? '' : words.slice(blank).trim()
    const isName = rest.startsWith('(') && rest.endsWith(')')
    return {
      person: { name: isName ? nameOf(rest.slice(1, -1)) : '', address: first.toLowerCase().slice(0, addressCharsMax) },
      rest: isName ? '' : rest,
    }
  }
  const name = nameOf(words)
  return name === '' ? null : { person: { name, address: '' }, rest: '' }
}
