import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MboxSplitter } from '../../ingest/sources/lib/split.ts'
import type { Piece } from '../../ingest/sources/lib/split.ts'
import { readSeparator } from '../../ingest/sources/lib/separator.ts'
import { mailBytes } from './arbitrary.ts'

const split = (bytes: Buffer, cuts: readonly number[] = [], recordBytesMax?: number): Piece[] => {
  const splitter = new MboxSplitter({ recordBytesMax })
  const places = [0, ...cuts.map(c => c % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
  const pieces: Piece[] = []
  for (let i = 1; i < places.length; i++) pieces.push(...splitter.push(bytes.subarray(places[i - 1], places[i])))
  return [...pieces, ...splitter.end()]
}

describe('a separator line', () => {
  it.each([
    ['From mboxrd@z Thu Jan  1 00:00:00 1970', true],
    ['From ada@example.org Mon Mar  4 10:00:00 2024', true],
    ['From ada at example.org  Mon Mar  4 10:00:00 2024', true],
    ['From - Mon Mar 04 10:00 2024', true],
    ['From ada@example.org Mon Mar  4 10:00:00 CET 2024', true],
    ['From ada@example.org Mon Mar  4 10:00:00 2024 +0100', true],
    ['From here on it is Monday', false],
    ['From ada@example.org', false],
    ['From ada@example.org Mon Mar 2024', false],
    ['From the Mon Mar  4 10:00:00 2024', true],
    ['From what we saw on Mon Mar  4 10:00:00 2024', false],
    ['From  Mon Mar  4 10:00:00 2024', false],
  ])('%s: %s', (line, is) => {
    expect(readSeparator(line) !== null).toBe(is)
  })

  it('names no time when it carries the epoch that archives write for "unknown"', () => {
    expect(readSeparator('From mboxrd@z Thu Jan  1 00:00:00 1970')?.atSeconds).toBeNull()
    expect(readSeparator('From mboxrd@z Mon Mar  4 10:00:00 2024')?.atSeconds).toBe(1709546400)
  })
})

describe('splitting an mbox', () => {
  it('accounts for every byte, whatever they are and however they arrive', () => {
    fc.assert(
      fc.property(mailBytes, fc.array(fc.nat(2000), { maxLength: 6 }), (bytes, cuts) => {
        const pieces = split(bytes, cuts)
        expect(Buffer.concat(pieces.map(p => p.bytes)).equals(bytes)).toBe(true)
        let at = 0
        for (const piece of pieces) {
          expect(piece.start).toBe(at)
          at += piece.bytes.length
          expect(piece.mailStart).toBeLessThanOrEqual(piece.mailEnd)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('finds the same mails in any portions', () => {
    fc.assert(
      fc.property(mailBytes, fc.array(fc.nat(2000), { maxLength: 8 }), (bytes, cuts) => {
        const shape = (pieces: Piece[]) => pieces.map(p => [p.kind, p.start, p.bytes.length, p.mailEnd])
        expect(shape(split(bytes, cuts))).toEqual(shape(split(bytes)))
      }),
      { numRuns: 500 },
    )
  })

  it('hands out a record that is too large in pieces, so that memory stays bounded', () => {
    const record = `From a@example.org Mon Mar  4 10:00:00 2024\nFrom: a@example.org\n\n${'x'.repeat(99)}\n`.repeat(1)
    const bytes = Buffer.from(record + 'y'.repeat(20_000) + '\n\n' + record)
    const pieces = split(bytes, [3000, 6000, 9000, 12_000, 15_000, 18_000], 4000)
    expect(pieces.map(p => p.kind)).toContain('rest')
    expect(pieces.filter(p => p.kind === 'mail')).toHaveLength(2)
    expect(Math.max(...pieces.map(p => p.bytes.length))).toBeLessThanOrEqual(8000)
    expect(Buffer.concat(pieces.map(p => p.bytes)).equals(bytes)).toBe(true)
  })
})
