import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OomReport } from '../../../model/index.ts'
import {
  badnessRules,
  choose,
  kernelOfReport,
  oomAnswers,
  replayLog,
  replayReport,
  scoreTask,
  totalPagesOf,
  whatIf,
} from '../../../sim/replay/index.ts'
import { composeReport, printOomReport, readKernelLog, stampLines } from '../../../text/kernel-log/index.ts'
import type { ReportTask } from '../../../text/kernel-log/index.ts'
import { failure61, v40, v414, v418memcg, v61, v612group } from '../../text/kernel-log/logs.ts'

const read = (lines: readonly string[]) => readKernelLog(lines.join('\n'))
const replayed = (lines: readonly string[]) => replayLog(read(lines)).map(r => r.replay)
const task = (pid: number, pages: number, adj = 0, uid = 1000): ReportTask => ({
  pid,
  uid,
  comm: `t${pid}`,
  totalVmPages: pages,
  rssAnonPages: pages,
  rssFilePages: 0,
  rssShmemPages: 0,
  nrPtes: 0,
  nrPmds: 0,
  swapPages: 0,
  oomScoreAdj: adj,
})
const managed = 250_000
/** A report of one version over these tasks; 250 000 pages of memory. */
const report = (
  kernel: string,
  tasks: readonly ReportTask[],
  victim: number | null,
  over: Partial<OomReport> = {},
): OomReport => ({
  ...composeReport({
    kernel,
    release: `${kernel.slice(1)}.0`,
    caller: { pid: 9, cpu: 0, comm: 't9', oomScoreAdj: 0 },
    mask: 0,
    order: 0,
    constraint: 'CONSTRAINT_NONE',
    zones: [
      {
        node: 0,
        name: 'Normal',
        freePages: 1,
        minPages: 1,
        lowPages: 1,
        highPages: 1,
        managedPages: managed,
        presentPages: managed + 7,
        reservePages: [0],
        blocks: [1],
      },
    ],
    swapTotalPages: 0,
    swapFreePages: 0,
    memcg: null,
    tasks,
    victim: victim === null ? null : { pid: victim, score: 0 },
  }),
  ...over,
})

describe('oom_badness of a report', () => {
  it('adds memory, swap and page tables, and oom_score_adj by whole thousandths of all memory', () => {
    const [replay] = replayed(v61)
    // 32638 - 10343 pages, 22 for each point of adj; pgtables_bytes in pages.
    expect(replay?.total).toMatchObject({ pages: 22_295, atLeast: 22_295, atMost: 22_295 })
    expect(replay?.tasks.map(t => [t.row.comm, t.rss, t.swap, t.pageTables, t.admin, t.adj, t.points])).toEqual([
      ['little', 1147, 0, 12, 0, 0, 1159],
      ['large', 7813, 0, 25, 0, 0, 7838],
      ['growth', 3588, 0, 16, 0, 4400, 8004],
    ])
  })

  it('takes 3 % off for root up to 4.16, rounded down, and nothing later', () => {
    const row = read(v40).reports[0]!.table!.rows[0]!
    const points = (v: string) =>
      scoreTask({ ...row, rssPages: 100_000, oomScoreAdj: 0 }, badnessRules(v), 0, true, () => false)
    expect(points('v4.16')).toMatchObject({ admin: -3000, points: 97_024 })
    expect(points('v4.17')).toMatchObject({ admin: 0, points: 100_024 })
  })

  it('is at least 1 up to 5.8 and may be negative from 5.9 on', () => {
    // kernel-mm.md B3: totalpages 1048576, adj -500.
    const row = {
      ...read(v61).reports[0]!.table!.rows[0]!,
      rssPages: 100_000,
      pageTableBytes: 200 * 4096,
      oomScoreAdj: -500,
    }
    const points = (v: string) => scoreTask(row, badnessRules(v), 1048, false, () => false).points
    expect([points('v5.8'), points('v5.9')]).toEqual([1, -423_800])
  })

  it('counts the limit of the memcg as all memory, with what its swap limit may add', () => {
    expect(totalPagesOf(read(v612group).reports[0]!)).toMatchObject({ pages: 5120, atLeast: 5120, atMost: 5120 })
    expect(totalPagesOf(read(v418memcg).reports[0]!)).toMatchObject({ pages: 10_240, atMost: null })
  })
})

describe('the kernel of a report', () => {
  it('is the build where the distribution prints it, else the release, else the range of its form', () => {
    expect(kernelOfReport(read(v61).reports[0]!)).toMatchObject({ version: '6.1.55', from: 'build' })
    expect(kernelOfReport(read(v414).reports[0]!)).toMatchObject({ version: '4.14.20', from: 'release' })
    expect(kernelOfReport(read(v61.filter(l => !l.startsWith('CPU:'))).reports[0]!)).toMatchObject({
      version: 'v5.14',
      before: 'v6.8',
      from: 'form',
    })
  })
})

