import { isBotIdentity } from '../../facts/bots.ts'
import type { Address, Person, PersonJoin, PersonReason } from '../../model/index.ts'
import type { Mailmap } from '../../text/mailmap.ts'
import { behindRelay, isRewritten, isTelling, nameKey, withoutTag } from './names.ts'

/** Identities joined at most; the rest stand alone, as `left` says. */
export const identitiesMax = 200_000
/** A name with more addresses than this is everybody's. */
const addressesPerNameMax = 24

/** What is known besides the identities. */
export type PeopleOptions = {
  /** Its lines join for certain. */
  readonly mailmap?: Mailmap
  /** Two identities of one mail: its `From` and the author that in-body `From:`, X-Original-From or Reply-To names. */
  readonly relayed?: readonly { readonly from: Address; readonly author: Address }[]
}

/** Everybody of a set of identities. */
export type People = {
  readonly persons: readonly Person[]
  /** Joins by name alone: shown, never merged. */
  readonly guesses: readonly PersonJoin[]
  /** The person of an identity, by address, else by name where only one person has it; null for strangers. */
  readonly personOf: (identity: Address) => Person | null
  /** Identities beyond the bound. */
  readonly left: number
}

const keyOf = (a: Address): string => `${a.address}\n${a.name}`
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const rank: Readonly<Record<PersonReason, number>> = {
  mailmap: 0,
  'same-address': 1,
  relayed: 2,
  'plus-tag': 3,
  'same-name-and-local-part': 4,
  'same-name': 5,
}

/** A local part without digits and marks: `x.smith`, `xsmith1` alike. */
const localKey = (address: string): string =>
  withoutTag(address)
    .slice(0, withoutTag(address).lastIndexOf('@'))
    .replace(/[^a-z]/g, '')

/** How surely two addresses of one telling name are one person's: a local part in common, or both made of the name. */
const isLikelyByName = (name: string, a: string, b: string): boolean => {
  const [x, y] = [localKey(a), localKey(b)]
  if (x !== '' && x === y) return true
  const words = name.split(' ').filter(word => word.length > 2)
  const holds = (local: string) => words.some(word => local.includes(word))
  return holds(x) && holds(y)
}

/**
 * Joins identities to persons. Certain: the mailmap, one address under several names, a relay that names its author.
 * Likely: `+tags`; one name of two words at addresses that have a local part in common or are made of the name. A guess,
 * told apart and not joined: one name at other addresses. Never by name: programs, single words, lists that rewrote the
 * sender. The same set gives the same persons in whatever order. O(n log n).
 */
