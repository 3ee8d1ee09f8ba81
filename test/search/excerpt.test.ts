import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { excerptOf } from '../../search/excerpt.ts'
import { parseQuery } from '../../search/query.ts'

const query = (text: string) => {
  const read = parseQuery(text)
  if ('refused' in read) throw new Error(read.refused)
  return read
}
const marked = (text: string, asked: string) => {
  const { excerpt, marks } = excerptOf(text, query(asked))
  return { excerpt, marked: marks.map(m => excerpt.slice(m.start, m.end)) }
}

describe('an excerpt', () => {
  it("shows the author's own words before quoted ones", () => {
    const text = `> the reaper quoted\n${'> filler\n'.repeat(60)}and here the reaper in own words\n`
    const found = marked(text, 'reaper')
    expect(found.excerpt).toContain('in own words')
    expect(found.marked).toEqual(['reaper'])
    expect(marked('> only the reaper quoted\n', 'reaper').marked).toEqual(['reaper'])
  })

  it('marks identifiers that were found by their words, and the other way round', () => {
    expect(marked('see oom_reaper here', 'reaper').marked).toEqual(['oom_reaper'])
    expect(marked('see oom_reaper here', '"oom reaper"').marked).toEqual(['oom_reaper'])
    expect(marked('with __GFP_NOFAIL set', 'gfp_nofail').marked).toEqual(['__GFP_NOFAIL'])
    expect(marked('with GFP_NOFAIL set', '__GFP_NOFAIL').marked).toEqual([])
    expect(marked('in mm/oom_kill.c there', 'mm/oom_kill.c').marked).toEqual(['mm/oom_kill.c'])
  })

  it('shows what a filter stands for', () => {
    expect(marked('with __GFP_NOFAIL set', 'gfp:NOFAIL').marked).toEqual(['__GFP_NOFAIL'])
    expect(marked('then the oom reaper runs', 'mech:oom-reaper').marked).toEqual(['oom reaper'])
  })

  it('marks a phrase only as a phrase, and words that go on after *', () => {
    expect(marked('zone lock, lock zone', '"lock zone"').marked).toEqual(['lock, lock zone'.slice(6)])
    expect(marked('reclaim reclaiming unreclaimed', 'reclaim*').marked).toEqual(['reclaim', 'reclaiming'])
  })

  it('starts with the first own words when nothing can be marked', () => {
    expect(marked('> quoted\n\nown words\n', 'f:ada')).toEqual({ excerpt: 'own words ', marked: [] })
  })

  it('is at most 240 characters, with marks in order inside it, for any text', () => {
    const text = fc.array(
      fc.constantFrom('oom', 'reaper', 'oom_reaper', ' ', '\n', '> ', 'é', '漢字', '\u0301', '_', '\ud800', '. '),
      { maxLength: 400 },
    )
    fc.assert(
      fc.property(text, pieces => {
        const { excerpt, marks } = excerptOf(pieces.join(''), query('oom reaper "oom reaper" é'))
        expect(excerpt.length).toBeLessThanOrEqual(240)
        let last = 0
        for (const mark of marks) {
          expect(mark.start).toBeGreaterThanOrEqual(last)
          expect(mark.end).toBeGreaterThan(mark.start)
          expect(mark.end).toBeLessThanOrEqual(excerpt.length)
          last = mark.end
        }
      }),
    )
  })
})
