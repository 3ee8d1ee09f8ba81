import { describe, expect, it } from 'vitest'
import { editDistance, nearest } from '../../text/index.ts'

describe('the nearest valid name', () => {
  it.each([
    ['ingset', ['ingest', 'sync'], 'ingest'],
    ['GFP_KERNAL', ['GFP_KERNEL', 'GFP_NOFS'], 'GFP_KERNEL'],
    ['oom', ['oom-reaper', 'fs'], 'oom-reaper'],
    ['xyzzy', ['ingest', 'sync'], null],
    ['', ['ingest'], null],
  ])('%s among %j is %s', (wrong, names, expected) => {
    expect(nearest(wrong, names)).toBe(expected)
  })

  it('counts a swap of neighbours as one slip, and stops at the limit', () => {
    expect(editDistance('mmap', 'mamp', 3)).toBe(1)
    expect(editDistance('kitten', 'sitting', 5)).toBe(3)
    expect(editDistance('kitten', 'sitting', 2)).toBe(3)
    expect(editDistance('a', 'abcdefgh', 2)).toBe(3)
  })
})
