import { gfpCanonical, gfpNames, gfpProse } from '../../facts/index.ts'
import type { Cut } from './features/around.ts'
import { mentionsOf } from './mentions.ts'
import { indexOf } from './vocabulary.ts'
import type { Vocabulary } from './vocabulary.ts'

/** A flag, scope function or task flag in a sentence of the author's own. */
export type GfpPlace = {
  readonly sentence: number
  readonly start: number
  readonly end: number
  readonly flag: string
  readonly spelled: boolean
  readonly negated: boolean
}

const flags: Vocabulary = { gfpNames, gfpCanonical, gfpProse, mechanisms: [] }

const isName = (c: number): boolean =>
  (c >= 0x41 && c <= 0x5a) || (c >= 0x61 && c <= 0x7a) || (c >= 0x30 && c <= 0x39) || c === 0x5f

/** Names that are no flags though they look like some: masks, shifts, helpers. */
const isNoFlag = (name: string): boolean =>
  /^(?:__)?GFP_(?:BITS_|ZONE|RECLAIM_MASK|BOOT_MASK|CONSTRAINT|SLAB_BUG|MOVABLE_)/.test(name)

/** `__GFP_X`, `GFP_X`, `PF_MEMALLOC...`, `memalloc_...`: the flag as it is written; null for other names. */
export const spelledFlag = (name: string): string | null => {
  if (/^_{0,3}GFP_[A-Z][A-Z0-9_]*$/.test(name)) return isNoFlag(name) ? null : name
  if (/^PF_MEMALLOC(?:_[A-Z]+)*_?$/.test(name)) return name
  return /^memalloc_(?:no|pin|use)[a-z0-9_]*$/.test(name) ? name : null
}

/** Words that say a flag is absent when they stand right before it. */
const absent =
  /(?:^|[^a-z])(?:without|no|non|not|lacks?|lacking|missing|absence of|!|~)[\s-]*(?:a |an |the |any |setting |using |set )?["'(`]*$/i

const isNegated = (text: string, from: number, start: number): boolean =>
  absent.test(text.slice(Math.max(from, start - 24), start))

/** Every flag in the author's own sentences, in order of the text. */
export const gfpPlaces = (cut: Cut): GfpPlace[] => {
  const { text } = cut
  const out: GfpPlace[] = []
  cut.stretches.forEach((s, sentence) => {
    for (let i = s.start; i < s.end; ) {
      if (!isName(text.charCodeAt(i))) {
        i++
        continue
      }
      let j = i
      while (j < s.end && isName(text.charCodeAt(j))) j++
      const flag = j - i > 5 && j - i < 48 ? spelledFlag(text.slice(i, j)) : null
      if (flag !== null)
        out.push({ sentence, start: i, end: j, flag, spelled: true, negated: isNegated(text, s.start, i) })
      i = j
    }
  })
  const prose = mentionsOf(cut.mail.parsed, cut.mail.zones, indexOf(flags)).filter(
    m => m.by === 'gfp-prose' && m.zone === 'prose',
  )
  for (const m of prose) {
    const sentence = cut.stretches.findIndex(s => s.start <= m.span.start && m.span.end <= s.end)
    if (sentence < 0 || out.some(o => o.start < m.span.end && m.span.start < o.end)) continue
    const { start, end } = m.span
    out.push({
      sentence,
      start,
      end,
      flag: m.key,
      spelled: false,
      negated: isNegated(text, cut.stretches[sentence]?.start ?? 0, start),
    })
  }
  return out.sort((a, b) => a.start - b.start)
}
