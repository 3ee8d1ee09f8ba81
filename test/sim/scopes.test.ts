import { describe, expect, it } from 'vitest'
import { addCompletion } from '../../sim/build.ts'
import type { ContextOp } from '../../sim/callbacks.ts'
import { canonical, compare } from '../../sim/engine/canonical.ts'
import { runWorld } from '../../sim/engine/run.ts'
import { codecOf } from '../../sim/explore/codec.ts'
import { kernels } from '../../sim/kernels/all.ts'
import type { Behaviours } from '../../sim/kernels/behaviours.ts'
import { ordinal } from '../../sim/kernels/releases.ts'
import { copyMachine } from '../../sim/machine.ts'
import type { Machine, Op } from '../../sim/machine.ts'
import { currentGfpContext, enterScope, leaveScope, noSavedScopes } from '../../sim/mechanisms/scopes.ts'
import type { World } from '../../sim/world.ts'
import { maskOf } from '../../sim/world.ts'
import { small, solo, stuck, until } from './machines.ts'

const tagOf = (version: string): string => (version.startsWith('v') ? version : `v${version}`)
const since = (version: string, tag: string): boolean => ordinal(tagOf(version)) >= ordinal(tag)
const versions = kernels.map(k => k.version)

const enter = (scope: 'noio' | 'nofs' | 'noreclaim'): ContextOp => ({ op: 'scopeEnter', scope })
const leave = (scope: 'noio' | 'nofs' | 'noreclaim'): ContextOp => ({ op: 'scopeLeave', scope })
const one = (): World => small('v5.4', m => void solo(m, 'A', 10, 10, []))

/** A asks for GFP_KERNEL pages inside `around`; V, idle and big, is there to be killed. */
const asks = (version: string, before: Op[], after: Op[], changes: Partial<Behaviours> = {}): World =>
  small(
    version,
    (m, of) => {
      solo(m, 'A', 10, 500, [
        { op: 'enter', name: 'write' },
        ...before,
        { op: 'alloc', gfp: of('GFP_KERNEL'), order: 0, count: 8 },
        ...after,
        { op: 'leave' },
      ])
      solo(m, 'V', 11, 9_000, stuck)
      m.tasks[m.tasks.length - 1]!.background = true
    },
    { changes },
  )
const outcome = (w: World) => {
  const end = runWorld(w)
  return [end.end, w.out.measures.kills, w.out.measures.failedAllocs]
}

describe('a scope takes bits off a mask (kernel-mm.md 1.4)', () => {
  // Kernel, scope, what is asked, what is left.
  it.each([
    ['v4.10', 'noio', 'GFP_KERNEL', 'GFP_NOIO'],
    ['v4.10', 'nofs', 'GFP_KERNEL', 'GFP_KERNEL'],
    ['v4.12', 'nofs', 'GFP_KERNEL', 'GFP_NOFS'],
    ['v5.4', 'nofs', 'GFP_KERNEL|__GFP_NOFAIL', 'GFP_NOFS|__GFP_NOFAIL'],
    ['v6.12', 'noio', 'GFP_KERNEL', 'GFP_NOIO'],
    ['v6.12', 'nofs', 'GFP_NOIO', 'GFP_NOIO'],
    ['v6.12', 'noio', 'GFP_ATOMIC', 'GFP_ATOMIC'],
    ['v6.12', 'noreclaim', 'GFP_KERNEL', 'GFP_KERNEL'],
  ] as const)('%s in %s: %s becomes %s', (version, scope, asked, left) => {
    const w = small(version, m => void solo(m, 'A', 10, 10, []))
    const t = w.m.tasks[0]!
    enterScope(t, scope)
    expect(currentGfpContext(w, t, maskOf(w.table, asked))).toBe(maskOf(w.table, left))
    expect(t.memalloc).toBe(scope === 'noreclaim')
  })

  it('NOIO within NOFS takes both, and each restore brings back what its save found', () => {
    const w = one()
    const t = w.m.tasks[0]!
    const left = () => currentGfpContext(w, t, maskOf(w.table, 'GFP_KERNEL'))
    const [kernel, nofs, noio] = ['GFP_KERNEL', 'GFP_NOFS', 'GFP_NOIO'].map(x => maskOf(w.table, x))
    const seen: number[] = []
    for (const [act, scope] of [
      [enterScope, 'nofs'],
      [enterScope, 'nofs'],
      [enterScope, 'noio'],
      [leaveScope, 'noio'],
      [leaveScope, 'nofs'],
      [leaveScope, 'nofs'],
    ] as const) {
      act(t, scope)
      seen.push(left())
    }
    expect(seen).toEqual([nofs, nofs, noio, nofs, nofs, kernel])
    expect(t.savedScopes).toBe(noSavedScopes)
  })

  it('a restore without a save is a bug of the program', () => {
    expect(() => leaveScope(one().m.tasks[0]!, 'nofs')).toThrow('not in')
  })
})

