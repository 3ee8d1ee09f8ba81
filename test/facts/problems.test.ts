import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { problemCodes, problemWords } from '../../facts/index.ts'

const ingest = resolve(import.meta.dirname, '../../ingest')
const sources = readdirSync(ingest, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ts'))
const emitted = new Set(
  sources.flatMap(name => [
    ...[
      ...readFileSync(resolve(ingest, name), 'utf8').matchAll(/code: '([a-z0-9-]+)'|Problem\(\s*'([a-z0-9-]+)'/g),
    ].map(match => match[1] ?? match[2] ?? ''),
  ]),
)

describe('words for problems', () => {
  it('exist for every code that reading mail can give', () => {
    expect(emitted.size).toBeGreaterThan(20)
    expect([...emitted].filter(code => problemWords(code) === code)).toEqual([])
  })

  it('stand in order, say something, and end without a full stop, since a detail may follow', () => {
    expect(problemCodes).toEqual([...problemCodes].sort())
    for (const code of problemCodes) {
      expect([code, problemWords(code).length > 8, problemWords(code).endsWith('.')]).toEqual([code, true, false])
    }
  })

  it('fall back to the code itself', () => {
    expect(problemWords('moon-phase-wrong')).toBe('moon-phase-wrong')
    expect(problemWords('constructor')).toBe('constructor')
  })
})