describe('the predicted victim', () => {
  it('is the killed one in reports of each version', () => {
    for (const lines of [v40, v414, v418memcg, v612group])
      expect(replayed(lines)).toMatchObject([{ agrees: true, reason: null }])
  })

  it('is by a page the other one, and that is said', () => {
    // large was killed although growth with its adj of 200 has 166 points more: the table came later.
    expect(replayed(v61)).toMatchObject([
      { agrees: false, predicted: { pid: 210 }, killed: { pid: 180 }, reason: { code: 'table-later' } },
    ])
  })

  it('of equals is the first up to 4.20 and the last from 5.4 on', () => {
    const equal = [task(2, 500), task(3, 500), task(4, 500)]
    const of = (kernel: string, victim: number) => replayReport(report(kernel, equal, victim))
    expect(of('v4.19', 2)).toMatchObject({ agrees: true })
    expect(of('v5.4', 4)).toMatchObject({
      agrees: true,
      predicted: { why: 'as many points as t3 (3); of equals this kernel takes the last in the list' },
    })
    expect(of('v5.2', 2)).toMatchObject({ agrees: false, reason: { code: 'tie-rule-unknown' } })
    expect(of('v6.1', 2)).toMatchObject({ agrees: false, reason: { code: 'table-later' } })
  })

  it('is never a task with -1000 nor one that was a victim before in the same boot', () => {
    const tasks = [task(2, 9000, -1000), task(3, 500), task(4, 400)]
    expect(replayReport(report('v6.12', tasks, 3))).toMatchObject({ agrees: true })
    const first = printOomReport(report('v6.12', tasks, 3))
    const second = printOomReport(report('v6.12', tasks, 4))
    expect(replayed([...first, ...second])).toMatchObject([{ agrees: true }, { agrees: true, predicted: { pid: 4 } }])
    const otherBoot = second.map(l => l.replace('6.12.0', '6.12.1'))
    expect(replayed([...first, ...otherBoot])).toMatchObject([
      { agrees: true },
      { agrees: false, predicted: { pid: 3 } },
    ])
  })
})

describe('when they differ, or one cannot be known', () => {
  const tasks = [task(2, 90_000), task(3, 500), task(4, 400)]
  const kill = (prefix: string | null, pid: number) => ({
    kills: [{ ...report('v6.12', tasks, pid).kills[0]!, prefix }],
  })
  it.each<[string, OomReport, string]>([
    [
      'oom_kill_allocating_task',
      report('v6.12', tasks, 4, kill('Out of memory (oom_kill_allocating_task)', 4)),
      'allocating-task',
    ],
    ['a child died in place of its parent', report('v4.9', tasks, 2, kill(null, 4)), 'child-sacrifice'],
    ['the killed one is not in the table', report('v6.12', tasks, 2, kill('Out of memory', 77)), 'not-in-table'],
    ['the table is missing', report('v6.12', tasks, 2, { table: null }), 'no-table'],
    ['the log ends before the kill', report('v6.12', tasks, null, { noKillableLine: null }), 'no-kill-in-log'],
    [
      'panic_on_oom',
      report('v6.12', tasks, null, {
        noKillableLine: null,
        panic: { line: 9, says: 'Out of memory: compulsory panic_on_oom is enabled' },
      }),
      'panic-on-oom',
    ],
    [
      'a policy of its own',
      report('v6.12', tasks, 4, { context: { ...report('v6.12', tasks, 4).context!, constraint: 'CONSTRAINT_BPF_X' } }),
      'other-policy',
    ],
    ['nothing fits', report('v6.12', tasks, 4), 'unexplained'],
    ['nobody may be killed, yet somebody was', report('v6.12', [task(2, 5, -1000)], 2), 'unexplained'],
  ])('%s: it is named', (_, r, code) => {
    expect(replayReport(r).reason?.code).toBe(code)
  })

  it('root may have lost its capability: that alone can turn it', () => {
    const close = [task(2, 1000, 0, 0), task(3, 980)]
    expect(replayReport(report('v4.9', close, 3))).toMatchObject({ agrees: true })
    expect(replayReport(report('v4.9', close, 2))).toMatchObject({
      agrees: false,
      reason: { code: 'capabilities-unknown' },
    })
  })

  it('tasks may have grown by what an earlier victim gave back, and by no more', () => {
    const before = report('v6.12', [task(2, 5000), task(3, 4000), task(4, 1000)], 2)
    const grown = (pages: number) => report('v6.12', [task(3, pages), task(4, 1000)], 4)
    const codes = (r: OomReport, atUs: number) =>
      replayed([...stampLines(printOomReport(before), 1_000_000), ...stampLines(printOomReport(r), atUs)]).map(
        x => x.reason?.code ?? null,
      )
    expect(codes(grown(6000), 1_500_000)).toEqual([null, 'table-later'])
    expect(codes(grown(6000), 9_500_000)).toEqual([null, 'unexplained'])
    expect(codes(grown(60_000), 1_500_000)).toEqual([null, 'unexplained'])
  })

  it('a page is as large as the smallest free block says', () => {
    const small = report('v6.12', tasks, 2)
    const big = readKernelLog(
      printOomReport({ ...small, memInfo: { ...small.memInfo!, pageKb: 64, swapTotalKb: 6400 } }).join('\n'),
    ).reports[0]!
    expect(big.memInfo?.pageKb).toBe(64)
    expect(totalPagesOf(big).pages).toBe(managed + 100)
    const row = { ...big.table!.rows[0]!, pageTableBytes: 655_360 }
    expect(replayReport({ ...big, table: { ...big.table!, rows: [row] } }).tasks[0]?.pageTables).toBe(10)
  })

  it('nobody eligible and nobody killed agree', () => {
    expect(replayReport(report('v6.12', [task(2, 5, -1000)], null))).toMatchObject({
      agrees: true,
      predicted: null,
      reason: { code: 'no-killable' },
    })
  })
})

