import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { mechanismBySlug, mechanisms } from '../../facts/index.ts'
import { lists, renderList } from '../../facts/list.ts'

const root = resolve(import.meta.dirname, '../..')
/** Prettier may break the list over lines: compare without white space and trailing commas. */
const bare = (text: string) => text.replaceAll(/\s+/g, '').replaceAll(',]', ']')

describe('mechanisms', () => {
  it('are named once each, by their file', () => {
    const files = readdirSync(resolve(root, 'facts/mechanisms')).filter(name => name !== 'all.ts')
    expect(mechanisms.map(m => `${m.slug}.ts`)).toEqual(files.sort())
    const ids = mechanisms.flatMap(m => [m.slug, ...m.also])
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('cover the arguments of the five debates', () => {
    const slugs = new Set(mechanisms.map(m => m.slug))
    for (const slug of [
      'oom-killer',
      'oom-reaper',
      'oom-victim-reserves',
      'mmap-lock',
      'page-fault-oom',
      'vm-fault-oom',
      'memcg-oom',
      'nofail',
      'costly-order',
      'too-small-to-fail',
      'gfp-nofs-scope',
      'mmu-notifiers',
      'non-block-start',
      'fs-reclaim-lockdep',
      'should-reclaim-retry',
      'synchronous-oom-kill',
    ])
      expect([slug, slugs.has(slug)]).toEqual([slug, true])
  })

  it('never share an alias, so that a mention means one of them', () => {
    const aliases = mechanisms.flatMap(m => m.aliases)
    expect(aliases.filter((alias, i) => aliases.indexOf(alias) !== i)).toEqual([])
    expect(
      aliases.filter(alias => alias !== alias.toLowerCase() || alias.trim() !== alias || alias.length < 4),
    ).toEqual([])
  })

  it('write aliases with spaces, which stand for hyphens too', () => {
    expect(mechanisms.flatMap(m => m.aliases).filter(alias => alias.includes('-') || alias.startsWith('#'))).toEqual([])
  })

  it('have aliases that are more than a common word', () => {
    const common = new Set([
      'memory',
      'reclaim',
      'order',
      'kernel',
      'reserve',
      'lock',
      'victim',
      'alloc',
      'allocation',
      'thread',
      'killer',
    ])
    expect(mechanisms.flatMap(m => m.aliases).filter(alias => common.has(alias))).toEqual([])
    expect(mechanisms.filter(m => m.aliases.length === 0).map(m => m.slug)).toEqual([])
  })

  it('say what they are in one or two sentences, and where that was read', () => {
    for (const m of mechanisms) {
      expect([m.slug, m.says.endsWith('.'), m.says.length > 60 && m.says.length < 320]).toEqual([m.slug, true, true])
      expect([m.slug, m.cites.length > 0 && m.cites.every(c => c.ref !== '')]).toEqual([m.slug, true])
      expect(m.since === null || /^v\d+\.\d+$/.test(m.since)).toBe(true)
    }
  })

  it('point only at mechanisms that exist', () => {
    for (const m of mechanisms)
      for (const slug of m.related) expect([m.slug, slug, mechanismBySlug(slug) !== null]).toEqual([m.slug, slug, true])
  })

  it('are found by slug and by the identifiers of labelled threads', () => {
    expect(mechanismBySlug('oom-reaper')?.title).toBe('OOM reaper')
    expect(mechanismBySlug('pagefault-oom')?.slug).toBe('page-fault-oom')
    expect(mechanismBySlug('nofs-scope')?.slug).toBe('gfp-nofs-scope')
    expect(mechanismBySlug('no-such-thing')).toBeNull()
  })
})

describe('lists of members', () => {
  it.each(lists)('$folder/all.ts is what its folder holds', ({ folder, exported, type, from }) => {
    const slugs = readdirSync(resolve(root, folder))
      .filter(name => name.endsWith('.ts') && name !== 'all.ts')
      .map(name => name.slice(0, -3))
    const written = readFileSync(resolve(root, folder, 'all.ts'), 'utf8')
    expect(bare(written)).toBe(bare(renderList(slugs, exported, type, from)))
  })
})
