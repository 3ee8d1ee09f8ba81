import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sentencesOf } from '../../../ingest/annotate/sentences.ts'
import { zonesOf } from '../../../text/index.ts'

const cut = (text: string) => sentencesOf(text, zonesOf(text)).map(s => text.slice(s.start, s.end))

describe('sentences of a mail', () => {
  it('end at full stops, question and exclamation marks before blank space', () => {
    expect(cut('The lock is held. Who drops it? Nobody does!\n')).toEqual([
      'The lock is held.',
      'Who drops it?',
      'Nobody does!',
    ])
  })

  it('do not end at abbreviations, names with dots and an ellipsis that goes on', () => {
    expect(cut('Some callers, e.g. the journal, see mm/page_walk.c and 6.1.2 for that... or so.\n')).toHaveLength(1)
    expect(cut('It waits vs. GFP_NOWAIT callers, cf. the comment there.\n')).toHaveLength(1)
  })

  it('start anew at a list item, a blank line and below a quote', () => {
    const text = 'Two ways:\n1) wait for the reaper\n2) use the reserves\n\nAnd a third\n> Which one?\nThe first.\n'
    expect(cut(text)).toEqual([
      'Two ways:',
      '1) wait for the reaper',
      '2) use the reserves',
      'And a third',
      'The first.',
    ])
  })

  it('hold no quoted words', () => {
    expect(cut('> It never sleeps.\nIt does.\n')).toEqual(['It does.'])
  })

  it('are in order, apart, and never empty, whatever the mail', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'B', '. ', '?', '! ', '\n', '> ', '- ', '1) ', 'e.g. ', '...', ' ')),
        parts => {
          const text = parts.join('')
          let before = 0
          for (const s of sentencesOf(text, zonesOf(text))) {
            expect(s.start).toBeGreaterThanOrEqual(before)
            expect(s.end).toBeGreaterThan(s.start)
            expect(text.slice(s.start, s.end).trim()).toBe(text.slice(s.start, s.end))
            before = s.end
          }
        },
      ),
    )
  })
})
