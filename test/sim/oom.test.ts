import { describe, expect, it } from 'vitest'
import { kernelOf } from '../../sim/kernels/all.ts'
import { policyOf } from '../../sim/kernels/behaviours.ts'
import { badness, taskBadness } from '../../sim/mechanisms/badness.ts'
import { selectBadProcess } from '../../sim/mechanisms/select.ts'
import { sendSigkill } from '../../sim/mechanisms/schedule.ts'
import { div } from '../../sim/ints.ts'
import { addProcess, addThread, kinds, pause, small, solo, steps, stuck, until } from './machines.ts'

const k = policyOf(kernelOf('v4.5')!)
const input = {
  rssPages: 100_000,
  swapPages: 0,
  pageTablePages: 200,
  oomScoreAdj: 0,
  admin: false,
  totalPages: 1_048_576,
}

describe('oom_badness (kernel-mm.md 4.1, B3, B4)', () => {
  it.each([
    ['adj 500', { oomScoreAdj: 500 }, 624_200],
    ['adj -500 ends at 1 up to 5.8', { oomScoreAdj: -500 }, 1],
    ['adj -1000 is never chosen', { oomScoreAdj: -1000 }, null],
    ['CAP_SYS_ADMIN takes 3 % off up to 4.16', { admin: true }, 97_194],
    ['page tables and swap count', { swapPages: 10, pageTablePages: 5 }, 100_015],
  ])('%s', (_, over, points) => expect(badness({ ...input, ...over }, k)).toBe(points))

  it('prints points*1000/totalpages as the score', () => expect(div(624_200 * 1000, 1_048_576)).toBe(595))

  it('does not count hugetlb, and counts shared and locked memory', () => {
    const w = small('v4.5', m => {
      const p = addProcess(m, { pid: 10, comm: 'p', pages: { anon: 100, mlocked: 20, shmem: 3, hugetlb: 512 } })
      addThread(m, { pid: 10, comm: 'p', lane: 'P', process: p.process, mm: p.mm, program: [pause] })
    })
    // 635 mapped pages: 2 ptes and 1 pmd.
    expect(taskBadness(w.m, w.k, 0)).toBe(123 + 3)
  })
})

describe('select_bad_process up to 4.6 (kernel-mm.md 4.1, 4.2)', () => {
  it('takes the most points, and keeps a leader on a tie', () => {
    const w = small('v4.5', m => {
      solo(m, 'A', 10, 500, [pause])
      solo(m, 'B', 11, 900, [pause])
      solo(m, 'C', 12, 900, [pause])
    })
    expect(selectBadProcess(w)).toEqual({ kind: 'chosen', task: 1, points: 900 + 2 + 1 })
  })

  it('stops at a thread with TIF_MEMDIE, wherever it stands', () => {
    const w = small('v4.6', m => {
      solo(m, 'A', 10, 500, [pause])
      solo(m, 'B', 11, 10, [pause])
    })
    w.m.tasks[1]!.memdie = true
    expect(selectBadProcess(w)).toEqual({ kind: 'abort', at: 1, why: 'memdie' })
  })

  it('stops at an exiting thread in v4.5 and passes over it in v4.6', () => {
    const [old, young] = ['v4.5', 'v4.6'].map(version => {
      const w = small(version, m => {
        solo(m, 'A', 10, 500, [pause])
        solo(m, 'B', 11, 10, [pause])
      })
      w.m.tasks[1]!.exiting = true
      return selectBadProcess(w)
    })
    expect(old).toEqual({ kind: 'abort', at: 1, why: 'exiting' })
    expect(young).toMatchObject({ kind: 'chosen', task: 0 })
  })

  it('never takes init, kernel threads or adj -1000', () => {
    const w = small('v4.6', m => {
      const init = addProcess(m, { pid: 1, comm: 'init', pages: { anon: 9_000 }, globalInit: true })
      addThread(m, { pid: 1, comm: 'init', lane: 'init', process: init.process, mm: init.mm, program: [pause] })
      solo(m, 'A', 10, 500, [pause], { oomScoreAdj: -1000 })
    })
    expect(selectBadProcess(w)).toEqual({ kind: 'none' })
  })
})

