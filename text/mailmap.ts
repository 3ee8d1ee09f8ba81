/** What a mailmap says of one commit identity; null: left as it is. */
type Mapped = { name: string | null; address: string | null }
type Entry = Mapped & { byName: Map<string, Mapped> }

/** Bounds; git reads lines of at most 1,023 characters and splits longer ones. */
const linesMax = 100_000
const lineCharsMax = 1023

/** A mailmap read. */
export type Mailmap = {
  /** Name and address to use for an identity; as given where no line speaks of it. */
  readonly map: (name: string, address: string) => { readonly name: string; readonly address: string }
  /** Lines that hold no address, or are too long: number from 1 and the line's first characters. */
  readonly unread: readonly { readonly line: number; readonly text: string }[]
  readonly entries: number
}

const isSpace = (c: string): boolean => c === ' ' || c === '\t' || c === '\n' || c === '\r'

/** Upper-case ASCII letters made small, as git's `strcasecmp` compares; others as they are. */
const lowered = (text: string): string => text.replace(/[A-Z]+/g, letters => letters.toLowerCase())

const trimmed = (text: string): string => {
  let start = 0
  let end = text.length
  while (start < end && isSpace(text.charAt(start))) start++
  while (end > start && isSpace(text.charAt(end - 1))) end--
  return text.slice(start, end)
}

/** `Name <address>` at the start of a text and what follows; null without a pair of brackets. */
const pair = (text: string): { name: string | null; address: string; rest: string } | null => {
  const left = text.indexOf('<')
  const right = left < 0 ? -1 : text.indexOf('>', left + 1)
  if (right < 0) return null
  const name = trimmed(text.slice(0, left))
  return { name: name === '' ? null : name, address: text.slice(left + 1, right), rest: text.slice(right + 1) }
}

/**
 * Reads a `.mailmap` as git does (gitmailmap(5), `mailmap.c`): `Proper Name <commit@>`, `<proper@> <commit@>`,
 * `Proper Name <proper@> <commit@>`, `Proper Name <proper@> Commit Name <commit@>`. A `#` in the first column starts a
 * comment. Names and addresses are compared without regard to ASCII case; later lines win.
 */
export const readMailmap = (text: string): Mailmap => {
  const byAddress = new Map<string, Entry>()
  const unread: { line: number; text: string }[] = []
  let entries = 0
  let number = 0
  for (let start = 0; start < text.length && number < linesMax; ) {
    const nl = text.indexOf('\n', start)
    const end = nl < 0 ? text.length : nl
    const line = text.slice(start, end)
    start = end + 1
    number++
    if (line.startsWith('#') || trimmed(line) === '') continue
    const first = line.length > lineCharsMax ? null : pair(line)
    if (first === null || first.address === '') {
      unread.push({ line: number, text: line.slice(0, 80) })
      continue
    }
    entries++
    const second = pair(first.rest)
    const key = lowered(second?.address ?? first.address)
    const entry: Entry = byAddress.get(key) ?? { name: null, address: null, byName: new Map<string, Mapped>() }
    byAddress.set(key, entry)
    const address = second === null ? null : first.address
    if (second !== null && second.name !== null) entry.byName.set(lowered(second.name), { name: first.name, address })
    else {
      if (first.name !== null) entry.name = first.name
      if (address !== null) entry.address = address
    }
  }
  return {
    map: (name, address) => {
      const entry = byAddress.get(lowered(address))
      const mapped = entry?.byName.get(lowered(name)) ?? entry
      return { name: mapped?.name ?? name, address: mapped?.address ?? address }
    },
    unread,
    entries,
  }
}
