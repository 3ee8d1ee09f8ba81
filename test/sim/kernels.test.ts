import { describe, expect, it } from 'vitest'
import { histories, kernelOf, kernels } from '../../sim/kernels/all.ts'
import type { BehaviourName } from '../../sim/kernels/behaviours.ts'
import { at } from '../../sim/kernels/history.ts'
import type { History } from '../../sim/kernels/history.ts'
import { builds, ordinal, releases } from '../../sim/kernels/releases.ts'
import type { Tree } from '../../sim/kernels/trees.ts'

const tree = (at: string): Tree => ({ at, cite: { kind: 'source', ref: `tree of ${at}` } })
const history: History<string> = {
  values: [
    { since: 'v3.19', value: 'old', says: 'Old.' },
    { since: 'v4.7', value: 'new', says: 'New.', cites: [{ kind: 'commit', ref: 'abc' }] },
  ],
  readIn: [tree('v4.0'), tree('v4.4'), tree('v4.7'), tree('v4.10')],
  unknownAt: ['v7.2'],
}

describe('a behaviour', () => {
  it.each([
    ['v3.19', 'old', 'memory'],
    ['v4.0', 'old', 'read'],
    ['v4.4', 'old', 'read'],
    ['v4.5', 'old', 'bracketed'],
    ['v4.6', 'old', 'bracketed'],
    ['v4.9', 'new', 'bracketed'],
    ['v4.10', 'new', 'read'],
    ['v4.12', 'new', 'memory'],
    ['v7.2', 'new', 'unknown'],
  ] as const)('is known at %s as %s: %s', (release, value, known) => {
    expect(at(history, release)).toMatchObject({ value, known })
  })

  it('cites the trees it was read in', () => {
    expect(at(history, 'v4.9').cites.map(c => c.ref)).toEqual(['tree of v4.7', 'tree of v4.10', 'abc'])
  })
})

describe('kernels', () => {
  it('are the releases and the builds, each once, with every behaviour', () => {
    expect(kernels.map(k => k.version)).toEqual([...releases, ...Object.keys(builds)])
    for (const kernel of kernels) expect(Object.keys(kernel.behaviours).sort()).toEqual(Object.keys(histories).sort())
  })

  it('grow with their numbers', () => {
    expect([...releases].sort((a, b) => ordinal(a) - ordinal(b))).toEqual(releases)
    for (const h of Object.values<History<unknown>>(histories)) {
      const since = h.values.map(v => ordinal(v.since))
      expect([...since].sort((a, b) => a - b)).toEqual(since)
      expect(new Set(since).size).toBe(since.length)
    }
  })

  it('keep a build apart from its tag', () => {
    const value = (version: string, name: BehaviourName) => kernelOf(version)?.behaviours[name].value
    expect([value('v5.10', 'reaperDelayMs'), value('5.10.223', 'reaperDelayMs')]).toEqual([0, 2000])
    expect([value('v6.1', 'nothingReclaimable'), value('6.1.192', 'nothingReclaimable')]).toEqual([
      'zero',
      'free-pages-again',
    ])
  })

  it('say why of every behaviour', () => {
    for (const kernel of kernels)
      for (const [name, said] of Object.entries(kernel.behaviours)) {
        expect(said.cites.length, `${kernel.version} ${name}`).toBeGreaterThan(0)
        expect(said.says, name).toMatch(/\.$/)
      }
  })
})
