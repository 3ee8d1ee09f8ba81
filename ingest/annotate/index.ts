import { gfpCanonical, gfpNames, gfpProse, mechanisms } from '../../facts/index.ts'
import type { Annotation, ParsedMessage } from '../../model/index.ts'
import { zonesFor } from '../parse/zones.ts'
import { mentionsOf } from './mentions.ts'
import { stancesOf } from './stance.ts'
import { indexOf } from './vocabulary.ts'
import type { Vocabulary } from './vocabulary.ts'

export type { Vocabulary } from './vocabulary.ts'

/** The names that `facts/` knows. */
const known: Vocabulary = { gfpNames, gfpCanonical, gfpProse, mechanisms }

/** Everything that is tagged in one mail: mentions in order of the text, then stances. Same mail, same tags. */
export const annotate = (parsed: ParsedMessage, vocabulary: Vocabulary = known): Annotation[] => {
  const zones = zonesFor(parsed)
  return [...mentionsOf(parsed, zones, indexOf(vocabulary)), ...stancesOf(parsed, zones)]
}
