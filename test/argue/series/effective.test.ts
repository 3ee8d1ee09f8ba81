import { describe, expect, it } from 'vitest'
import { effectiveSeries, revisionsOf } from '../../../argue/series/index.ts'
import type { EffectiveSeries } from '../../../argue/series/index.ts'
import type { PatchSeries } from '../../../model/index.ts'
import { posting } from './made.ts'

const titles = ['pools: lock slabs', 'pools: count slabs', 'pools: free slabs late']
const base = posting({ key: 'v5', version: 5, title: 'pools: rework' }, { titles })
const part = (key: string, version: number, n: number, title: string, day: number, own: Partial<PatchSeries> = {}) =>
  posting(
    {
      key,
      version,
      title,
      extent: 'partial',
      replaces: 'v5',
      total: 3,
      coverId: null,
      parts: [{ part: n, title, messageId: key }],
      sure: 'likely',
      ...own,
    },
    { day },
  )
const told = (e: EffectiveSeries | null) =>
  e?.slots.map(
    s =>
      `${s.part} ${s.mail === null ? 'missing' : s.mail.messageId} (${s.came})` +
      (s.replaced.length === 0 ? '' : ` for ${s.replaced.map(m => m.messageId).join(', ')}`) +
      (s.offered.length === 0 ? '' : `, offered ${s.offered.map(m => m.messageId).join(', ')}`),
  )
const of = (version: string | null, ...others: PatchSeries[]) => effectiveSeries(revisionsOf(base, others), version)

describe('the patches of a version after all that was sent for it', () => {
  const reroll = part('r51', 5.1, 2, 'pools: count slabs', 1)
  const second = part('r52', 5.2, 2, 'pools: count slabs', 2)
  const late = part('l4', 5, 4, 'pools: tell users', 3, { reason: 'late-addition' })

  it('are the base alone where nothing followed', () => {
    expect(told(of('5'))).toEqual(['1 v5.1 (base)', '2 v5.2 (base)', '3 v5.3 (base)'])
  })

  it('have the rerolled part in its slot, and name what it replaced, oldest first', () => {
    const e = of(null, second, reroll)
    expect(e?.version).toBe('5.2')
    expect(told(e)).toEqual(['1 v5.1 (base)', '2 r52 (reroll) for v5.2, r51', '3 v5.3 (base)'])
  })

  it('stop at the version asked for', () => {
    expect(told(of('5.1', reroll, second))?.[1]).toBe('2 r51 (reroll) for v5.2')
    expect(told(of('5', reroll, second))?.[1]).toBe('2 v5.2 (base)')
  })

  it('have late additions behind, and inserted parts between', () => {
    const between = part('i', 5.1, 1.1, 'pools: name locks', 1, { reason: 'inserted-part' })
    expect(told(of(null, late, between))).toEqual([
      '1 v5.1 (base)',
      '1.1 i (addition)',
      '2 v5.2 (base)',
      '3 v5.3 (base)',
      '4 l4 (addition)',
    ])
  })

  it('only offer what another sender put there', () => {
    const other = part('o', 5, 3, 'pools: free slabs late', 1, { sure: 'guess', reason: 'part-by-another-sender' })
    expect(told(of(null, other))?.[2]).toBe('3 v5.3 (base), offered o')
  })

  it('show what is missing, and take it from a resend', () => {
    const holes = posting(
      {
        key: 'v5',
        version: 5,
        title: 'pools: rework',
        parts: base.parts.map(p => (p.part === 2 ? { ...p, messageId: null } : p)),
      },
      { titles },
    )
    const again = posting(
      {
        key: 'again',
        version: 5,
        title: 'pools: rework',
        isResend: true,
        parts: [base.parts[0]!, base.parts[1]!, base.parts[2]!].map(p => ({
          ...p,
          messageId: p.part === 2 ? 'again.2' : null,
        })),
      },
      { titles, day: 2 },
    )
    expect(told(effectiveSeries(revisionsOf(holes, []), null))?.[1]).toBe('2 missing (missing)')
    const e = effectiveSeries(revisionsOf(holes, [again]), null)
    expect([told(e)?.[1], e?.missing]).toEqual(['2 again.2 (resend)', 0])
  })

  it('start anew with the next whole posting', () => {
    const six = posting({ key: 'v6', version: 6, title: 'pools: rework' }, { titles: titles.slice(0, 2), day: 9 })
    expect(told(of(null, reroll, six))).toEqual(['1 v6.1 (base)', '2 v6.2 (base)'])
    expect(told(of('5.1', reroll, six))).toHaveLength(3)
  })

  it('find the base of a reroll that came in a thread of its own by number and total', () => {
    const far = part('far', 5.1, 3, 'pools: free slabs late', 4, { replaces: null })
    expect(told(of(null, far))?.[2]).toBe('3 far (reroll) for v5.3')
  })

  it('are not known where only parts were sent', () => {
    expect(effectiveSeries(revisionsOf(reroll, []), null)).toBeNull()
  })
})
