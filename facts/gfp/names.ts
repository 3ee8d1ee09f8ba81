import { gfpProposed } from './proposed.ts'
import { gfpTables } from './tables.ts'

/** Every flag name that any known version defines, sorted. */
export const gfpNames: readonly string[] = [
  ...new Set(Object.values(gfpTables).flatMap(t => Object.keys(t.flags))),
].sort()

const known: ReadonlySet<string> = new Set(gfpNames)
const proposed: ReadonlySet<string> = new Set(gfpProposed.filter(p => p.kind === 'flag').map(p => p.name))

/** Bare names that the field uses for the composite although a bit of that name exists as well. */
const bareComposite: ReadonlySet<string> = new Set(['ATOMIC'])

/** True when the name was only ever proposed. */
export const isProposedGfp = (name: string): boolean => proposed.has(name)

/**
 * The one name under which a flag is stored and found: `NOFAIL`, `GFP_NOFAIL`, `___GFP_NOFAIL` and `__GFP_NOFAIL`
 * are all `__GFP_NOFAIL`; `GFP_DMA` stays, since it exists beside `__GFP_DMA`. A bare name means the bit
 * (`DMA` is `__GFP_DMA`), except `ATOMIC`, by which people mean `GFP_ATOMIC`. Case does not matter.
 * Proposed flags are known too. Null for anything else: `GFP_ZONEMASK`, `__GFP_BITS_MASK`, a word.
 */
export const gfpCanonical = (name: string): string | null => {
  const match = /^(_{0,3})(GFP_)?([A-Z0-9_]{2,40})$/.exec(name.toUpperCase())
  if (match === null) return null
  const [, lead = '', prefix, rest = ''] = match
  if (lead !== '' && prefix === undefined) return null
  const bit = `__GFP_${rest}`
  const composite = `GFP_${rest}`
  const isKnown = (candidate: string) => known.has(candidate) || proposed.has(candidate)
  const order =
    lead.length >= 2 || (prefix === undefined && !bareComposite.has(rest)) ? [bit, composite] : [composite, bit]
  // `__GFP_KERNEL` is a slip nobody makes on purpose: underscores ask for a bit and get no composite.
  return (lead.length >= 2 ? [bit] : order).find(isKnown) ?? null
}
