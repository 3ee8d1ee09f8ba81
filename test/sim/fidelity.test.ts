import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildRun } from '../../sim/fidelity/build.ts'
import { compareRun } from '../../sim/fidelity/compare.ts'
import { processKinds, readScript } from '../../sim/fidelity/language.ts'
import { playOut } from '../../sim/fidelity/outcome.ts'
import { readRun } from '../../sim/fidelity/run-json.ts'
import { fidelityPage, shareOf } from '../../sim/fidelity/table.ts'
import { runWorld } from '../../sim/engine/run.ts'
import { beforeOf, brokenInvariant } from '../../sim/invariants.ts'
import { compareAll, pageOf, runsDir } from '../bench/fidelity.ts'
import { invented } from './invented-runs.ts'
import type { Invented } from './invented-runs.ts'

const worldOf = (i: Invented) => {
  const run = readRun(invented(i))
  if (typeof run === 'string') throw new Error(run)
  const built = buildRun(run)
  if (!built.ok) throw new Error(built.why)
  return built.world
}

/** Names of the victims in order, and the end. */
const ends = (i: Invented): string => {
  const o = playOut(worldOf(i))
  const victims = o.kills.filter(k => !k.afterEnd).map(k => k.comm)
  return [victims.join(' ') || 'nobody', o.panic === '' ? o.terminal : `panic: ${o.panic}`].join('; ')
}

const trig = 'proc trig grow 256 400 0 8192'
const go = ['go trig', 'wait 20 3.5']
const builds = ['5.10.223', '6.1.192', '6.12.117', '7.2.13']
const deadlocked = 'panic: System is deadlocked on memory'

