import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answerLog, isKernel, otherOrders } from '../../app/_ui/oom/answers.ts'
import { exampleLog } from '../../app/_ui/oom/example.ts'
import { wellFormed } from '../../app/_views/urls.ts'
import { fragmentCharsMax, fragmentOf, logOfFragment, unpackedBytesMax } from '../../app/_ui/oom/link.ts'

describe('the example log', () => {
  const [oom] = answerLog(exampleLog, null).ooms

  it('is read whole: nothing missing, nothing unread', () => {
    expect(oom?.report.missing).toEqual([])
    expect(oom?.report.unread).toEqual([])
    expect(oom?.gfp?.sameAsLogged).toBe(true)
  })

  it('has a victim that is not the largest task, as its badness says', () => {
    expect(oom?.replay.killed).toMatchObject({ pid: 1650, comm: 'indexer' })
    expect(oom?.replay.agrees).toBe(true)
    const largest = [...(oom?.replay.tasks ?? [])].sort((a, b) => b.rss - a.rss)[0]
    expect(largest?.row.comm).toBe('database')
  })

  it('scores each task by the sum of its terms', () => {
    for (const t of oom?.replay.tasks ?? []) expect(t.points).toBe(t.rss + t.swap + t.pageTables + t.admin + t.adj)
  })

  it('spares the victim at the very oom_score_adj that is told, and not one above', () => {
    const to = oom?.replay.whatIf?.spare?.to ?? NaN
    const killedWith = (adj: number) =>
      answerLog(exampleLog.replace(/ 300 indexer/, ` ${adj} indexer`), null).ooms[0]?.replay.predicted?.comm
    expect(killedWith(to)).toBe('database')
    expect(killedWith(to + 1)).toBe('indexer')
  })

  it('would have failed at a costly order, and no smaller order would have helped', () => {
    expect(otherOrders(oom!)).toHaveLength(2)
  })
})

describe('a chosen kernel', () => {
  it('takes the place of the one that the log names', () => {
    const [oom] = answerLog(exampleLog, 'v4.4').ooms
    expect(oom?.replay.kernel.version).toBe('4.4')
    expect(oom?.gfp?.decoded?.table).toBe('v4.4')
    expect(oom?.gfp?.sameAsLogged).toBe(false)
  })

  it.each([
    ['v6.12', true],
    [' 4.18.0-552.el8 ', true],
    ['six', false],
    ['', false],
  ])('%j is a kernel: %s', (text, is) => expect(isKernel(text)).toBe(is))
})

describe('a text without a report', () => {
  it('gives none, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), text => {
        expect(answerLog(text, null).ooms).toEqual([])
      }),
    )
  })

  it('never throws when a log is cut anywhere', () => {
    fc.assert(
      fc.property(fc.nat(exampleLog.length), fc.nat(exampleLog.length), (a, b) => {
        const answer = answerLog(exampleLog.slice(Math.min(a, b), Math.max(a, b)), null)
        for (const oom of answer.ooms) otherOrders(oom)
      }),
      { numRuns: 60 },
    )
  })
})

describe('a link that carries a log', () => {
  it('gives back every log it was made of', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 400 }), async log => {
        expect(await logOfFragment(`#${await fragmentOf(log)}`)).toEqual({ log: wellFormed(log) })
      }),
      { numRuns: 40 },
    )
  })

  it('is shorter than the log, and made of characters that need no escape', async () => {
    const fragment = await fragmentOf(exampleLog)
    expect(fragment).toMatch(/^z=[A-Za-z0-9_-]+$/)
    expect(fragment!.length).toBeLessThan(exampleLog.length * 0.6)
  })

  it('reads one that could not be compressed', async () => {
    expect(await logOfFragment(`#t=${Buffer.from('käse').toString('base64url')}`)).toEqual({ log: 'käse' })
  })

  it('says so when it is damaged', async () => {
    const fragment = (await fragmentOf(exampleLog))!
    for (const bad of [fragment.slice(0, -40), 'z=%%%', 'z=', 'z=AAAA'])
      expect(await logOfFragment(`#${bad}`)).toMatchObject({ says: expect.stringContaining('damaged') })
  })

  it('refuses what unpacks to more than it takes, and does not make such a link', async () => {
    const { deflateRawSync } = await import('node:zlib')
    const bomb = deflateRawSync(Buffer.alloc(unpackedBytesMax + 1)).toString('base64url')
    expect(bomb.length).toBeLessThan(fragmentCharsMax)
    expect(await logOfFragment(`#z=${bomb}`)).toMatchObject({ says: expect.stringContaining('8 MB') })
    expect(await fragmentOf('x'.repeat(unpackedBytesMax + 1))).toBeNull()
  })

  it('is none for other fragments', async () => {
    expect(await logOfFragment('#report-1')).toBeNull()
    expect(await logOfFragment('')).toBeNull()
  })
})
