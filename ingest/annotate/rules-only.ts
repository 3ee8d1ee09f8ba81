import { gfpPlaces } from './gfp.ts'
import type { Cut } from './features/around.ts'
import { mechanismsNamed } from './mechanisms.ts'
import { stancesOf } from './stance.ts'

/** What rules alone say of a mail: the stances that the archive stores today, sentences without labels, names. */
export const rulesSay = (cut: Cut) => {
  const mechanisms = mechanismsNamed(cut)
  return {
    stances: stancesOf(cut.mail.parsed, cut.mail.zones).map(s => ({ value: s.value })),
    sentences: cut.stretches.map((s, i) => ({
      start: s.start,
      end: s.end,
      label: 'other',
      mechanisms: mechanisms[i] ?? [],
      relations: [],
    })),
    gfp: gfpPlaces(cut).map(g => ({ ...g, role: 'mention' as const })),
  }
}