describe('scenarios of real runs, played on invented guests', () => {
  it.each<[string, readonly string[], string]>([
    [
      'the idle big one dies first, then the one that grows',
      ['proc small anon 4', 'proc big anon 30', trig, ...go],
      'big trig; finished',
    ],
    ['the one that grows is the biggest', ['proc small anon 4', trig, ...go], 'trig; finished'],
    [
      'oom_score_adj spares the big one',
      ['proc small anon 4', 'proc big anon 30 adj=-1000', trig, ...go],
      'trig; finished',
    ],
    [
      'oom_score_adj 1000 draws it on the small one',
      ['proc small anon 2 adj=1000', trig, ...go],
      'small trig; finished',
    ],
    ['threads are one process', ['proc many thr 34 8', trig, ...go], 'many trig; finished'],
    [
      'of those that share memory the last one listed dies, the others with it',
      ['proc s sharevm 34 3', trig, ...go],
      's2 trig; finished',
    ],
    [
      'shared memory stays until the last sharer is gone',
      ['proc s shmfork 34 2', trig, ...go],
      's1 s0 s trig; finished',
    ],
    [
      'equals die from the last to the first',
      ['proc a anon 14', 'proc b anon 14', 'proc c anon 14', 'bg t tmpfsgrow 30', 'wait 9'],
      'c; finished',
    ],
    ['the parent dies, its children stay', ['proc p parent 30 2 4', trig, ...go], 'p trig; finished'],
    [
      'what a tmpfs file holds comes back with nobody',
      ['proc a anon 4', 'proc b anon 12', 'bg t tmpfsgrow 400', 'wait 9'],
      `b a t; ${deadlocked}`,
    ],
    ['what pipes hold comes back with their owner', ['proc a anon 4', 'bg t pipegrow 4000', 'wait 9'], 'a t; finished'],
    [
      'read(2) into fresh memory kills as a fault does',
      ['proc big anon 30', 'proc trig readgrow 256 400 0 8192', ...go],
      'big trig; finished',
    ],
    ['mlock(2) that grows is the biggest', ['proc mid anon 12', 'bg t mlockgrow 400', 'wait 9'], 't; finished'],
    [
      'map, touch and unmap in four threads holds nothing up',
      ['proc big mmaploop 30 4', trig, ...go],
      'big trig; finished',
    ],
    ['a stopped process dies as any other', ['proc big anon 30', trig, 'sig big 19', ...go], 'big trig; finished'],
    [
      'page tables count, and come back so late that an innocent one dies',
      ['proc mid anon 14', 'proc hog pt 34', trig, ...go],
      'hog mid trig; finished',
    ],
    [
      'vm.panic_on_oom=1',
      ['sysctl vm/panic_on_oom 1', trig, ...go],
      'nobody; panic: Out of memory: system-wide panic_on_oom is enabled',
    ],
    [
      'vm.oom_kill_allocating_task',
      ['sysctl vm/oom_kill_allocating_task 1', 'proc big anon 30', trig, ...go],
      'trig; finished',
    ],
    [
      'an allocating task with adj -1000 leaves it to the choice',
      ['sysctl vm/oom_kill_allocating_task 1', 'proc a anon 9', `${trig} adj=-1000`, ...go],
      `a; ${deadlocked}`,
    ],
    ['nobody killable', ['proc a anon 20 adj=-1000', `${trig} adj=-1000`, ...go], `nobody; ${deadlocked}`],
    [
      'sysrq f kills the biggest with memory to spare',
      [
        'proc a anon 4',
        'proc b anon 9',
        'write /proc/sysrq-trigger f',
        'wait 1',
        'write /proc/sysrq-trigger f',
        'wait 1',
      ],
      'b a; finished',
    ],
    [
      'sysrq f never panics, not even for panic_on_oom or without anybody',
      ['sysctl vm/panic_on_oom 2', 'proc a anon 4 adj=-1000', 'write /proc/sysrq-trigger f', 'wait 1'],
      'nobody; finished',
    ],
    [
      'overcommit_memory=2 refuses the mapping',
      ['sysctl vm/overcommit_memory 2', 'sysctl vm/overcommit_ratio 50', 'bg t grow 256 400 0 0', 'wait 5'],
      'nobody; finished',
    ],
    [
      'swap is filled first, and counts',
      ['mkswap /dev/vda 32768', 'swapon /dev/vda', 'proc big anon 30', 'bg t grow 256 400 0 0', 'wait 60 5'],
      't; finished',
    ],
    [
      'memory.oom.group counts for an OOM of the whole machine',
      [
        'cg A memory.oom.group=1',
        'proc a anon 4 cg=A',
        'proc b anon 32 cg=A',
        'proc c anon 2 cg=A adj=-1000',
        trig,
        ...go,
      ],
      'b a b trig; finished',
    ],
  ])('%s', (_, scenario, end) => expect(ends({ scenario })).toBe(end))

  it.each<[string, readonly string[], string]>([
    [
      'a fault over memory.max',
      ['cg A memory.max=20971520', 'proc o anon 30', 'proc s anon 4 cg=A', 'bg g grow 256 60 0 0 cg=A', 'wait 5'],
      'g; finished',
    ],
    [
      'read(2) over memory.max',
      ['cg A memory.max=20971520', 'proc s anon 4 cg=A', 'bg g readgrow 256 60 0 0 cg=A', 'wait 5'],
      'g; finished',
    ],
    [
      'the victim, then the group in list order with the victim again',
      [
        'cg A memory.max=31457280 memory.oom.group=1',
        'proc a anon 4 cg=A',
        'proc k anon 2 cg=A adj=-1000',
        'bg g grow 256 60 0 0 cg=A',
        'wait 5',
      ],
      'g a g; finished',
    ],
    [
      'the group of the parent whose limit it is',
      [
        'cg A memory.max=31457280 memory.oom.group=1',
        'cg A/B',
        'proc a anon 4 cg=A',
        'bg g grow 256 60 0 0 cg=A/B',
        'wait 5',
      ],
      'g a g; finished',
    ],
    [
      'no group above the limit',
      [
        'cg A memory.oom.group=1',
        'cg A/B memory.max=20971520',
        'proc a anon 4 cg=A',
        'bg g grow 256 60 0 0 cg=A/B',
        'wait 5',
      ],
      'g; finished',
    ],
    [
      'nobody to kill: the fault is tried for ever',
      ['cg A memory.max=16777216', 'bg g grow 256 60 0 0 cg=A adj=-1000', 'wait 2'],
      'nobody; loops without killable',
    ],
    [
      'nobody to kill: read(2) comes back',
      ['cg A memory.max=16777216', 'bg g readgrow 256 60 0 0 cg=A adj=-1000', 'wait 2'],
      'nobody; finished',
    ],
    [
      'tmpfs pages stay charged',
      ['cg A memory.max=16777216', 'proc a anon 4 cg=A', 'bg t tmpfsgrow 60 0 cg=A', 'wait 5'],
      'a t; finished',
    ],
    [
      'panic_on_oom=1 does not mean memory cgroups',
      ['sysctl vm/panic_on_oom 1', 'cg A memory.max=16777216', 'bg g grow 256 60 0 0 cg=A', 'wait 5'],
      'g; finished',
    ],
    [
      'panic_on_oom=2 does',
      ['sysctl vm/panic_on_oom 2', 'cg A memory.max=16777216', 'bg g grow 256 60 0 0 cg=A', 'wait 5'],
      'nobody; panic: Out of memory: compulsory panic_on_oom is enabled',
    ],
    [
      'oom_kill_allocating_task is not for memory cgroups',
      [
        'sysctl vm/oom_kill_allocating_task 1',
        'cg A memory.max=31457280',
        'proc b anon 20 cg=A',
        'bg g grow 256 60 0 0 cg=A',
        'wait 5',
      ],
      'b g; finished',
    ],
    [
      'who writes a lower memory.max kills until it fits',
      ['cg A memory.max=max', 'proc a anon 10 cg=A', 'proc b anon 20 cg=A', 'write /cg/A/memory.max 8388608', 'wait 5'],
      'b a; finished',
    ],
    [
      'oom_score_adj counts against memory.max',
      ['cg A memory.max=31457280', 'proc a anon 2 cg=A adj=950', 'bg g grow 256 60 0 0 cg=A', 'wait 5'],
      'a g; finished',
    ],
  ])('memory cgroups: %s', (_, scenario, end) => expect(ends({ scenario, large: true })).toBe(end))

  it('looks at the policy of tasks, not of areas: the big one of the other node dies first', () => {
    const w = worldOf({
      twoNodes: true,
      large: true,
      scenario: ['proc big mbind 0 100', 'bg t mbind 1 160', 'wait 20'],
    })
    const o = playOut(w)
    expect(o.kills.map(k => [k.comm, k.constraint])).toEqual([
      ['big', 'CONSTRAINT_MEMORY_POLICY'],
      ['t', 'CONSTRAINT_MEMORY_POLICY'],
    ])
  })

  it('passes over tasks whose own policy is bound elsewhere', () => {
    const w = worldOf({
      twoNodes: true,
      large: true,
      scenario: ['proc big mbind 0 100', 'bg t mbind 1 160', 'wait 20'],
    })
    w.m.tasks.find(t => t.comm === 'big')!.policyNodes = 1
    expect(playOut(w).kills.map(k => k.comm)).toEqual(['t'])
  })
})

