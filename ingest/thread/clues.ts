import type { PlaceClues, Skeleton } from '../../model/index.ts'
import { attributionsIn } from '../parse/attributions.ts'

/** A mail of form `archive-text` with its text. */
export type ArchiveMail = { readonly skeleton: Skeleton; readonly text: string }

const phrasesMax = 12
const phraseWords = 5
const attributionsMax = 8

/** Every offset from UTC that a clock on a wall may have, in seconds. */
const zoneSeconds: readonly number[] = [
  ...Array.from({ length: 27 }, (_, i) => (i - 12) * 3600),
  ...[-9.5, -4.5, -3.5, -2.5, 3.5, 4.5, 5.5, 5.75, 6.5, 9.5, 10.5].map(h => h * 3600),
]

/** Runs of plain words with nothing but blanks between them, spread evenly over the text; own words before quoted ones. */
const phrasesOf = (text: string): string[] => {
  const plain = new RegExp(`(?:^|[^\\w'-])([a-z]{2,}(?:[ \\n][a-z]{2,}){${phraseWords - 1}})(?![\\w'-])`, 'g')
  const pick = (from: string): string[] => {
    const all = [...from.matchAll(plain)].map(m => (m[1] ?? '').replace(/\s+/g, ' '))
    const step = Math.max(1, Math.floor(all.length / phrasesMax))
    return all.filter((_, i) => i % step === 0)
  }
  const own = text
    .split('\n')
    .filter(line => !line.startsWith('>'))
    .join('\n')
  const found = new Set([...pick(own.slice(0, 100_000)), ...pick(text.slice(0, 100_000).replace(/\n[> ]+/g, '\n'))])
  return [...found].slice(0, phrasesMax)
}

/** What to ask a store for to find the place of a mail that has no ids. */
export const cluesOf = (mail: ArchiveMail): PlaceClues => {
  const { subject } = mail.skeleton
  const times = attributionsIn(mail.text)
    .slice(0, attributionsMax)
    .flatMap(a =>
      a.atSeconds !== null
        ? [a.atSeconds]
        : a.wallSeconds === null
          ? []
          : zoneSeconds.map(z => (a.wallSeconds ?? 0) - z),
    )
  return {
    bareSubjects: subject.bare === '' ? [] : [subject.bare],
    sentAt: [...new Set(times)],
    phrases: phrasesOf(mail.text),
  }
}
