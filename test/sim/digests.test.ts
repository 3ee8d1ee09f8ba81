import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { run } from '../../sim/index.ts'
import digests from './digests.json' with { type: 'json' }
import { goldenRequests, requestKey } from './golden.ts'
import { traceText } from './trace-text.ts'

const traces = resolve(import.meta.dirname, '../traces')

describe('the same request gives the same digest', () => {
  it.each(goldenRequests.map(r => [requestKey(r), r] as const))('here: %s', (key, request) => {
    expect(run(request).digest).toBe((digests as Record<string, string>)[key])
  })

  it('in a realm with ECMAScript only, without clock, dice, locale and console', () => {
    const printed = execFileSync(
      process.execPath,
      ['--no-warnings', '--experimental-vm-modules', join(import.meta.dirname, 'bare-realm.ts')],
      { encoding: 'utf8' },
    )
    const bare = JSON.parse(printed) as { globals: string[]; digests: Record<string, string> }
    expect(bare.digests).toEqual(digests)
    for (const name of [
      'Date',
      'Intl',
      'process',
      'console',
      'setTimeout',
      'Buffer',
      'fetch',
      'crypto',
      'structuredClone',
    ])
      expect(bare.globals).not.toContain(name)
  })

  it('and another seed another one, with the same verdicts', () => {
    const [one, two] = [1, 2].map(seed =>
      run({ scenario: 'oom-reaper', variant: 'after', kernel: null, params: {}, seed }),
    )
    expect(one!.digest).not.toBe(two!.digest)
    expect(one!.predictions.map(p => p.result)).toEqual(two!.predictions.map(p => p.result))
  })
})

describe('golden traces', () => {
  it('has one file a request and no other', () => {
    expect(readdirSync(traces).sort()).toEqual(
      goldenRequests.map(r => `${requestKey(r).replaceAll(/[^a-zA-Z0-9.=-]+/g, '_')}.txt`).sort(),
    )
  })

  it.each(goldenRequests.map(r => [requestKey(r), r] as const))('%s', (key, request) => {
    const file = join(traces, `${key.replaceAll(/[^a-zA-Z0-9.=-]+/g, '_')}.txt`)
    expect(traceText(run(request))).toBe(readFileSync(file, 'utf8'))
  })
})