describe('the reaper of the four builds', () => {
  const held = (kernel: string, kind: string) =>
    playOut(
      worldOf({
        kernel,
        scenario: ['proc s anon 4', `proc big ${kind}`, trig, 'ptrace big', ...go, 'ptcont big', 'wait 2'],
      }),
    )

  it.each(builds)('%s reaps a victim that its tracer holds 2 s after the kill', kernel => {
    const o = held(kernel, 'anon 34')
    expect(o.reaps).toMatchObject([{ done: true }])
    expect(o.reaps[0]!.afterSeconds).toBeCloseTo(2, 1)
    expect(o.kills.map(k => k.comm)).toEqual(['big', 'trig'])
  })

  it('leaves locked memory on 5.10.223 and takes it on the others', () => {
    const left = builds.map(kernel => {
      const w = worldOf({ kernel, scenario: ['proc big mlock 20 14', trig, 'ptrace big', ...go] })
      playOut(w)
      return w.out.events.find(e => e.kind === 'reaped')!.data.pagesLeft as number
    })
    expect(left.map(n => n > 20 * 256)).toEqual([true, false, false, false])
  })

  it('counts a victim with shared memory as done, and gets none of it', () => {
    const o = held('6.1.192', 'shm 34')
    expect(o.reaps).toMatchObject([{ done: true }])
    expect(o.kills[1]!.atSeconds - o.kills[0]!.atSeconds).toBeLessThan(2.1)
  })

  it('gives up at 3 s while others hold mmap_sem for write, and the next one dies', () => {
    const o = playOut(
      worldOf({
        scenario: [
          'proc big anon 34',
          'bg c clear big adj=-1000',
          'bg d clear big adj=-1000',
          trig,
          'ptrace big',
          ...go,
          'ptcont big',
          'wait 2',
        ],
      }),
    )
    expect(o.reaps).toMatchObject([{ done: false }])
    expect(o.reaps[0]!.afterSeconds).toBeCloseTo(3, 1)
    expect(o.kills.map(k => k.comm)).toEqual(['big', 'trig'])
  })
})

