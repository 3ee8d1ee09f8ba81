/** Edit distance (insert, delete, replace, swap of neighbours), or `limit + 1` once it is known to be above `limit`. */
export const editDistance = (a: string, b: string, limit: number): number => {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    let best = i
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1)
      row.push(cost)
      if (cost < best) best = cost
    }
    if (best > limit) return limit + 1
    beforeLast = last
    last = row
  }
  return Math.min(last[b.length] ?? 0, limit + 1)
}

/**
 * The valid name nearest to a wrong one, for an error message; null when none is near (more than a third of its
 * letters, at least 2, would have to change). A name that continues what was typed counts as near. Case is ignored.
 */
export const nearest = (wrong: string, names: readonly string[]): string | null => {
  const typed = wrong.toLowerCase().slice(0, 200)
  if (typed === '') return null
  let found: string | null = null
  let best = Math.max(2, Math.floor(typed.length / 3)) + 1
  for (const name of names) {
    const lower = name.toLowerCase()
    const distance = lower.startsWith(typed) && typed.length >= 3 ? 1 : editDistance(typed, lower, best)
    if (distance < best || (distance === best && found !== null && name < found)) {
      best = distance
      found = name
    }
  }
  return found
}