describe('what would have changed the victim', () => {
  it('is the smallest adj, by trying every one', () => {
    const some = fc.uniqueArray(
      fc.tuple(fc.integer({ min: 2, max: 60 }), fc.nat({ max: 40_000 }), fc.integer({ min: -1000, max: 1000 })),
      { selector: t => t[0], minLength: 2, maxLength: 6 },
    )
    fc.assert(
      fc.property(
        some,
        fc.constantFrom('v4.9', 'v5.8', 'v6.12'),
        fc.integer({ min: 1, max: 300 }),
        (rows, kernel, unit) => {
          const rules = badnessRules(kernel)
          const tie = rules.tie === 'first' ? 'first' : 'last'
          const table = report(
            kernel,
            rows.map(([pid, pages, adj]) => task(pid, pages, adj)),
            null,
          ).table!.rows
          const scored = (change: ReadonlyMap<number, number>) =>
            table.map(row =>
              scoreTask(
                { ...row, oomScoreAdj: change.get(row.pid) ?? row.oomScoreAdj },
                rules,
                unit,
                false,
                () => false,
              ),
            )
          const tasks = scored(new Map())
          const victim = choose(tasks, tie)
          fc.pre(victim !== null)
          const found = whatIf(tasks, victim, unit, rules, tie)
          for (const change of found.becomes) {
            let least: number | null = null
            for (let adj = -999; adj <= 1000 && least === null; adj++)
              if (choose(scored(new Map([[change.pid, adj]])), tie)?.row.pid === change.pid) least = adj
            expect(change.to).toBe(least)
          }
          let most: number | null = null
          for (let adj = victim.row.oomScoreAdj; adj >= -1000 && most === null; adj--) {
            const next = choose(scored(new Map([[victim.row.pid, adj]])), tie)
            if (next !== null && next.row.pid !== victim.row.pid) most = adj
          }
          expect(found.spare?.to ?? null).toBe(most)
        },
      ),
      { numRuns: 25 },
    )
  })

  it('is a limit, by trying every total', () => {
    const rules = badnessRules('v6.12')
    const rows = report('v6.12', [task(2, 20_000, -100), task(3, 9_000, 0), task(4, 2_000, 300)], null).table!.rows
    const at = (unit: number) =>
      choose(
        rows.map(row => scoreTask(row, rules, unit, false, () => false)),
        'last',
      )!
    const unit = 50
    const victim = at(unit)
    const tasks = rows.map(row => scoreTask(row, rules, unit, false, () => false))
    const { total } = whatIf(tasks, victim, unit, rules, 'last')
    for (const change of total) {
      const u = (change.pages - (change.pages % 1000)) / 1000
      expect(at(u).row.pid).not.toBe(victim.row.pid)
      expect(at(change.direction === 'at-least' ? u - 1 : u + 1).row.pid).toBe(victim.row.pid)
    }
    expect(total.length).toBeGreaterThan(0)
  })
})

describe('an allocation failure', () => {
  it('is decoded for the kernels that print its mask so, where the log names none', () => {
    const { allocations } = oomAnswers(read([failure61[0]!]))
    expect(allocations).toMatchObject([
      { gfp: { hex: '0x40cc0', sameAsLogged: true, decoded: { kernel: 'v5.1', mayOomKill: false } } },
    ])
  })
})

describe('zones against the request', () => {
  it('need min and the reserve against the class zone, in pages', () => {
    const [answer] = oomAnswers(read(v61)).ooms
    expect(
      answer?.zones.map(z => [z.name, z.freePages, z.minPages, z.reservePages, z.neededPages, z.passesOrder0]),
    ).toEqual([
      ['DMA', 125, 54, 72, 126, false],
      ['DMA32', 228, 228, 0, 228, false],
    ])
    expect(answer).toMatchObject({ kind: 'global', format: 'v5.14 to before v6.8', gfp: { sameAsLogged: true } })
  })
  it('have no block of a high order when the list says so', () => {
    const [answer] = oomAnswers(read(v61.map(l => l.replace('order=0', 'order=3')))).ooms
    expect(answer?.zones.map(z => z.hasBlock)).toEqual([false, false])
  })
})
