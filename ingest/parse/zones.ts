import type { ParsedMessage, Trailer, Zone } from '../../model/index.ts'
import { trailerAt, zonesOf } from '../../text/index.ts'
import { readAddress } from './address.ts'

const held = new WeakMap<ParsedMessage, readonly Zone[]>()

/** Remembers the zones that parsing found, so that annotation need not find them again. */
export const keepZones = (parsed: ParsedMessage, zones: readonly Zone[]): void => void held.set(parsed, zones)

/** Zones of a mail's text. */
export const zonesFor = (parsed: ParsedMessage): readonly Zone[] => {
  const known = held.get(parsed)
  if (known !== undefined) return known
  const zones = zonesOf(parsed.text)
  held.set(parsed, zones)
  return zones
}

/** Trailers read of one mail. */
const trailersMax = 500

/** Trailer lines outside quotes, with their places in the text. */
export const trailersOf = (text: string, zones: readonly Zone[]): Trailer[] => {
  const found: Trailer[] = []
  for (const zone of zones) {
    if (zone.kind !== 'trailer') continue
    for (let start = zone.start; start < zone.end; ) {
      const nl = text.indexOf('\n', start)
      const end = nl < 0 || nl > zone.end ? zone.end : nl
      const trailer = trailerAt(text, start, end)
      if (trailer !== null && found.length < trailersMax) {
        const value = text.slice(trailer.valueAt, Math.min(end, trailer.valueAt + 1000)).trimEnd()
        const person = value.includes('@') || /-by$/i.test(trailer.name) ? readAddress(value) : null
        found.push({
          name: trailer.name,
          value,
          person: person !== null && (person.address !== '' || person.name !== '') ? person : null,
          start: trailer.nameAt,
          end: trailer.valueAt + value.length,
        })
      }
      start = end + 1
    }
  }
  return found
}