describe('GFP_KERNEL in a scope, nothing to reclaim, a victim idle', () => {
  const nofs = (version: string, changes: Partial<Behaviours> = {}) =>
    outcome(asks(version, [enter('nofs')], [leave('nofs')], changes))
  const noio = (version: string) => outcome(asks(version, [enter('noio')], [leave('noio')]))
  const bare = (version: string) => outcome(asks(version, [], []))

  it.each(versions.filter(v => !since(v, 'v4.12')))('%s has no NOFS scope: it kills as without one', version => {
    expect(nofs(version)).toEqual(bare(version))
    expect(bare(version)[1]).toBe(1)
  })

  it.each(versions.filter(v => since(v, 'v4.12')))('%s in a NOFS scope: nobody is killed and it loops', version => {
    expect(nofs(version)).toEqual(['looped', 0, 0])
    expect(bare(version)[1]).toBe(1)
  })

  it.each(versions)('%s in a NOIO scope: nobody is killed', version => {
    expect(noio(version)).toEqual(version === 'v3.19' ? ['finished', 0, 1] : ['looped', 0, 0])
  })

  it.each(versions)('%s after the scope was left: it kills again', version => {
    expect(outcome(asks(version, [enter('noio'), leave('noio')], []))).toEqual(bare(version))
  })

  it.each(['v4.12', 'v5.4', 'v6.12'])(
    '%s, knock-out: without NOFS in `scopes` it kills, without another it does not',
    v => {
      expect(nofs(v, { scopes: 'noio' })[1]).toBe(1)
      expect(nofs(v, { trackingSeesScopes: false })).toEqual(['looped', 0, 0])
      expect(nofs(v, { scopesApplied: 'entry' })).toEqual(['looped', 0, 0])
      expect(nofs(v, { scopesApplied: 'slow-path' })).toEqual(['looped', 0, 0])
    },
  )
})

describe('the mask that is printed', () => {
  it('is what the scope left of it', () => {
    const w = asks('v4.12', [enter('nofs')], [leave('nofs')])
    until(w, () => w.out.dmesg.some(l => l.includes('page allocation stalls')), 5_000_000)
    expect(w.out.dmesg.find(l => l.includes('page allocation stalls'))).toContain('(GFP_NOFS)')
  })

  it('is the scoped one from the entry on in 6.1, the raw one on the fast path in 5.4', () => {
    const seen = (version: string): number => {
      const w = small(
        version,
        (m, of) =>
          void solo(m, 'A', 10, 500, [enter('nofs'), { op: 'alloc', gfp: of('GFP_KERNEL'), order: 0, count: 8 }]),
        { freePages: 5_000 },
      )
      const frame = () => w.m.tasks[0]!.frames.find(f => f.fn === '__alloc_pages_nodemask')
      until(w, () => frame() !== undefined)
      const raw = frame()!
      until(w, () => w.m.tasks[0]!.kernelPages[0]! > 0)
      return raw.fn === '__alloc_pages_nodemask' ? raw.gfp : -1
    }
    const mask = (version: string, text: string) => maskOf(small(version, () => undefined).table, text)
    expect([seen('v5.4'), seen('v6.1')]).toEqual([mask('v5.4', 'GFP_KERNEL'), mask('v6.1', 'GFP_NOFS')])
  })
})

describe('memalloc_noreclaim_save sets PF_MEMALLOC', () => {
  it.each(versions)('%s: pages below min, no reclaim, no kill', version => {
    const w = asks(version, [enter('noreclaim')], [leave('noreclaim')])
    expect(outcome(w)).toEqual(['finished', 0, 0])
    expect(w.out.measures.reserveAllocs).toBeGreaterThan(0)
    expect(w.out.measures.reclaimRounds).toBe(0)
  })
})

describe('what decides is part of the state', () => {
  const start = (): World => {
    const w = one()
    addCompletion(w.m, 'work')
    return w
  }
  it.each<[string, (m: Machine) => void]>([
    ['a scope', m => (m.tasks[0]!.scopes = 2)],
    ['what a save returned', m => (m.tasks[0]!.savedScopes = 2)],
    ['an area that was reaped', m => (m.mms[0]!.reapedVmas = 1)],
    ['a completion', m => (m.completions[0]!.done = 1)],
    ['who waits for it', m => m.completions[0]!.waiters.push(0)],
  ])('%s', (_, change) => {
    const w = start()
    const copy = copyMachine(w.m)
    change(copy)
    expect(compare(canonical(w.m), canonical(copy)).kind).toBe('different')
    expect(compare(canonical(w.m), canonical(start().m)).kind).toBe('same')
    const codec = codecOf(w.m)
    const bytes = (m: Machine) => Buffer.from(codec.bytes().subarray(0, codec.encode(m))).toString('hex')
    expect(bytes(copy)).not.toBe(bytes(w.m))
  })
})
