import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MboxSplitter } from '../../ingest/sources/lib/split.ts'
import { stripFrom } from '../../ingest/sources/lib/strip-from.ts'

const separator = 'From ada@example.org Mon Mar  4 10:00:00 2024\n'
const mail = (body: string, length: number | string = body.length) =>
  `${separator}From: Ada <ada@example.org>\nSubject: s\nContent-Length: ${length}\n\n${body}`

/** Splits in portions of `portion` bytes: what each mail is, with a mark where its length was of no use. */
const split = (mbox: string, portion = mbox.length || 1, contentLength = true) => {
  const splitter = new MboxSplitter({ contentLength })
  const bytes = Buffer.from(mbox, 'latin1')
  const pieces = []
  for (let at = 0; at < bytes.length; at += portion)
    pieces.push(...splitter.push(Buffer.from(bytes.subarray(at, at + portion))))
  pieces.push(...splitter.end())
  return pieces.map(piece => ({
    body: piece.bytes.toString('latin1', piece.mailStart, piece.mailEnd).split('\n\n').slice(1).join('\n\n'),
    wrong: piece.isLengthWrong,
    bytes: piece.bytes.length,
  }))
}
const bodies = (mbox: string, portion?: number) => split(mbox, portion).map(p => [p.body, p.wrong])

const separators = `before\n\n${separator}Subject: a separator in a mail\n\nafter\n`

describe('a Content-Length', () => {
  it.each([
    [
      'that leads to a separator is believed',
      `${mail(separators)}\n${mail('b\n')}\n`,
      [separators, false],
      ['b\n', false],
    ],
    ['that leads to the end is believed', mail(separators), [separators, false]],
    [
      'that leads to a separator without a blank line is believed',
      mail('a\n') + mail('b\n'),
      ['a\n', false],
      ['b\n', false],
    ],
    [
      'that is too short is not',
      `${mail('a long body\n', 3)}\n${mail('b\n')}`,
      ['a long body\n', true],
      ['b\n', false],
    ],
    ['that is too long is not', `${mail('a\n', 30)}\n${mail('b\n')}`, ['a\n', true], ['b\n', false]],
    ['that leads behind the end is not', mail('a\n', 3000), ['a\n', true]],
    ['that is no number is not', mail('a\n', 'many'), ['a\n', true]],
    ['beyond all measure is not', mail('a\n', '9999999999'), ['a\n', true]],
  ])('%s', (_, mbox, ...expected) => {
    expect(bodies(mbox)).toEqual(expected)
    for (const portion of [1, 7, 100]) expect(bodies(mbox, portion)).toEqual(expected)
  })

  it('is not looked at in an mbox that is not said to have any', () => {
    expect(split(mail(separators), undefined, false)).toHaveLength(2)
  })

  it('loses no byte, whatever the lengths and wherever the file is cut', () => {
    const part = fc.tuple(
      fc.constantFrom('a\n', 'From b\n', separators, '\n\n', ''),
      fc.option(fc.nat(400), { nil: undefined }),
    )
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 6 }),
        fc.nat(),
        fc.integer({ min: 1, max: 200 }),
        (parts, cut, portion) => {
          const whole = parts.map(([body, length]) => `${mail(body, length)}\n`).join('')
          const mbox = whole.slice(0, cut % (whole.length + 1))
          const pieces = split(mbox, portion)
          expect(pieces.reduce((sum, p) => sum + p.bytes, 0)).toBe(mbox.length)
          expect(pieces).toEqual(split(mbox))
        },
      ),
    )
  })
})

describe('marks of an mboxo', () => {
  it('come off where a line begins with exactly `>From `, and only when that is asked for', () => {
    const text = '>From a\n>>From b\nx >From c\n>From\n>From d\n'
    expect(Buffer.from(stripFrom(Buffer.from(text))).toString()).toBe('From a\n>>From b\nx >From c\n>From\nFrom d\n')
  })
})
