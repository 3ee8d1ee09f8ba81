import { describe, expect, it } from 'vitest'
import type { ArchiveReader } from '../../../model/index.ts'
import { rememberingReader } from '../../../app/_views/remember.ts'
import { fakeReader } from './fake.ts'

/** Counts what reaches the archive. */
function counted() {
  const asked: string[] = []
  const inner = fakeReader([
    { id: 'a@example.org' },
    { id: 'b@example.org', parent: 'a@example.org' },
    { id: 'c@example.org' },
  ])
  const outer = new Proxy(inner, {
    get:
      (target, name: keyof ArchiveReader) =>
      (...args: unknown[]) => {
        asked.push(name)
        return (target[name] as (...a: unknown[]) => unknown)(...args)
      },
    ownKeys: target => Reflect.ownKeys(target),
  })
  let tag = 'one'
  return { asked, reader: rememberingReader(outer, async () => tag), change: () => (tag = 'two') }
}

describe('a reader that remembers', () => {
  it('asks once for lists and counts, and again when the archive changed', async () => {
    const { asked, reader, change } = counted()
    await Promise.all([reader.lists(), reader.lists(), reader.counts()])
    await reader.lists()
    expect(asked).toEqual(['lists', 'counts'])
    change()
    await reader.lists()
    expect(asked).toEqual(['lists', 'counts', 'lists'])
  })

  it('finds a held thread by any of its mails', async () => {
    const { asked, reader } = counted()
    expect((await reader.thread('a@example.org'))?.nodes).toHaveLength(2)
    expect((await reader.thread('b@example.org'))?.row.rootId).toBe('a@example.org')
    expect((await reader.thread('c@example.org'))?.row.rootId).toBe('c@example.org')
    expect(await reader.thread('nobody@example.org')).toBeNull()
    expect(asked).toEqual(['thread', 'thread', 'thread'])
  })

  it('forgets a failure', async () => {
    let fails = true
    const reader = rememberingReader(
      { ...fakeReader([]), counts: async () => (fails ? Promise.reject(new Error('away')) : fakeReader([]).counts()) },
      async () => 'one',
    )
    await expect(reader.counts()).rejects.toThrow('away')
    fails = false
    await expect(reader.counts()).resolves.toMatchObject({ messages: 0 })
  })
})