describe('out_of_memory and oom_kill_process (kernel-mm.md 4.3, 4.4)', () => {
  const allocator = (mask: (text: string) => number) => [
    { op: 'enter', name: 'write' } as const,
    { op: 'alloc', gfp: mask('GFP_KERNEL'), order: 0, count: 4 } as const,
    { op: 'leave' } as const,
  ]

  it('signals before it marks in 4.5 and 4.6', () => {
    const w = small(
      'v4.6',
      (m, mask) => {
        solo(m, 'A', 10, 500, allocator(mask))
        solo(m, 'V', 11, 9_000, stuck)
      },
      { cpus: 2 },
    )
    steps(w, 22)
    const seen = kinds(w)
    expect(seen.indexOf('V kill')).toBeLessThan(seen.indexOf('V memdie-set'))
    expect(w.m.tasks[1]).toMatchObject({ memdie: true, sigkill: true, state: 'uninterruptible' })
  })

  it('marks before it signals where the kernel does (4.2)', () => {
    const w = small(
      'v4.5',
      (m, mask) => {
        solo(m, 'A', 10, 500, allocator(mask))
        solo(m, 'V', 11, 9_000, stuck)
      },
      { changes: { killOrder: 'mark-then-signal' } },
    )
    steps(w, 60)
    const seen = kinds(w)
    expect(seen.indexOf('V memdie-set')).toBeLessThan(seen.indexOf('V kill'))
  })

  it('sleeps a jiffy with oom_lock held, and others that want the lock count that as progress', () => {
    const w = small(
      'v4.5',
      (m, mask) => {
        solo(m, 'A', 10, 500, allocator(mask))
        solo(m, 'B', 11, 400, allocator(mask))
        solo(m, 'V', 12, 9_000, stuck)
      },
      { cpus: 2 },
    )
    until(w, () => w.m.tasks.some(t => t.state === 'killable'))
    const killer = w.m.tasks.findIndex(t => t.state === 'killable')
    expect(w.m.locks[w.m.oomLock]!.writer).toBe(killer)
    expect(w.m.tasks[killer]!.wakeAtUs).toBe(4_000)
    expect(w.out.measures.oomLockLost).toBe(1)
    expect(w.m.tasks[1 - killer]).toMatchObject({ state: 'uninterruptible', wakeAtUs: 4_000 })
  })

  it('kills the worst child with another mm instead of its parent (up to 5.0)', () => {
    const make = (childSacrifice: boolean) =>
      steps(
        small(
          'v4.5',
          (m, mask) => {
            solo(m, 'A', 10, 500, allocator(mask))
            const parent = solo(m, 'P', 11, 9_000, stuck)
            solo(m, 'C', 12, 300, stuck, { parent: m.tasks[parent]!.process })
          },
          { changes: { childSacrifice } },
        ),
        60,
      )
    expect(kinds(make(true))).toContain('C kill')
    expect(kinds(make(false))).toContain('P kill')
  })

  it('marks a dying current instead of looking for a victim', () => {
    const w = small('v4.6', (m, mask) => {
      solo(m, 'A', 10, 500, allocator(mask))
      solo(m, 'V', 11, 9_000, stuck)
    })
    steps(w, 3)
    sendSigkill(w, w.m.tasks[0]!.process)
    steps(w, 60)
    expect(w.out.measures.kills).toBe(0)
    expect(kinds(w)).toContain('A memdie-set')
    expect(w.out.measures.reserveAllocs).toBe(4)
    expect(w.m.tasks[0]!.state).toBe('dead')
  })

  it('kills who shares the mm too, except adj -1000, and then keeps the reaper away', () => {
    const w = small(
      'v4.6',
      (m, mask) => {
        solo(m, 'A', 10, 500, allocator(mask))
        const v = solo(m, 'V', 11, 9_000, stuck)
        for (const [lane, pid, adj] of [
          ['S', 12, 0],
          ['U', 13, -1000],
        ] as const) {
          const p = m.processes.push({ ...m.processes[1]!, tgid: pid, oomScoreAdj: adj }) - 1
          addThread(m, { pid, comm: lane, lane, process: p, mm: m.tasks[v]!.mm, program: stuck })
        }
      },
      { cpus: 4 },
    )
    until(w, () => w.out.measures.kills > 0)
    expect(w.m.tasks.map(t => t.sigkill)).toEqual([false, true, true, false, false])
    expect(w.m.tasks.map(t => t.memdie)).toEqual([false, true, false, false, false])
    expect(kinds(w)).toContain('V reap-refused')
    expect(w.out.measures.pagesReaped).toBe(0)
  })

  it('panics when nobody can be killed', () => {
    const w = small('v4.5', (m, mask) => void solo(m, 'A', 10, 500, allocator(mask), { oomScoreAdj: -1000 }))
    until(w, () => w.m.panic !== null)
    expect(w.m.panic).toBe('Out of memory and no killable processes...')
  })
})
