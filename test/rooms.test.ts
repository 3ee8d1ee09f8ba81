import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '..')

/** Who may import whom (ARCHITECTURE.md). `typesOnly`: nothing at run time. `vendors`: packages allowed here only. */
type Room = { may: readonly string[]; vendors: readonly string[]; typesOnly?: boolean }
const rooms: Record<string, Room> = {
  model: { may: [], vendors: [], typesOnly: true },
  facts: { may: ['model'], vendors: [] },
  text: { may: ['facts', 'model'], vendors: [] },
  argue: { may: ['sim', 'text', 'facts', 'model'], vendors: [] },
  sim: { may: ['text', 'facts', 'model'], vendors: [] },
  ingest: { may: ['text', 'facts', 'model'], vendors: ['mailparser', 'node:'] },
  prisma: { may: ['model'], vendors: ['@prisma/', 'better-sqlite3', 'prisma', 'node:'] },
  search: { may: ['prisma', 'facts', 'text', 'model'], vendors: ['meilisearch', 'node:'] },
  'app/_views': {
    may: ['prisma', 'search', 'argue', 'sim', 'text', 'facts', 'model'],
    vendors: ['server-only', 'node:'],
  },
  app: {
    may: ['app/_views', 'argue', 'sim', 'text', 'facts', 'model'],
    vendors: ['next', 'react', 'react-dom', 'server-only', 'node:'],
  },
  bin: {
    may: ['argue', 'sim', 'text', 'facts', 'model', 'ingest', 'prisma', 'search'],
    vendors: ['node:', 'zod', 'next'],
  },
}
/** One file a vendor: the rest of the room does without it. */
const onlyIn: Record<string, string> = { mailparser: 'ingest/parse/mime.ts', meilisearch: 'search/meili' }

type Import = { from: string; to: string; typeOnly: boolean; package: string | null }

const files: string[] = []
const walk = (dir: string) => {
  for (const entry of readdirSync(join(root, dir), { withFileTypes: true })) {
    const path = `${dir}/${entry.name}`
    if (entry.isDirectory()) {
      if (entry.name !== 'generated' && entry.name !== 'node_modules') walk(path)
    } else if (/\.(ts|tsx)$/.test(entry.name)) files.push(path)
  }
}
for (const room of ['model', 'facts', 'text', 'argue', 'sim', 'ingest', 'prisma', 'search', 'app', 'bin']) walk(room)

const statement =
  /^(?:import|export)\s+(type\s+)?(?:[^'"]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|new URL\(\s*['"](\.[^'"]+\.ts)['"]/gm
const imports: Import[] = files.flatMap(from =>
  [...readFileSync(join(root, from), 'utf8').matchAll(statement)].map(match => {
    const target = match[2] ?? match[3] ?? match[4] ?? ''
    const local = target.startsWith('.')
    return {
      from,
      to: local ? relative(root, resolve(root, dirname(from), target)) : target,
      typeOnly: match[1] !== undefined,
      package: local ? null : target,
    }
  }),
)
const roomOf = (path: string): string => (path.startsWith('app/_views/') ? 'app/_views' : (path.split('/')[0] ?? ''))

describe('the rooms of the house', () => {
  it('holds source in every room', () => {
    expect([...new Set(files.map(roomOf))].sort()).toEqual(Object.keys(rooms).sort())
  })

  it('imports only along the arrows of ARCHITECTURE.md', () => {
    const wrong = imports.filter(i => {
      if (i.package !== null || i.to.startsWith('prisma/generated') || i.to === 'package.json') return false
      const [from, to] = [roomOf(i.from), roomOf(i.to)]
      return from !== to && !rooms[from]?.may.includes(to)
    })
    expect(wrong.map(i => `${i.from} -> ${i.to}`)).toEqual([])
  })

  it('keeps each vendor in its room', () => {
    const wrong = imports.filter(i => {
      if (i.package === null) return false
      const allowed = rooms[roomOf(i.from)]?.vendors ?? []
      return !allowed.some(
        v => i.package === v || i.package?.startsWith(v.endsWith(':') || v.endsWith('/') ? v : `${v}/`),
      )
    })
    expect(wrong.map(i => `${i.from} -> ${i.package}`)).toEqual([])
    const astray = imports.filter(
      i => i.package !== null && onlyIn[i.package] && !i.from.startsWith(onlyIn[i.package] ?? ''),
    )
    expect(astray.map(i => `${i.from} -> ${i.package}`)).toEqual([])
  })

  it('keeps values out of model/', () => {
    const wrong = imports.filter(i => roomOf(i.from) === 'model' && !i.typeOnly)
    expect(wrong.map(i => `${i.from} -> ${i.to}`)).toEqual([])
    const values = files.filter(
      f => roomOf(f) === 'model' && /^export (const|function|class|let)/m.test(readFileSync(join(root, f), 'utf8')),
    )
    expect(values).toEqual([])
  })

  it('has no import cycle', () => {
    const graph = new Map<string, string[]>()
    for (const i of imports)
      if (i.package === null && !i.typeOnly) graph.set(i.from, [...(graph.get(i.from) ?? []), i.to])
    const state = new Map<string, 'open' | 'done'>()
    const cycles: string[] = []
    const visit = (file: string, path: string[]) => {
      if (state.get(file) === 'done') return
      if (state.get(file) === 'open') {
        cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '))
        return
      }
      state.set(file, 'open')
      for (const next of graph.get(file) ?? []) visit(next, [...path, file])
      state.set(file, 'done')
    }
    for (const file of graph.keys()) visit(file, [])
    expect(cycles).toEqual([])
  })

  it('keeps files under 400 lines, data tables apart', () => {
    const long = files
      .filter(f => !f.startsWith('facts/gfp/'))
      .map(f => ({ f, lines: readFileSync(join(root, f), 'utf8').split('\n').length }))
      .filter(({ lines }) => lines > 400)
    expect(long).toEqual([])
  })
})
