import { flagHistory, gfpProposed } from '../../facts/gfp/index.ts'
import { mechanismBySlug, mechanisms } from '../../facts/mechanisms.ts'

const gfpTitles = new Map<string, string>()
const mechanismTitles: ReadonlyMap<string, string> = new Map(mechanisms.map(m => [m.slug, `${m.title}: ${m.says}`]))

/** A flag in one line: its value in the newest kernel that has it, and whether the value ever changed. */
export function gfpTitle(flag: string): string {
  let title = gfpTitles.get(flag)
  if (title === undefined) gfpTitles.set(flag, (title = makeGfpTitle(flag)))
  return title
}

function makeGfpTitle(flag: string): string {
  const proposal = gfpProposed.find(p => p.name === flag)
  if (proposal !== undefined) return `${flag}: proposed by ${proposal.by} in ${proposal.year}, never merged`
  const history = flagHistory(flag)
  const held = history?.versions.filter(v => v.value !== null) ?? []
  const last = held.at(-1)
  if (history === null || last === undefined) return flag
  const values = new Set(held.map(v => v.value)).size
  const doubt = last.verified ? '' : ', not read in that header'
  const gone = last.kernel === history.versions.at(-1)?.kernel ? '' : ', gone since'
  const other = values === 1 ? '' : `; ${values} different values since ${held[0]!.kernel}`
  return `${flag}: ${hex(last.value!)} in ${last.kernel}${doubt}${gone}${other}`
}

/** A mechanism's name for people. */
export const mechanismName = (slug: string): string => mechanismBySlug(slug)?.title ?? slug

/** A mechanism in one line. */
export const mechanismTitle = (slug: string): string => mechanismTitles.get(slug) ?? slug

/** A mask as the kernel's headers write it. */
export const hex = (value: number): string => `0x${value.toString(16)}`