describe('what a run shows beside its play', () => {
  const scenario = ['proc small anon 4', 'proc big anon 30', trig, ...go]
  const killed = (pid: number, comm: string, t: number) => [
    { t, kind: 'invoked', comm: 'trig', pid: 80 },
    { t, kind: 'oom-kill-line', constraint: 'CONSTRAINT_NONE' },
    { t, kind: 'killed', pid, comm },
  ]

  it('agrees where victims and end are the same', () =>
    expect(
      compareRun(invented({ scenario, events: [...killed(79, 'big', 1), ...killed(80, 'trig', 2)] }), 'x'),
    ).toMatchObject({
      verdict: 'agrees',
      victims: true,
      terminal: true,
      constraint: true,
      reaper: null,
    }))

  it('differs and says where', () => {
    const c = compareRun(invented({ scenario, events: killed(78, 'small', 1) }), 'x')
    expect(c).toMatchObject({ verdict: 'differs', victims: false })
    expect(c.why[0]).toBe('victim 1 is 78 (small) in the run and 79 (big) in the model (1 and 2 in all)')
  })

  it('differs in the end alone', () =>
    expect(
      compareRun(
        invented({
          scenario,
          events: [
            ...killed(79, 'big', 1),
            ...killed(80, 'trig', 2),
            { t: 3, kind: 'panic', text: 'Kernel panic - not syncing: x' },
          ],
        }),
        'x',
      ),
    ).toMatchObject({ verdict: 'differs', victims: true, terminal: false }))

  it('says what it cannot play', () => {
    const why = (i: Invented) => compareRun(invented(i), 'x').why
    expect(why({ scenario: ['proc a hugetlb 4'] })).toEqual(['not in the language: proc a hugetlb 4'])
    expect(why({ scenario, kernel: '4.19.1-1 (2020-01-01)' })).toEqual(['the model does not know kernel 4.19.1'])
    expect(why({ scenario: ['proc a anon 4 cg=B'] })).toEqual(['no cgroup /B for a'])
    expect(why({ scenario: ['proc a anon 4', 'bg c clear nobody'] })).toEqual(['clear nobody: no such process'])
    expect(compareRun([], 'x').why).toEqual(['a run is a JSON object'])
  })

  it('counts runs with an OOM, the ones that cannot be played among them', () => {
    const runs = [
      compareRun(invented({ scenario, events: [...killed(79, 'big', 1), ...killed(80, 'trig', 2)] }), 'x'),
      compareRun(invented({ scenario: ['proc a anon 4', 'wait 1'] }), 'y'),
      compareRun(invented({ scenario: ['proc a hugetlb 4'] }), 'z'),
    ]
    expect(shareOf(runs)).toEqual({ agree: 1, all: 2 })
    expect(fidelityPage(runs, 0)).toContain('**1 of 2 runs with an OOM agree')
  })
})

