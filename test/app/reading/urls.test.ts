import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mendTarget } from '../../../text/target.ts'
import {
  canonicalPath,
  encodeSegment,
  messageHref,
  rawHref,
  readPath,
  scenarioHref,
  threadHref,
} from '../../../app/_views/urls.ts'

/** Ids that real archives hold, and worse. */
const oddIds = [
  'a/b@example.org',
  'a//b@example.org',
  'x/raw',
  'x/t',
  'x/T/t',
  'x/t.mbox.gz',
  '../../etc@example.org',
  'a%b@example.org',
  'a%2Fb@example.org',
  'a%ZZ@example.org',
  'a+b=c&d@example.org',
  'a?b#c@example.org',
  `"quoted"'s@example.org`,
  '<x>@example.org',
  'a b@example.org',
  'a\\b@example.org',
  'ünïcode@example.org',
  '[brackets]{}|^`@example.org',
]

/** What Next hands to a route: the path cut at slashes, each segment decoded once. */
const segmentsOf = (path: string) =>
  path
    .split('/')
    .slice(2)
    .filter(s => s !== '')
    .map(s => decodeURIComponent(s))

describe('addresses of messages', () => {
  it.each(oddIds)('finds %j again under its own address, whatever follows it', id => {
    expect(readPath(segmentsOf(messageHref('l', id)))[0]).toEqual({ id, suffix: null })
    expect(readPath(segmentsOf(rawHref('l', id)))[1]).toEqual({ id, suffix: 'raw' })
    expect(readPath(segmentsOf(threadHref('l', id)))[1]).toEqual({ id, suffix: 't' })
  })

  it('survives a round trip through a URL for any id', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 80, unit: 'binary' }), id => {
        fc.pre(id !== '.' && id !== '..')
        const url = new URL(messageHref('l', id), 'http://example.org')
        expect(segmentsOf(url.pathname).join('/')).toBe(id.replace(/\p{Surrogate}/gu, '\ufffd'))
        expect(url.pathname.split('/')).toHaveLength(4)
        expect(url.search + url.hash).toBe('')
      }),
    )
  })

  it('reads an unescaped slash as part of the id, the longest id first, then the known last words', () => {
    expect(readPath(['a', 'b@c', 't'])).toEqual([
      { id: 'a/b@c/t', suffix: null },
      { id: 'a/b@c', suffix: 't' },
    ])
    expect(readPath(['a', 'b@c'])).toEqual([{ id: 'a/b@c', suffix: null }])
    expect(readPath(['raw'])).toEqual([{ id: 'raw', suffix: null }])
    expect(readPath([])).toEqual([])
  })

  it('ends pages with a slash and files without', () => {
    expect(canonicalPath('l', { id: 'a@b', suffix: null })).toBe('/l/a@b/')
    expect(canonicalPath('l', { id: 'a@b', suffix: 'T' })).toBe('/l/a@b/T/')
    expect(canonicalPath('l', { id: 'a@b', suffix: 'raw' })).toBe('/l/a@b/raw')
    expect(canonicalPath('l', { id: 'a@b', suffix: 't.mbox.gz' })).toBe('/l/a@b/t.mbox.gz')
  })

  it('writes the usual characters of ids as they are and encodes the rest', () => {
    expect(encodeSegment('20160203@x=y:z,$')).toBe('20160203@x=y:z,$')
    expect(encodeSegment(`a/b%c+d#e?f&g"h'i<j`)).toBe("a%2Fb%25c%2Bd%23e%3Ff%26g%22h'i%3Cj")
  })

  it('names a variant and the frame form of a scenario in its query', () => {
    expect(scenarioHref('oom-reaper', 'before')).toBe('/scenario/oom-reaper/?variant=before')
    expect(scenarioHref('oom-reaper', 'after', true)).toBe('/scenario/oom-reaper/?variant=after&embed=1')
    expect(scenarioHref('oom-reaper', null)).toBe('/scenario/oom-reaper/')
  })
})

describe('a request target before the router', () => {
  it.each([
    ['/l/a@b/', '/l/a@b/'],
    ['/l/a%b@c/', '/l/a%25b@c/'],
    ['/l/a%ZZ@c/', '/l/a%25ZZ@c/'],
    ['/l/a%FFb@c/', '/l/a%25FFb@c/'],
    ['/l/a%2Fb@c/', '/l/a%2Fb@c/'],
    ['/l/%E2%82%AC@c/', '/l/%E2%82%AC@c/'],
    ['/l/%E2%82@c/', '/l/%25E2%2582@c/'],
    ['/l/a//b@c/', '/l/a/%2Fb@c/'],
    ['/l/a\\b@c/', '/l/a%5Cb@c/'],
    ['//l/', '/l/'],
    ['/search?q=a//b%', '/search?q=a//b%'],
  ])('%s becomes %s', (target, mended) => expect(mendTarget(target)).toBe(mended))

  it('always decodes, and leaves alone what decoded before', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('%', '2', 'F', 'f', 'E', '8', '/', '\\', 'a', 'Z') }), path => {
        const mended = mendTarget(`/l/${path}`)
        expect(() => decodeURIComponent(mended)).not.toThrow()
        expect(mendTarget(mended)).toBe(mended)
      }),
    )
  })
})
