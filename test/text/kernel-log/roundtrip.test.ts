import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OomReport } from '../../../model/index.ts'
import type { ReportParts } from '../../../text/kernel-log/index.ts'
import {
  composeReport,
  printOomReport,
  readKernelLog,
  stampLines,
  tableColumns,
} from '../../../text/kernel-log/index.ts'
import { wrap } from './logs.ts'

/** One version a stretch of formats; the oldest and the newest among them. */
const versions = [
  'v3.19',
  'v4.0',
  'v4.4',
  'v4.6',
  'v4.9',
  'v4.10',
  'v4.12',
  'v4.14',
  'v4.15',
  'v4.19',
  'v5.0',
  'v5.1',
  'v5.4',
  'v5.10',
  'v5.16',
  'v6.1',
  'v6.8',
  'v6.12',
  'v7.2',
]

const pages = fc.nat({ max: 50_000_000 })
const comm = fc.stringMatching(/^[A-Za-z(][A-Za-z0-9 ()./:_-]{0,13}[A-Za-z0-9)]$/).filter(s => !s.includes('  '))
const task = fc.record({
  pid: fc.integer({ min: 2, max: 4_194_303 }),
  uid: fc.nat({ max: 4_294_967_294 }),
  comm,
  totalVmPages: pages,
  rssAnonPages: pages,
  rssFilePages: pages,
  rssShmemPages: pages,
  nrPtes: fc.nat({ max: 90_000 }),
  nrPmds: fc.nat({ max: 900 }),
  swapPages: pages,
  oomScoreAdj: fc.integer({ min: -1000, max: 1000 }),
})
const zone = (name: 'DMA' | 'DMA32' | 'Normal') =>
  fc.record({
    node: fc.constant(0),
    name: fc.constant(name),
    freePages: pages,
    minPages: pages,
    lowPages: pages,
    highPages: pages,
    managedPages: pages,
    presentPages: pages,
    reservePages: fc.array(pages, { minLength: 5, maxLength: 5 }),
    blocks: fc.array(fc.nat({ max: 10_000 }), { minLength: 11, maxLength: 11 }),
  })

/** A machine out of memory on some version: zones, tasks, a limit or none, a victim or none. */
const parts: fc.Arbitrary<ReportParts> = fc
  .record({
    kernel: fc.constantFrom(...versions),
    caller: fc.record({
      pid: fc.integer({ min: 2, max: 99_999 }),
      cpu: fc.nat({ max: 511 }),
      comm,
      oomScoreAdj: fc.integer({ min: -1000, max: 1000 }),
    }),
    mask: fc.nat({ max: 0x3ffffff }),
    order: fc.integer({ min: -1, max: 10 }),
    constraint: fc.constantFrom(
      'CONSTRAINT_NONE',
      'CONSTRAINT_CPUSET',
      'CONSTRAINT_MEMORY_POLICY',
      'CONSTRAINT_MEMCG' as const,
    ),
    zones: fc.tuple(zone('DMA'), zone('DMA32'), zone('Normal')),
    swapTotalPages: pages,
    swapFreePages: pages,
    path: fc.constantFrom('/', '/a', '/user.slice/user-1.slice', '/a,b c', '/x,task=y'),
    usagePages: pages,
    limitPages: pages,
    tasks: fc.uniqueArray(task, { selector: t => t.pid, minLength: 1, maxLength: 12 }),
    victim: fc.nat({ max: 20 }),
    score: fc.nat({ max: 2000 }),
  })
  .map(({ path, usagePages, limitPages, victim, score, ...p }) => ({
    ...p,
    zones: p.zones.map(z => ({ ...z, managedPages: Math.min(z.managedPages, z.presentPages) })),
    release: `${p.kernel.slice(1)}.0-test`,
    memcg: p.constraint === 'CONSTRAINT_MEMCG' ? { path, usagePages, limitPages, failcnt: usagePages } : null,
    victim: p.tasks[victim] === undefined ? null : { pid: p.tasks[victim].pid, score },
  }))

