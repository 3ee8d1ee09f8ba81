import { describe, expect, it } from 'vitest'
import { div } from '../../sim/ints.ts'
import { kernelOf } from '../../sim/kernels/all.ts'
import { patched, policyOf } from '../../sim/kernels/behaviours.ts'
import type { Behaviours } from '../../sim/kernels/behaviours.ts'
import { introduceReaper } from '../../sim/kernels/patches.ts'
import type { MemoryKind, Op } from '../../sim/machine.ts'
import { wakeOomReaper } from '../../sim/mechanisms/reaper-queue.ts'
import { markOomVictim } from '../../sim/mechanisms/victims.ts'
import { addProcess, addThread, kinds, pause, small, solo, steps, stuck, until } from './machines.ts'

const firstPatch = policyOf(patched(kernelOf('v4.5')!, [introduceReaper]))

/** A victim with pages of every kind, handed to the reaper at time 0; another thread runs `program`. */
const handed = (changes: Partial<Behaviours>, program: (sem: number) => readonly Op[] = () => [pause]) => {
  const pages: Record<Exclude<MemoryKind, 'pageTables'>, number> = {
    anon: 5_000,
    mlocked: 700,
    shmem: 80,
    hugetlb: 512,
  }
  const w = small(
    'v4.6',
    m => {
      const p = addProcess(m, { pid: 20, comm: 'v', pages })
      addThread(m, { pid: 20, comm: 'v', lane: 'V', process: p.process, mm: p.mm, program: stuck })
      addThread(m, { pid: 21, comm: 'v', lane: 'V2', process: p.process, mm: p.mm, program: program(p.mmapSem) })
    },
    { changes, cpus: 2 },
  )
  steps(w, 6)
  markOomVictim(w, 0)
  wakeOomReaper(w, 0, 0)
  return w
}
const untilSeen = (w: ReturnType<typeof small>, kind: string) => {
  until(w, () => w.out.events.some(e => e.kind === kind))
  return w
}
const left = (w: ReturnType<typeof small>) => {
  const { anon, mlocked, shmem, hugetlb } = w.m.mms[0]!.pages
  return [anon[0], mlocked[0], shmem[0], hugetlb[0]]
}

