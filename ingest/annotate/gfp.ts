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

/** Names that stand with two underscores; prose leaves them away. */
const modifiers: ReadonlySet<string> = new Set(gfpNames.filter(n => n.startsWith('__GFP_')).map(n => n.slice(2)))
const whole: ReadonlySet<string> = new Set(gfpNames.filter(n => n.startsWith('GFP_')))

/** Bare words that are a flag's name wherever they stand; `nowait` and `nowarn` only in capitals. */
const bare: Readonly<Record<string, string>> = {
  nofs: 'GFP_NOFS',
  noio: 'GFP_NOIO',
  nofail: '__GFP_NOFAIL',
  NOFS: 'GFP_NOFS',
  NOIO: 'GFP_NOIO',
  NOFAIL: '__GFP_NOFAIL',
  NOWARN: '__GFP_NOWARN',
  NOWAIT: 'GFP_NOWAIT',
  NORETRY: '__GFP_NORETRY',
}

/**
 * The flag that a name stands for: `__GFP_X`, `GFP_X`, `PF_MEMALLOC...`, `memalloc_...` as written, but `GFP_NOFAIL` and
 * its like with the underscores that belong to them; null for other names.
 */
export const spelledFlag = (name: string): string | null => {
  if (/^_{0,3}GFP_[A-Z][A-Z0-9_]*$/.test(name)) {
    if (isNoFlag(name) || name === 'GFP_NO') return null
    return !whole.has(name) && modifiers.has(name) ? `__${name}` : name
  }
  if (/^PF_MEMALLOC(?:_[A-Z]{3,})*$/.test(name)) return name
  return /^memalloc_(?:no|pin)[a-z]{2,}(?:_[a-z]+)*$/.test(name) ? name : null
}

/** Names kept of one in braces. */
const bracedMax = 8

/** `PF_MEMALLOC_{NOIO,NOFS}`, `memalloc_{noio,nofs}_{save,restore}`: the names it stands for (of scopes, the opening half). */
const braced = (stem: string, rest: string): string[] => {
  const [, inner = '', tail = ''] = /^\{([A-Za-z_,/ ]{1,60})\}((?:_\{?[A-Za-z_,/ ]{1,40}\}?)?)/.exec(rest) ?? []
  const parts = inner
    .split(/[,/]/)
    .map(p => p.trim())
    .filter(p => p !== '')
    .slice(0, bracedMax)
  if (/^memalloc_no[a-z]+_$/.test(stem)) return parts[0] === undefined ? [] : [`${stem}${parts[0]}`]
  if (stem === 'memalloc_') return parts.map(p => `memalloc_${p}${tail.includes('save') ? '_save' : ''}`)
  return /^(?:PF_MEMALLOC_|PF_MEMALLOC|_{0,2}GFP_(?:NO)?)$/.test(stem) ? parts.map(p => `${stem}${p}`) : []
}

/** Words that say a flag is absent when they stand right before it. */
const absent =
  /(?:(?:^|[^a-z])(?:without|non|lacks?|lack of|lacking|absence of)[\s-]+(?:(?:a|an|the|any|setting|using|passing)\s+){0,2}|[!~]\s*)["'(`]*$/i

const isNegated = (text: string, from: number, start: number): boolean =>
  absent.test(text.slice(Math.max(from, start - 40), start))

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
      const name = j - i > 3 && j - i < 48 ? text.slice(i, j) : ''
      const negated = () => isNegated(text, s.start, i)
      const add = (flag: string, end: number, spelled: boolean) =>
        out.push({ sentence, start: i, end, flag, spelled, negated: negated() })
      let after = j
      const next = text.charCodeAt(j)
      if (next === 0x7b && j < s.end && name !== '') {
        const close = text.indexOf('}', j)
        for (const flag of braced(name, text.slice(j, Math.min(s.end, j + 120))))
          add(flag, (after = Math.min(s.end, close + 1)), false)
      } else if (next === 0x2a && name === 'PF_MEMALLOC_NO') add('PF_MEMALLOC_NO*', j + 1, true)
      else {
        const spelled = name === '' ? null : spelledFlag(name)
        const flag = spelled ?? (Object.hasOwn(bare, name) ? bare[name] : undefined)
        if (flag !== undefined) add(flag, j, flag === name)
      }
      i = after
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
