import type { DateView } from '../../_views/dates.ts'
import type { PersonView } from '../../_views/people.ts'
import { markup } from '../html.ts'
import type { Safe } from '../html.ts'

/** A moment, machine-readable. */
export const time = (date: DateView): Safe => markup`<time datetime="${date.iso}">${date.says}</time>`

/** A name, kept from running into its surroundings whatever its writing direction. */
export const person = (p: PersonView): Safe => markup`<bdi class="person" title="${p.address}">${p.name}</bdi>`

/** A subject or title that came by mail. */
export const words = (text: string): Safe => markup`<bdi>${text}</bdi>`

/** The word that marks whatever is not real mail. */
export const sampleTag = markup`<span class="badge sample">SAMPLE</span>`

/** `1 mail`, `12 mails`. */
export const count = (n: number, one: string, many = `${one}s`): string => `${group(n)} ${n === 1 ? one : many}`

/** 12345 as `12,345`. */
export function group(n: number): string {
  const digits = String(Math.trunc(Math.abs(n)))
  let out = ''
  for (let i = 0; i < digits.length; i++) out += (i > 0 && (digits.length - i) % 3 === 0 ? ',' : '') + digits[i]!
  return n < 0 ? `-${out}` : out
}

/** How sure a derived statement is, in words; certain says nothing. */
export const sureTag = (sure: string): Safe | null =>
  sure === 'certain' ? null : markup` <span class="badge sure-${sure}">${sure}</span>`