describe('the OOM reaper (kernel-mm.md 4.6)', () => {
  it('takes private anonymous memory in v4.6 and leaves locked, shared and hugetlb memory', () => {
    const w = untilSeen(handed({}), 'reaped')
    expect(left(w)).toEqual([0, 700, 80, 512])
    expect(w.out.measures.pagesReaped).toBe(5_000)
  })

  it('takes locked memory too with the posted patch 2', () => {
    expect(left(untilSeen(handed({ reaperSkipsMlocked: false }), 'reaped'))).toEqual([0, 0, 80, 512])
  })

  it('clears TIF_MEMDIE and hides the victim in v4.6, and does neither with the first patch alone', () => {
    const merged = untilSeen(handed({}), 'reaped')
    expect([merged.m.tasks[0]!.memdie, merged.m.processes[0]!.oomScoreAdj, merged.m.victims]).toEqual([false, -1000, 0])
    const first = untilSeen(handed({ ...firstPatch, gfpTable: 'v4.9' }), 'reaped')
    expect([first.m.tasks[0]!.memdie, first.m.processes[0]!.oomScoreAdj, first.m.victims]).toEqual([true, 0, 1])
  })

  it('B6: tries ten times, 100 ms apart, and gives up after a second', () => {
    const w = untilSeen(
      handed({}, sem => [
        { op: 'enter', name: 'mmap' },
        { op: 'downWrite', lock: sem },
        { op: 'pause', state: 'uninterruptible', event: 'I/O' },
      ]),
      'reap-gave-up',
    )
    const tries = w.out.events.filter(e => e.kind === 'reap-failed').map(e => div(e.atUs, 1000))
    expect(tries).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900])
    expect(div(w.out.events.find(e => e.kind === 'reap-gave-up')!.atUs, 1000)).toBe(1000)
    // In 4.6 the victim keeps TIF_MEMDIE: nobody else can be killed.
    expect([w.m.tasks[0]!.memdie, w.m.victims]).toEqual([true, 1])
    expect(w.out.dmesg.at(-1)).toMatch(/oom_reaper: unable to reap pid:20 \(v\)$/)
  })

  it('gets in as soon as the writer has gone', () => {
    const w = untilSeen(
      handed({}, sem => [
        { op: 'enter', name: 'mmap' },
        { op: 'downWrite', lock: sem },
        { op: 'sleep', jiffies: 60, state: 'uninterruptible', event: 'I/O' },
        { op: 'upWrite', lock: sem },
        { op: 'leave' },
        pause,
      ]),
      'reaped',
    )
    expect(w.out.measures).toMatchObject({ reapAttempts: 4, reapFailures: 3, pagesReaped: 5_000 })
  })

  it('drops a second victim while the one slot is taken, and queues it in the list form', () => {
    const two = (changes: Partial<Behaviours>) => {
      const w = small(
        'v4.6',
        m => {
          solo(m, 'V', 20, 3_000, stuck)
          solo(m, 'U', 21, 2_000, stuck)
        },
        { changes, cpus: 2 },
      )
      steps(w, 6)
      wakeOomReaper(w, 0, 0)
      steps(w, 3)
      wakeOomReaper(w, 1, 1)
      steps(w, 40)
      return w
    }
    const slot = two({ reaperQueue: 'single-slot' })
    expect(kinds(slot)).toContain('oom_reaper reap-dropped')
    expect(slot.m.mms.map(mm => mm.pages.anon[0])).toEqual([0, 2_000])
    const list = two({})
    expect(list.m.mms.map(mm => mm.pages.anon[0])).toEqual([0, 0])
  })

  it('takes the newest of several victims first', () => {
    const w = small('v4.6', m => {
      for (let i = 0; i < 3; i++) solo(m, `V${i}`, 20 + i, 100, stuck)
    })
    for (let i = 0; i < 3; i++) wakeOomReaper(w, i, i)
    expect(w.m.reaper.list).toEqual([2, 1, 0])
  })

  it('has nothing to do when the address space is gone', () => {
    const w = small('v4.6', m => void solo(m, 'V', 20, 100, []))
    until(w, () => w.m.tasks[0]!.state === 'dead')
    wakeOomReaper(w, 0, 0)
    steps(w, 10)
    expect(kinds(w)).toContain('oom_reaper reap-gone')
    expect(w.out.measures.pagesReaped).toBe(0)
  })
})

describe('the exit path (kernel-mm.md 5)', () => {
  it('waits for mmap_sem in D state before it can give the mm up', () => {
    const w = small('v4.5', m => {
      const p = addProcess(m, { pid: 20, comm: 'v', pages: { anon: 4_000 } })
      const writes: Op[] = [
        { op: 'enter', name: 'mmap' },
        { op: 'downWrite', lock: p.mmapSem },
        { op: 'pause', state: 'uninterruptible', event: 'I/O' },
      ]
      addThread(m, { pid: 20, comm: 'v', lane: 'V', process: p.process, mm: p.mm, program: writes })
      addThread(m, {
        pid: 21,
        comm: 'v',
        lane: 'V2',
        process: p.process,
        mm: p.mm,
        program: [{ op: 'sleep', jiffies: 2, state: 'interruptible', event: 'a timer' }],
      })
    })
    steps(w, 100)
    expect(w.m.tasks[1]).toMatchObject({ state: 'uninterruptible', exiting: true })
    expect(w.m.mms[0]!.users).toBe(2)
  })

  it('frees everything with the last thread, the contents of shared memory excepted', () => {
    const w = small('v4.5', m => {
      const p = addProcess(m, { pid: 20, comm: 'v', pages: { anon: 4_000, mlocked: 500, shmem: 300, hugetlb: 512 } })
      addThread(m, { pid: 20, comm: 'v', lane: 'V', process: p.process, mm: p.mm, program: [] })
    })
    const free = w.m.zones[0]!.freePages
    until(w, () => w.m.tasks[0]!.state === 'dead')
    // 5312 mapped pages need 11 pte pages and one pmd page.
    expect(w.m.zones[0]!.freePages - free).toBe(4_000 + 500 + 512 + 11 + 1)
    expect(w.m.zones[0]!.shmemUnmapped).toBe(300)
  })
})
