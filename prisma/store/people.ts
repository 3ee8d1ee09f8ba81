/** A name for comparing: lower case, without accents, single spaces. Empty for a name without letters. */
export const nameKey = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[\s"']+/g, ' ')
    .trim()

/**
 * How many people these names and addresses are: one person where names are equal (people change addresses) or
 * addresses are (people change how they write their name). Those without either count as one.
 */
export function countPeople(people: Iterable<{ readonly name: string; readonly address: string }>): number {
  const parents = new Map<string, string>()
  const rootOf = (key: string): string => {
    let at = key
    for (let up = parents.get(at); up !== undefined; up = parents.get(at)) {
      const next = parents.get(up)
      if (next !== undefined) parents.set(at, next)
      at = up
    }
    return at
  }
  const keys = new Set<string>()
  for (const { name, address } of people) {
    const named = nameKey(name)
    const addressed = address.toLowerCase()
    const [one, other] = [named === '' ? `@ ${addressed}` : `n ${named}`, addressed === '' ? null : `@ ${addressed}`]
    keys.add(one)
    if (other === null) continue
    keys.add(other)
    const [from, to] = [rootOf(one), rootOf(other)]
    if (from !== to) parents.set(from, to)
  }
  return keys.size - parents.size
}
