import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { renderList } from '../../facts/list.ts'
import type { Cite, RunRequest } from '../../model/index.ts'
import {
  checkRequest,
  chromeTrace,
  defaults,
  kernelOfRequest,
  restsOn,
  measuresOf,
  run,
  scenarioById,
  scenarios,
} from '../../sim/index.ts'
import { kernels } from '../../sim/kernels/all.ts'
import {
  clearMemdie,
  introduceReaper,
  mergedForm,
  queueVictims,
  reapMlocked,
  reportReaper,
} from '../../sim/kernels/patches.ts'
import { allScenarios } from '../../sim/scenarios/all.ts'

const root = resolve(import.meta.dirname, '../..')
const good: RunRequest = { scenario: 'oom-reaper', variant: 'after', kernel: null, params: {}, seed: 1 }

describe('what can be asked', () => {
  it('says nothing of a good request', () => {
    expect(checkRequest(good)).toBeNull()
    expect(
      checkRequest({ ...good, kernel: 'v4.5', params: defaults(scenarioById('oom-reaper')!), seed: 4_294_967_295 }),
    ).toBeNull()
  })

  it.each([
    ['scenario', { scenario: 'oom-reper' }, "no scenario 'oom-reper'; nearest: 'oom-reaper' (known: oom-reaper)"],
    [
      'variant',
      { variant: 'afer' },
      "no variant 'afer'; nearest: 'after' (known: before, v5-1, v5-2, v5-3, v5-4, v5-5, after)",
    ],
    [
      'kernel',
      { kernel: 'v4.66' },
      "no kernel 'v4.66'; nearest: 'v4.6' (known: v3.19, v4.0, v4.4, v4.5, v4.6, v4.9, v4.10, v4.12, v4.19, v5.4, v5.10, v5.16, v6.1, v6.12, v7.2, 5.10.223, 6.1.192, 6.12.117, 7.2.13)",
    ],
    [
      'parameter',
      { params: { holdms: 5 } },
      "no parameter 'holdms'; nearest: 'holdMs' (known: holder, holdMs, unreapablePercent, unreapableKind, wantMb, gfp, memoryMb, cpus)",
    ],
    [
      'choice',
      { params: { holder: 'sleepr' } },
      "no value of holder 'sleepr'; nearest: 'sleeper' (known: nobody, sleeper, waits-for-lock, allocates, queued-writer)",
    ],
    [
      'number off its steps',
      { params: { holdMs: 511 } },
      'holdMs is a whole number from 0 to 5000 ms in steps of 20, not 511; nearest: 520',
    ],
    [
      'number out of range',
      { params: { holdMs: -3 } },
      'holdMs is a whole number from 0 to 5000 ms in steps of 20, not -3; nearest: 0',
    ],
    ['fraction', { params: { cpus: 1.5 } }, 'cpus is a whole number from 1 to 4 in steps of 1, not 1.5; nearest: 1'],
    ['word for a number', { params: { cpus: 'two' } }, 'cpus is a whole number from 1 to 4 in steps of 1; nearest: 2'],
    ['not a number', { params: { cpus: Number.NaN } }, 'cpus is a whole number from 1 to 4 in steps of 1; nearest: 2'],
    ['seed', { seed: -1 }, 'a seed is a whole number from 0 to 4294967295, not -1; nearest: 0'],
  ])('names the nearest good value for a bad %s', (_, over, line) => {
    const request = { ...good, ...over } as RunRequest
    expect(checkRequest(request)).toBe(line)
    expect(() => run(request)).toThrow(line)
  })
})

