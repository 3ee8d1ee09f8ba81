import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readKernelLog } from '../../../text/kernel-log/index.ts'
import { failure40, failure61, stall412, v40, v414, v418memcg, v61, v612group } from './logs.ts'

const all = [...v40, ...v414, ...v418memcg, ...v61, ...v612group, ...failure40, ...failure61, ...stall412]
const words = [
  '[',
  ']',
  '[  1.000001] ',
  '> ',
  '(',
  ')',
  ',',
  '0x',
  'kB',
  '-1',
  '99999999999999999999',
  '\n',
  '\r',
  '\u0000',
  '\u2028',
  ' invoked oom-killer:',
  'Killed process 1 (',
  '__proto__ 1',
  '[ pid ] uid tgid name',
  'oom-kill:constraint=',
  ' name',
  'Node 0 DMA:',
  'lowmem_reserve[]:',
]

/** What every answer holds, whatever was read. */
const sound = (text: string): void => {
  const log = readKernelLog(text)
  const last = text.split('\n').length
  expect(log.lines).toBe(last)
  for (const r of [...log.reports, ...log.allocations]) {
    expect(r.firstLine).toBeGreaterThanOrEqual(1)
    expect(r.lastLine).toBeGreaterThanOrEqual(r.firstLine)
    expect(r.lastLine).toBeLessThanOrEqual(last)
    for (const u of r.unread) expect(u.line).toBeLessThanOrEqual(last)
  }
  for (const r of log.reports)
    for (const row of r.table?.rows ?? [])
      expect([row.pid, row.rssPages, row.oomScoreAdj].every(Number.isFinite)).toBe(true)
  JSON.stringify(log)
}

describe('the reader never throws', () => {
  it('on any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 400 }), sound), { numRuns: 500 })
  })
  it('on the words of logs in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...words), fc.constantFrom(...all)), { maxLength: 40 }), parts =>
        sound(parts.join('')),
      ),
      { numRuns: 800 },
    )
  })
  it('on lines of real forms shuffled, repeated and left out', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...all), { maxLength: 80 }), lines => sound(lines.join('\n'))),
      { numRuns: 400 },
    )
  })
  it('on whole logs with characters cut out, put in and doubled', () => {
    const edit = fc.record({
      at: fc.nat(),
      cut: fc.nat({ max: 30 }),
      put: fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 4 })),
    })
    fc.assert(
      fc.property(
        fc.constantFrom(v40, v414, v418memcg, v61, v612group),
        fc.array(edit, { maxLength: 12 }),
        (lines, edits) => {
          let text = lines.join('\n')
          for (const e of edits) {
            const at = e.at % (text.length + 1)
            text = text.slice(0, at) + e.put + text.slice(at + e.cut)
          }
          sound(text)
        },
      ),
      { numRuns: 600 },
    )
  })
})

describe('the reader is bounded', () => {
  it('reads at most so much of a line, and says that it was cut', () => {
    const log = readKernelLog(
      `Out of memory: Killed process 5 (${'x'.repeat(20_000)}) total-vm:1kB, anon-rss:1kB, file-rss:1kB`,
    )
    expect(log.reports).toEqual([])
    expect(log.events).toEqual([])
  })
  it('takes time in proportion to lines made to be joined, opened and searched again', () => {
    // Each of these would be quadratic where a reader looks back or joins without a bound.
    const hostile = [
      'x invoked oom-killer:\n'.repeat(20_000),
      `a invoked oom-killer: gfp_mask=0x0(), order=0, oom_score_adj=0\n${'b\n'.repeat(20_000)}`,
      'Memory cgroup out of memory: Killed process 1 (a) total-vm:1kB, anon-rss:1kB, file-rss:1kB\noom_reaper: reaped process 2 (b), now anon-rss:0kB, file-rss:0kB\n'.repeat(
        10_000,
      ),
      `${v61[0]}\nMem-Info:\n${Array.from({ length: 5000 }, (_, i) => `Node ${i} DMA free:1kB min:1kB low:1kB high:1kB`).join('\n')}`,
      `[ pid ]   uid  tgid total_vm rss nr_ptes swapents oom_score_adj name\n${'[  1] 1 1\n'.repeat(20_000)}`,
      `${'1'.repeat(8000)}\n`.repeat(500),
      `${'gfp_mask=0x1 '.repeat(600)}\n`.repeat(300),
    ]
    for (const text of hostile) sound(text)
  })
})
