import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { problemCodes, problemWords } from '../../facts/index.ts'

const ingest = resolve(import.meta.dirname, '../../ingest')
const sources = readdirSync(ingest, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ts'))
/** How ingest writes a code down: in a problem, by a function that makes one, or as one of two. */
const forms = [
  /code: '([a-z0-9-]+)'/g,
  /code: [^'\n]{1,40}\? '([a-z0-9-]+)' : '([a-z0-9-]+)'/g,
  /Problem\(\s*'([a-z0-9-]+)'/g,
  /(?:say|asItStands)\(\s*(?:walk,\s*)?'([a-z0-9-]+)'/g,
  /say\([^'\n]{1,80}\? '([a-z0-9-]+)' : '([a-z0-9-]+)'/g,
  /guess\(\s*problems,\s*'([a-z0-9-]+)'/g,
]
const emitted = new Set(
  sources.flatMap(name => {
    const text = readFileSync(resolve(ingest, name), 'utf8')
    return forms.flatMap(form =>
      [...text.matchAll(form)].flatMap(match => match.slice(1).filter(code => code !== undefined)),
    )
  }),
)

describe('words for problems', () => {
  it('exist for every code that reading mail can give', () => {
    expect(emitted.size).toBeGreaterThan(50)
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