describe('the language of the scenarios', () => {
  it('reads every kind of process, and says of what it does not know', () => {
    for (const [kind, needs] of Object.entries(processKinds)) {
      const line = `bg x ${kind} ${Array.from({ length: needs }, () => '1').join(' ')} adj=-5 cg=A/B`
      expect(readScript([line])).toMatchObject({
        commands: [{ do: 'process', kind, adj: -5, cgroup: '/A/B', waits: false }],
        unread: [],
      })
    }
    expect(readScript(['proc x anon', 'frob 1', '', '# no', 'trace 512']).unread).toEqual(['proc x anon', 'frob 1'])
  })

  it('takes any text', () =>
    fc.assert(
      fc.property(fc.array(fc.string()), lines => {
        const script = readScript(lines)
        expect(script.commands.length + script.unread.length).toBeLessThanOrEqual(lines.length + 1)
      }),
    ))

  it('reads any JSON without throwing', () =>
    fc.assert(
      fc.property(fc.jsonValue(), json => {
        expect(['string', 'object']).toContain(typeof readRun(json))
      }),
    ))
})

describe('invariants hold in these machines too', () => {
  it.each<[string, Invented]>([
    [
      'memory cgroup with a group',
      {
        large: true,
        scenario: [
          'cg A memory.max=8388608 memory.oom.group=1',
          'proc a anon 2 cg=A',
          'bg g grow 256 60 0 0 cg=A',
          'wait 1',
        ],
      },
    ],
    [
      'swap',
      { scenario: ['mkswap /dev/vda 8192', 'swapon /dev/vda', 'proc big anon 30', 'bg t grow 256 400 0 0', 'wait 2'] },
    ],
    ['shared memory and tmpfs', { scenario: ['proc s shmfork 20 2', 'bg t tmpfsgrow 400', 'wait 2'] }],
    ['nodes', { twoNodes: true, scenario: ['proc a mbind 1 30', 'bg t mbind 1 160', 'wait 2'] }],
  ])('%s', (_, i) => {
    const w = worldOf(i)
    let before = beforeOf(w.m, 0)
    let broken: string | null = null
    let step = 0
    runWorld(w, now => {
      // Whoever was killed may go below the marks; what is checked here is who owns which page.
      if (step++ % 50 === 0) broken ??= brokenInvariant(now.m, before, before.kills, () => true)
      before = beforeOf(now.m, now.out.measures.kills)
    })
    expect(broken).toBeNull()
    expect(w.out.measures.kills).toBeGreaterThan(0)
  })
})

describe.skipIf(!existsSync(runsDir))('needs ../shared: the real runs', () => {
  let once: ReturnType<typeof compareAll> | null = null
  const compared = () => (once ??= compareAll(runsDir))

  it('agree with the model in nine of ten at least, and every other one says why', () => {
    const { runs } = compared()
    const { agree, all } = shareOf(runs)
    expect(all).toBeGreaterThan(50)
    expect(agree * 10).toBeGreaterThanOrEqual(all * 9)
    for (const r of runs)
      if (r.verdict !== 'agrees' && r.verdict !== 'no OOM') expect(r.why.length, r.name).toBeGreaterThan(0)
  })

  it('stand in docs/fidelity.md as they are now', async () =>
    expect(readFileSync(resolve(import.meta.dirname, '../../docs/fidelity.md'), 'utf8')).toBe(await pageOf(compared())))
})
