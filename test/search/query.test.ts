import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gfpNames, mechanisms } from '../../facts/index.ts'
import type { SearchQuery, SearchRefusal } from '../../model/index.ts'
import { dateRange } from '../../search/dates.ts'
import { parseQuery, partsMax, prefixes, queryMaxChars } from '../../search/query.ts'

const read = (text: string): SearchQuery => {
  const query = parseQuery(text)
  if ('refused' in query) throw new Error(`${query.refused}; ${query.hint}`)
  return query
}
const refusal = (text: string): SearchRefusal => {
  const query = parseQuery(text)
  if (!('refused' in query)) throw new Error(`${text} was not refused`)
  return query
}
const word = (text: string, phrase = false, negated = false) => ({ text, phrase, negated })

describe('the query grammar', () => {
  it('reads words, phrases, prefixes and their negations', () => {
    expect(read('oom "zone lock" -swap f:ada s:"wake up" -has:patch l:Linux-MM')).toEqual({
      words: [word('oom'), word('zone lock', true), word('swap', false, true)],
      filters: [
        { key: 'f', value: 'ada', negated: false },
        { key: 's', value: 'wake up', negated: false },
        { key: 'has', value: 'patch', negated: true },
        { key: 'l', value: 'linux-mm', negated: false },
      ],
    })
  })

  it('three ways to write a flag mean the same', () => {
    for (const text of ['gfp:NOFAIL', 'gfp:GFP_NOFAIL', 'gfp:__GFP_NOFAIL', 'GFP:nofail'])
      expect(read(text).filters).toEqual([{ key: 'gfp', value: '__GFP_NOFAIL', negated: false }])
    expect(read('gfp:GFP_KERNEL').filters[0]?.value).toBe('GFP_KERNEL')
  })

  it('every flag and mechanism there is can be asked for', () => {
    for (const name of gfpNames.filter(n => !n.includes('MASK') && !n.includes('BITS') && n.includes('GFP')))
      expect('refused' in parseQuery(`gfp:${name}`) ? name : 'read').toBe('read')
    for (const { slug } of mechanisms) expect(read(`mech:${slug}`).filters[0]?.value).toBe(slug)
    expect(read('mech:oom_reaper').filters[0]?.value).toBe('oom-reaper')
  })

  it('an unknown prefix is refused, with the nearest valid one', () => {
    expect(refusal('subject:oom').refused).toBe('there is no prefix subject:; did you mean s:?')
    expect(refusal('from:ada').refused).toBe('there is no prefix from:; did you mean f:?')
    expect(refusal('mehc:oom-reaper').refused).toBe('there is no prefix mehc:; did you mean mech:?')
    expect(refusal('-qqqqqq:x').refused).toBe('there is no prefix qqqqqq:')
    expect(refusal('subject:oom').hint).toContain(
      Object.keys(prefixes)
        .map(k => `${k}:`)
        .join(' '),
    )
  })

  it('an unknown flag, mechanism, date or thing to have is refused with what would work', () => {
    expect(refusal('gfp:__GFP_NOFIAL')).toEqual({
      refused: 'no GFP flag is called __GFP_NOFIAL',
      hint: 'did you mean gfp:__GFP_NOFAIL?',
    })
    expect(refusal('mech:oom-raeper')).toEqual({
      refused: 'no mechanism is called oom-raeper',
      hint: 'did you mean mech:oom-reaper?',
    })
    expect(refusal('d:20160231').refused).toBe('20160231 is no date or range')
    expect(refusal('has:cake').hint).toBe('there is has:patch')
    expect(refusal('f:').refused).toBe('f: needs a value')
    expect(refusal('s:"..."').refused).toBe('s:... holds no word')
  })

  it('a query that only says what not to find is refused', () => {
    expect(refusal('-oom').refused).toBe('the query only says what not to find')
    expect(refusal('-gfp:NOFAIL -"a b" NOT swap').refused).toBe('the query only says what not to find')
  })

  it('a query without a word is refused', () => {
    for (const text of ['', '   ', '->', '- --', '""', '"', '(', 'AND'])
      expect(refusal(text).refused).toBe('there is no word in the query')
  })

  it('OR is refused rather than read as a word', () => {
    expect(refusal('oom OR swap').refused).toMatch(/^OR is not understood/)
    expect(read('oom "OR"').words).toEqual([word('oom'), word('OR', true)])
    expect(read('oom AND swap NOT zone or').words).toEqual([
      word('oom'),
      word('swap'),
      word('zone', false, true),
      word('or'),
    ])
  })

  it('a colon that is no prefix stays in the word', () => {
    expect(read('mm: fix').words).toEqual([word('mm:'), word('fix')])
    expect(read('https://example.org/x std::move mm/oom_kill.c:120').words.map(w => w.text)).toEqual([
      'https://example.org/x',
      'std::move',
      'mm/oom_kill.c:120',
    ])
  })

  it('too long a query is refused, not cut', () => {
    expect(refusal('x'.repeat(queryMaxChars + 1)).refused).toMatch(/at most 1000/)
    expect(refusal('x '.repeat(partsMax + 1)).refused).toMatch(/at most 32/)
    expect(read('x '.repeat(partsMax)).words).toHaveLength(partsMax)
  })

  it('a Message-ID may wear its brackets', () => {
    expect(read('m:<a/b%c@example.org>').filters).toEqual([{ key: 'm', value: 'a/b%c@example.org', negated: false }])
  })

  it('no text makes it throw, and what it reads is within bounds', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'f:',
        's:',
        'd:',
        'gfp:',
        'mech:',
        'm:',
        'l:',
        'dfn:',
        'has:',
        'b:',
        '-',
        '"',
        ' ',
        '..',
        'NOT ',
        'OR ',
        '__GFP_',
        ':',
        '*',
        '\0',
        '\u202e',
        '\ud800',
      ),
      fc.string({ unit: 'binary', maxLength: 8 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), pieces => {
        const query = parseQuery(pieces.join(''))
        if ('refused' in query) expect(query.refused + query.hint).not.toBe('')
        else {
          expect(query.words.length + query.filters.length).toBeGreaterThan(0)
          expect(query.words.length + query.filters.length).toBeLessThanOrEqual(partsMax)
          expect([...query.words, ...query.filters].some(p => !p.negated)).toBe(true)
        }
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('dates of a query', () => {
  const day = (text: string) => Date.parse(`${text}T00:00:00Z`) / 1000
  it('are whole UTC days, months and years, both ends included', () => {
    expect(dateRange('20160229')).toEqual({ from: day('2016-02-29'), before: day('2016-03-01') })
    expect(dateRange('2016-02')).toEqual({ from: day('2016-02-01'), before: day('2016-03-01') })
    expect(dateRange('2016')).toEqual({ from: day('2016-01-01'), before: day('2017-01-01') })
    expect(dateRange('20160101..20160331')).toEqual({ from: day('2016-01-01'), before: day('2016-04-01') })
    expect(dateRange('2016..')).toEqual({ from: day('2016-01-01'), before: null })
    expect(dateRange('..201612')).toEqual({ from: null, before: day('2017-01-01') })
  })
  it('that do not exist or run backwards are none', () => {
    for (const text of [
      '',
      '..',
      '20160231',
      '20161301',
      '0001',
      'x',
      '2016..x',
      '20170101..20160101',
      '2016..2017..2018',
      '201',
    ])
      expect([text, dateRange(text)]).toEqual([text, null])
  })
})
