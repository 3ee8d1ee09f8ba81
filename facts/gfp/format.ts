import type { GfpTable } from '../../model/index.ts'

/**
 * What %pGg prints for a mask: names in the order of the version's table, each taking its bits away, what is left as
 * hex; empty for 0 (the kernel then prints `0x0()`). Null for kernels before 4.6, which printed the number only.
 */
export const formatGfp = (mask: number, table: GfpTable): string | null => {
  if (table.nameTable === null) return null
  const names: string[] = []
  let left = BigInt(mask)
  for (const name of table.nameTable) {
    const bits = BigInt(table.flags[name]?.value ?? 0)
    if (bits === 0n || (left & bits) !== bits) continue
    names.push(name)
    left &= ~bits
  }
  if (left !== 0n) names.push(`0x${left.toString(16)}`)
  return names.join('|')
}

/** The value of names joined by `|`; `~X` takes X away. Null when the version lacks a name. */
export const gfpValue = (names: readonly string[], table: GfpTable): number | null => {
  let value = 0n
  for (const name of names) {
    const flag = table.flags[name.startsWith('~') ? name.slice(1) : name]
    if (flag === undefined) return null
    value = name.startsWith('~') ? value & ~BigInt(flag.value) : value | BigInt(flag.value)
  }
  return Number(value)
}