export const joinPeople = (identities: readonly Address[], options: PeopleOptions = {}): People => {
  const seen = new Map<string, Address>()
  const met = new Map<string, number>()
  const add = (raw: Address): Address => {
    const one = { name: raw.name.trim().slice(0, 300), address: raw.address.trim().toLowerCase().slice(0, 320) }
    const key = keyOf(one)
    met.set(key, (met.get(key) ?? 0) + 1)
    const known = seen.get(key)
    if (known !== undefined) return known
    seen.set(key, one)
    return one
  }
  const pairs = (options.relayed ?? []).map(p => ({ from: add(p.from), author: add(p.author) }))
  for (const identity of identities) if (identity.address !== '' || identity.name !== '') add(identity)
  const sorted = [...seen.values()].sort((a, b) => compare(keyOf(a), keyOf(b)))
  const all = sorted.slice(0, identitiesMax)
  const index = new Map(all.map((a, i) => [keyOf(a), i]))
  const parent = all.map((_, i) => i)
  const root = (i: number): number => {
    while (parent[i] !== i) {
      parent[i] = parent[parent[i] ?? i] ?? i
      i = parent[i] ?? i
    }
    return i
  }
  const joins: PersonJoin[] = []
  const guesses: PersonJoin[] = []
  const join = (x: Address, y: Address, sure: PersonJoin['sure'], reason: PersonReason): void => {
    const [a, b] = compare(keyOf(x), keyOf(y)) <= 0 ? [x, y] : [y, x]
    const [i, j] = [index.get(keyOf(a)), index.get(keyOf(b))]
    if (i === undefined || j === undefined || i === j) return
    const [p, q] = [root(i), root(j)]
    if (sure === 'guess') {
      if (p !== q) guesses.push({ a, b, sure, reason })
      return
    }
    if (p === q) return
    joins.push({ a, b, sure, reason })
    parent[Math.max(p, q)] = Math.min(p, q)
  }
  /** Joins each of a group to its first. */
  const group = (
    keyFor: (a: Address) => string | null,
    how: (key: string, first: Address, other: Address) => [PersonJoin['sure'], PersonReason] | null,
  ): void => {
    const groups = new Map<string, Address[]>()
    for (const a of all) {
      const key = keyFor(a)
      if (key !== null && key !== '') groups.set(key, [...(groups.get(key) ?? []).slice(0, 1000), a])
    }
    for (const [key, members] of groups)
      for (const other of members.slice(1)) {
        const verdict = how(key, members[0] as Address, other)
        if (verdict !== null) join(members[0] as Address, other, ...verdict)
      }
  }

  const { mailmap } = options
  const mapped = new Map<string, { name: string; address: string }>()
  if (mailmap !== undefined) {
    for (const a of all) {
      const to = mailmap.map(a.name, a.address)
      if (to.name !== a.name || to.address.toLowerCase() !== a.address) mapped.set(keyOf(a), to)
    }
    const target = (a: Address): string | null => {
      const to = mapped.get(keyOf(a))
      return to === undefined ? a.address : to.address.toLowerCase()
    }
    const touched = new Set([...mapped.values()].map(to => to.address.toLowerCase()))
    group(
      a => (touched.has(target(a) ?? '') && !isRewritten(a) ? target(a) : null),
      () => ['certain', 'mailmap'],
    )
  }
  group(
    a => (a.address === '' || isRewritten(a) ? null : a.address),
    () => ['certain', 'same-address'],
  )
  for (const { from, author } of pairs) if (isRewritten(from)) join(from, author, 'certain', 'relayed')
  const byAddress = new Map(all.filter(a => a.address !== '' && !isRewritten(a)).map(a => [a.address, a]))
  for (const a of all) {
    const known = behindRelay(a.address).flatMap(address => byAddress.get(address) ?? [])
    if (known.length === 1) join(a, known[0] as Address, 'certain', 'relayed')
  }
  group(
    a => (a.address.includes('+') && !isRewritten(a) && !isBotIdentity(a) ? withoutTag(a.address) : null),
    () => ['likely', 'plus-tag'],
  )
  for (const a of all) {
    const plain = a.address.includes('+') && !isBotIdentity(a) ? byAddress.get(withoutTag(a.address)) : undefined
    if (plain !== undefined && !isRewritten(a)) join(a, plain, 'likely', 'plus-tag')
  }
  const byName = new Map<string, Address[]>()
  for (const a of all) {
    const key = nameKey(a.name)
    if (isTelling(key) && !isBotIdentity(a)) byName.set(key, [...(byName.get(key) ?? []).slice(0, 1000), a])
  }
  for (const [name, members] of byName) {
    if (new Set(members.map(m => m.address)).size > addressesPerNameMax) continue
    for (const [i, b] of members.entries())
      for (const a of members.slice(0, i).slice(-addressesPerNameMax)) {
        if (a.address === '' || b.address === '') join(a, b, 'likely', 'same-name')
        else if (isRewritten(a) || isRewritten(b)) join(a, b, 'likely', 'same-name')
        else if (isLikelyByName(name, a.address, b.address)) join(a, b, 'likely', 'same-name-and-local-part')
      }
  }
  for (const members of byName.values())
    for (const b of members.slice(1, addressesPerNameMax)) join(members[0] as Address, b, 'guess', 'same-name')

  const members = new Map<number, Address[]>()
  all.forEach((a, i) => members.set(root(i), [...(members.get(root(i)) ?? []), a]))
  const joinsOf = new Map<number, PersonJoin[]>()
  for (const j of joins) {
    const at = root(index.get(keyOf(j.a)) ?? 0)
    joinsOf.set(at, [...(joinsOf.get(at) ?? []), j])
  }
  const persons: Person[] = []
  const ofIdentity = new Map<string, Person>()
  const ofAddress = new Map<string, Person>()
  const ofName = new Map<string, Person | null>()
  for (const [at, list] of members) {
    const person = personFrom(list, joinsOf.get(at) ?? [], met, mapped)
    persons.push(person)
    for (const a of list) {
      ofIdentity.set(keyOf(a), person)
      if (a.address !== '' && !isRewritten(a)) ofAddress.set(a.address, person)
      const name = nameKey(a.name)
      if (!isTelling(name)) continue
      const other = ofName.get(name)
      ofName.set(name, other === undefined || other === person ? person : null)
    }
  }
  return {
    persons: persons.sort((a, b) => compare(a.id, b.id)),
    guesses: guesses.sort((x, y) => compare(keyOf(x.a) + keyOf(x.b), keyOf(y.a) + keyOf(y.b))),
    personOf: ({ name, address }) =>
      ofIdentity.get(`${address.toLowerCase()}\n${name}`) ??
      ofAddress.get(address.toLowerCase()) ??
      (address === '' ? (ofName.get(nameKey(name)) ?? null) : null),
    left: sorted.length - all.length,
  }
}

/** What is met most often, then the longer, then the smaller. */
const best = (counts: ReadonlyMap<string, number>): string =>
  [...counts].sort(([a, m], [b, n]) => n - m || b.length - a.length || compare(a, b))[0]?.[0] ?? ''

const personFrom = (
  list: readonly Address[],
  joins: readonly PersonJoin[],
  met: ReadonlyMap<string, number>,
  mapped: ReadonlyMap<string, { name: string; address: string }>,
): Person => {
  const names = new Map<string, number>()
  const addresses = new Map<string, number>()
  const own = new Map<string, number>()
  const count = (into: Map<string, number>, key: string, by: number) =>
    key === '' ? undefined : into.set(key, (into.get(key) ?? 0) + by)
  let chosen: { name: string; address: string } | null = null
  for (const a of list) {
    const times = met.get(keyOf(a)) ?? 1
    count(names, a.name, isRewritten(a) ? 0 : times)
    count(addresses, a.address, times)
    if (!isRewritten(a)) count(own, a.address, times)
    const to = mapped.get(keyOf(a))
    if (to !== undefined && (chosen === null || compare(keyOf(to), keyOf(chosen)) < 0)) chosen = to
  }
  const sorted = (from: ReadonlyMap<string, number>) => [...from.keys()].sort(compare)
  const name = chosen?.name ?? best(names)
  const address = chosen?.address ?? best(own.size > 0 ? own : addresses)
  return {
    id: sorted(own)[0] ?? sorted(addresses)[0] ?? sorted(names)[0] ?? '',
    name,
    address,
    names: sorted(names),
    addresses: sorted(addresses),
    isBot: list.some(isBotIdentity),
    joins: [...joins].sort(
      (x, y) => rank[x.reason] - rank[y.reason] || compare(keyOf(x.a) + keyOf(x.b), keyOf(y.a) + keyOf(y.b)),
    ),
  }
}
