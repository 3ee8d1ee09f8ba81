import type { PredictionResult, RunResult } from '../../../model/index.ts'

/** One word and one glyph for how a prediction came out. */
export const resultSays: Readonly<
  Record<PredictionResult['result'], { readonly word: string; readonly glyph: string }>
> = {
  holds: { word: 'holds', glyph: '✓' },
  fails: { word: 'fails', glyph: '✗' },
  open: { word: 'open', glyph: '?' },
}

/** How a run ended, in a word and a glyph. */
export const endSays: Readonly<Record<RunResult['end'], { readonly word: string; readonly glyph: string }>> = {
  finished: { word: 'finished', glyph: '■' },
  looped: { word: 'looped', glyph: '↻' },
  ranOut: { word: 'ran out', glyph: '…' },
}

const plural = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`

/** The verdict of a run in one sentence, for the live region. */
export function verdictLine(title: string, result: RunResult): string {
  const tally = (['holds', 'fails', 'open'] as const).flatMap(kind => {
    const n = result.predictions.filter(p => p.result === kind).length
    const words = {
      holds: ['prediction holds', 'predictions hold'],
      fails: ['fails', 'fail'],
      open: ['is open', 'are open'],
    } as const
    return n === 0 ? [] : [plural(n, ...(words[kind] as [string, string]))]
  })
  return `${title}: ${endSays[result.end].word}${tally.length > 0 ? `; ${tally.join(', ')}` : ''}.`
}

/** Id of an event's row, for links from the verdicts. */
export const eventId = (variant: string, seq: number): string => `${variant}-event-${seq}`
