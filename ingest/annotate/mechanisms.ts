import { mechanisms } from '../../facts/index.ts'
import type { Cut } from './features/around.ts'
import { mentionsOf } from './mentions.ts'
import { indexOf } from './vocabulary.ts'
import type { Vocabulary } from './vocabulary.ts'

const known: Vocabulary = { gfpNames: [], mechanisms }

/** Mechanisms kept of a sentence. */
const perSentenceMax = 3

/** Mechanisms that each sentence of a mail names, by their aliases. */
export const mechanismsIn = (cut: Cut): string[][] => {
  const out: string[][] = cut.stretches.map(() => [])
  let at = 0
  for (const m of mentionsOf(cut.mail.parsed, cut.mail.zones, indexOf(known))) {
    if (m.subject !== 'mechanism' || m.zone !== 'prose') continue
    while (at < cut.stretches.length && (cut.stretches[at]?.end ?? 0) <= m.span.start) at++
    const s = cut.stretches[at]
    const held = out[at]
    if (s === undefined || held === undefined || s.start > m.span.start) continue
    if (!held.includes(m.key) && held.length < perSentenceMax) held.push(m.key)
  }
  return out
}
