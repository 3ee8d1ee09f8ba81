import type { TrailerHint, TrailerLine, Zone } from '../../model/index.ts'

/** Words looked at before and behind a block of trailers, and parts named at most. */
const wordsCharsMax = 600
const partsMax = 200

const whole =
  /\bfor (?:the|this) (?:(?:whole|entire|full) )?(?:series|set|patchset|patch set|patch series)\b|\b(?:whole|entire) (?:series|set|patchset)\b|\ball (?:the )?patches\b/i
const parts =
  /\bpatch(?:es)? #?\d{1,3}(?:\/\d{1,3})?(?:(?: ?(?:-|\u2013|,|&|\/) ?| (?:to|and|through) |, and )#?\d{1,3}(?:\/\d{1,3})?\b){0,40}/i
const condition =
  /\b(?:with|once|after|if|assuming|provided|modulo|apart from|other than|except)\b[^.!?]{0,80}?\b(?:fix(?:ed)?|chang(?:e|ed)|address(?:ed)?|remov(?:ed|al)|dropped|updated?|corrected|done|added|(?:nits?|typos?|comments?)(?: \w{3,12}ed)?)\b/i

/** The parts that `patches 1-3, 5 and 7/9` names, ascending; those of at most `total`. */
export const partsNamed = (words: string, total: number): readonly number[] => {
  const found = new Set<number>()
  const numbers = words.replace(/\/\d{1,3}/g, '')
  for (const match of numbers.matchAll(/(\d{1,3})(?: ?(?:-|\u2013|to|through) ?#?(\d{1,3}))?/g)) {
    const from = Number(match[1])
    const to = match[2] === undefined ? from : Number(match[2])
    for (let part = from; part <= to && part <= total && found.size < partsMax; part++) if (part > 0) found.add(part)
  }
  return [...found].sort((a, b) => a - b)
}

/** The author's own words right before a block, else right behind it: one paragraph, at most 600 characters. */
const wordsBeside = (text: string, zones: readonly Zone[], start: number, end: number): [number, number][] => {
  const own = (zone: Zone | undefined): boolean => zone?.kind === 'prose' || zone?.kind === 'greeting'
  const first = zones.findIndex(zone => zone.end > start)
  const spans: [number, number][] = []
  for (let i = first; i >= 0 && i >= first - 3; i--) {
    const zone = zones[i]
    if (zone === undefined || !own(zone)) {
      if (zone?.kind === 'blank' || i === first) continue
      break
    }
    const to = Math.min(zone.end, start)
    if (to > zone.start) spans.push([Math.max(zone.start, to - wordsCharsMax), to])
    break
  }
  for (let i = first; i >= 0 && i < zones.length && i <= first + 3; i++) {
    const zone = zones[i]
    if (zone === undefined || zone.end <= end || !own(zone)) continue
    const from = Math.max(zone.start, end)
    spans.push([from, Math.min(zone.end, from + wordsCharsMax)])
    break
  }
  return spans
}

/**
 * What the words beside a trailer, and its own comment, say of its scope and its condition. Read from prose, so likely in
 * the comment and a guess beside it. Never decides what a trailer counts for.
 */
export const hintsOf = (
  line: TrailerLine,
  mail: { readonly messageId: string; readonly text: string },
  zones: readonly Zone[],
  total: number,
): readonly TrailerHint[] => {
  const { messageId, text } = mail
  const hints: TrailerHint[] = []
  const look = (from: number, to: number, sure: TrailerHint['sure']): void => {
    const words = text.slice(from, to).replace(/\s/g, ' ')
    const add = (form: RegExp, hint: (span: TrailerHint['span'], said: string) => TrailerHint | null): void => {
      const match = form.exec(words)
      if (match === null) return
      const start = from + match.index
      const found = hint({ messageId, start, end: start + match[0].length }, match[0])
      if (found !== null && !hints.some(h => h.kind === found.kind)) hints.push(found)
    }
    add(whole, span => ({ kind: 'whole-series', sure, span }))
    add(parts, (span, said) => {
      const named = partsNamed(said, total)
      return named.length === 0 ? null : { kind: 'parts', parts: named, sure, span }
    })
    add(condition, span => ({ kind: 'condition', sure, span }))
  }
  if (line.comment !== null) look(line.start + line.written.length, line.end, 'likely')
  for (const [from, to] of wordsBeside(text, zones, line.start, line.end)) look(from, to, 'guess')
  return hints
}