const placeless = (report: OomReport | undefined): unknown =>
  JSON.parse(
    JSON.stringify(report, (key, v: unknown) =>
      ['line', 'atUs', 'firstLine', 'lastLine'].includes(key) ? undefined : key === 'noKillableLine' ? v !== null : v,
    ) ?? 'null',
  )

describe('a report printed in the form of its version', () => {
  it('is read back equal, over random machines', () => {
    fc.assert(
      fc.property(parts, p => {
        const report = composeReport(p)
        const log = readKernelLog(printOomReport(report).join('\n'))
        expect(log.reports).toHaveLength(1)
        expect(placeless(log.reports[0])).toEqual(placeless(report))
      }),
      { numRuns: 400 },
    )
  })

  it('is read back equal when two of them follow each other with stamps and quotes', () => {
    fc.assert(
      fc.property(parts, parts, fc.constantFrom('', '> ', '> > '), (a, b, quote) => {
        const [x, y] = [composeReport(a), composeReport(b)]
        const lines = [...stampLines(printOomReport(x), 1_000_001), ...stampLines(printOomReport(y), 2_000_002)]
        const log = readKernelLog(lines.map(l => quote + l).join('\n'))
        expect(log.reports.map(placeless)).toEqual([x, y].map(placeless))
        expect(log.reports.map(r => r.atUs)).toEqual([1_000_001, 2_000_002])
      }),
      { numRuns: 150 },
    )
  })

  it('keeps its victim, its tasks and its zones when a mail client wraps it', () => {
    const plain = parts.filter(
      p => [p.caller, ...p.tasks].every(t => !t.comm.includes(' ')) && !(p.memcg?.path.includes(' ') ?? false),
    )
    fc.assert(
      fc.property(plain, fc.integer({ min: 66, max: 100 }), (p, width) => {
        const report = composeReport(p)
        const log = readKernelLog(wrap(stampLines(printOomReport(report), 1_000_001), width).join('\n'))
        expect(log.reports).toHaveLength(1)
        expect(placeless(log.reports[0])).toEqual(placeless(report))
      }),
      { numRuns: 200 },
    )
  })

  it('has the columns of its version', () => {
    expect(['v3.19', 'v4.0', 'v4.15', 'v6.8'].map(v => tableColumns(v).slice(4, -2))).toEqual([
      ['nr_ptes'],
      ['nr_ptes', 'nr_pmds'],
      ['pgtables_bytes'],
      ['rss_anon', 'rss_file', 'rss_shmem', 'pgtables_bytes'],
    ])
  })

  it('of 4.0 looks as that kernel prints it', () => {
    const report = composeReport({
      kernel: 'v4.0',
      release: '4.0.0',
      caller: { pid: 12, cpu: 0, comm: 'asker', oomScoreAdj: 0 },
      mask: 0x50,
      order: 0,
      constraint: 'CONSTRAINT_NONE',
      zones: [],
      swapTotalPages: 0,
      swapFreePages: 0,
      memcg: null,
      tasks: [
        {
          pid: 12,
          uid: 0,
          comm: 'asker',
          totalVmPages: 500,
          rssAnonPages: 90,
          rssFilePages: 9,
          rssShmemPages: 1,
          nrPtes: 5,
          nrPmds: 2,
          swapPages: 0,
          oomScoreAdj: -17,
        },
      ],
      victim: { pid: 12, score: 3 },
    })
    const lines = printOomReport(report)
    expect(lines[0]).toBe('asker invoked oom-killer: gfp_mask=0x50, order=0, oom_score_adj=0')
    expect(lines.slice(-4)).toEqual([
      '[ pid ]   uid  tgid total_vm      rss nr_ptes nr_pmds swapents oom_score_adj name',
      '[   12]     0    12      500      100       5       2        0           -17 asker',
      'Out of memory: Kill process 12 (asker) score 3 or sacrifice child',
      'Killed process 12 (asker) total-vm:2000kB, anon-rss:360kB, file-rss:36kB',
    ])
  })
})