describe('what a page knows of a scenario', () => {
  it('is plain data', () => expect(JSON.parse(JSON.stringify(scenarios))).toEqual(scenarios))

  it.each(allScenarios.map(s => [s.info.id, s] as const))('%s hangs together', (_, s) => {
    const variants = s.info.variants.map(v => v.id)
    expect(Object.keys(s.deltas).sort()).toEqual([...variants].sort())
    for (const v of s.info.variants) {
      expect(s.info.kernels).toContain(v.kernel)
      // A patch plays on its own kernel only.
      expect(v.onlyOwnKernel).toBe(s.deltas[v.id]!.length > 0)
      for (const kernel of v.onlyOwnKernel ? [null] : [null, ...s.info.kernels]) {
        const rows = restsOn({ scenario: s.info.id, variant: v.id, kernel, params: {}, seed: 1 })
        expect(rows.map(r => r.name)).toEqual(s.restsOn)
        expect(rows.filter(r => r.known === 'unknown')).toEqual([])
      }
    }
    for (const p of s.predictions) {
      for (const v of p.variants) expect(variants).toContain(v)
      expect(s.info.positions.find(position => position.id === p.position)?.predictions).toContain(p.id)
    }
    for (const position of s.info.positions)
      for (const id of position.predictions) expect(s.predictions.map(p => p.id)).toContain(id)
    for (const e of s.expect) {
      expect(
        checkRequest({ scenario: s.info.id, variant: e.variant, kernel: null, params: e.params, seed: 1 }),
      ).toBeNull()
      expect(Object.keys(e.predictions).sort()).toEqual(
        s.predictions
          .filter(p => p.variants.length === 0 || p.variants.includes(e.variant))
          .map(p => p.id)
          .sort(),
      )
    }
    for (const v of variants) expect(s.expect.some(e => e.variant === v)).toBe(true)
    const { metrics } = run({ ...good, scenario: s.info.id })
    for (const id of Object.keys(metrics))
      expect([...measuresOf(s.info.id).map(m => m.id), 'oomLockLost']).toContain(id)
  })

  it('lists every scenario file, sorted', () => {
    const slugs = readdirSync(resolve(root, 'sim/scenarios'))
      .filter(name => name.endsWith('.ts') && name !== 'all.ts')
      .map(name => name.slice(0, -3))
    const lines = (text: string) => text.replaceAll(/\s+/g, '').replaceAll(',]', ']')
    expect(lines(readFileSync(resolve(root, 'sim/scenarios/all.ts'), 'utf8'))).toBe(
      lines(renderList(slugs, 'allScenarios', 'Scenario', '../scenario.ts')),
    )
  })
})

describe('kernels', () => {
  it('say of every behaviour how it is known and where it stands', () => {
    for (const kernel of [...kernels, ...scenarios[0]!.variants.map(v => kernelOfRequest({ ...good, variant: v.id }))])
      for (const [name, said] of Object.entries(kernel.behaviours)) {
        expect(said.cites.length, name).toBeGreaterThan(0)
        expect(said.says, name).toMatch(/\.$/)
      }
  })

  it('a patch that only reports changes the log and nothing else', () => {
    expect(Object.keys(reportReaper.changes)).toEqual(['reaperLog'])
    const [three, four] = ['v5-3', 'v5-4'].map(variant => run({ ...good, variant }))
    expect(four!.events).toEqual(three!.events)
    expect(four!.dmesg).not.toEqual(three!.dmesg)
  })
})

describe('a Chrome trace', () => {
  it('has a thread a lane, slices, instants and a counter, with times that grow', () => {
    const result = run(good)
    const { traceEvents } = chromeTrace(result)
    const count = (ph: string) => traceEvents.filter(e => e.ph === ph).length
    expect(count('X')).toBe(result.lanes.length)
    expect(count('i')).toBe(result.events.length)
    expect(count('C')).toBe(result.free.points.length)
    for (const e of traceEvents) {
      if (e.ph !== 'M') expect(Number.isInteger(e.ts)).toBe(true)
      if (e.ph === 'X') expect(e.dur).toBeGreaterThanOrEqual(0)
      if (e.ph === 'X' || e.ph === 'i') expect(e.tid).toBeGreaterThan(0)
    }
  })
})

/** Mails that are cited and lie in none of the debates; each was looked up in a public archive. */
const readElsewhere = ['1488367797-27278-1-git-send-email-nborisov@suse.com']

const shared = resolve(root, '../shared')
describe.skipIf(!existsSync(shared))('needs ../shared: cites lead somewhere', () => {
  const cites: Cite[] = [
    ...scenarios.flatMap(s => [...s.cites, ...s.positions.flatMap(p => p.cites), ...s.variants.flatMap(v => v.cites)]),
    ...kernels.flatMap(k => Object.values(k.behaviours).flatMap(b => b.cites)),
    ...[introduceReaper, reapMlocked, clearMemdie, reportReaper, queueVictims, mergedForm].flatMap(d => d.cites),
  ]
  const sheet = existsSync(shared) ? readFileSync(resolve(shared, 'facts/kernel-mm.md'), 'utf8') : ''

  it('mails are in the debates, or are referred to there', () => {
    const folder = resolve(shared, 'corpus/debates')
    const mails = readdirSync(folder)
      .map(name => readFileSync(resolve(folder, name), 'utf8'))
      .join('\n')
    for (const ref of new Set(cites.filter(c => c.kind === 'mail').map(c => c.ref)))
      if (!readElsewhere.includes(ref)) expect(mails.includes(`<${ref}>`), ref).toBe(true)
  })

  it('commits are on the fact sheet', () => {
    for (const ref of new Set(cites.filter(c => c.kind === 'commit').map(c => c.ref)))
      expect(sheet.includes(ref.slice(0, 8)), ref).toBe(true)
  })
})
