import { describe, expect, it } from 'vitest'
import { recoverFromQuotes } from '../../text/index.ts'

describe('the text of a mail that only its replies know', () => {
  const whole = {
    text: 'Ada wrote:\n> One, the first line.\n> Two, the second line.\n> \n> Three, the third line.\n\nFine.\n',
  }
  const cut = { text: '> Three, the third line.\n> Four, the last line.\n\nNo.\n' }

  it('is the fullest quote, with what others have beyond it in its place, each piece with where it stands', () => {
    const { text, pieces } = recoverFromQuotes([cut, whole])
    expect(text).toBe('One, the first line.\nTwo, the second line.\n\nThree, the third line.\n\nFour, the last line.')
    expect(pieces.map(p => p.reply)).toEqual([1, 0])
    for (const piece of pieces)
      expect([cut, whole][piece.reply]?.text.slice(piece.start, piece.end).replace(/^> ?/gm, '')).toBe(piece.text)
  })

  it('keeps what the missing mail quoted itself, one mark less', () => {
    expect(recoverFromQuotes([{ text: '> > Older words.\n> Newer words.\n' }]).text).toBe(
      '> Older words.\nNewer words.',
    )
  })

  it('takes the same words wrapped otherwise only once', () => {
    const wrapped = { text: '> One, the\n> first line.\n' }
    expect(recoverFromQuotes([whole, wrapped]).text).toBe(
      'One, the first line.\nTwo, the second line.\n\nThree, the third line.',
    )
  })

  it('is parted where a reply put its own words', () => {
    expect(recoverFromQuotes([{ text: '> One.\nYes.\n> Two.\n' }]).pieces.map(p => p.text)).toEqual(['One.', 'Two.'])
  })

  it('is empty when nobody quotes', () => {
    expect(recoverFromQuotes([{ text: 'No quote.\n' }, { text: '' }])).toEqual({ text: '', pieces: [] })
  })
})
