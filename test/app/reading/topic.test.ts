import { describe, expect, it } from 'vitest'
import { outlineOf } from '../../../app/_views/thread.ts'
import { toText } from '../../../app/_ui/html.ts'
import { outline } from '../../../app/_ui/reading/outline.ts'
import { readSubject } from '../../../ingest/parse/subject.ts'
import { startsTopic } from '../../../text/topic.ts'
import { fakeReader } from './fake.ts'

describe('a reply begins another topic', () => {
  it.each([
    ['slabs (was: pools run dry)', 'pools run dry', true],
    ['Re: slabs [was Re: pools run dry]', 'Re: pools run dry', true],
    ['Re: slabs', 'pools run dry', true],
    ['Re: pools run dry', 'pools run dry', false],
    ['Re: Pools run  dry!', '[list] pools run dry', false],
    ['Re: pools run', 'pools run dry', false],
    ['Re: pools run dry (was: pools)', 'pools', false],
    ['Re: [PATCH 1/2] mm: keep a pool', '[PATCH 0/2] pools', false],
    ['[PATCH] mm: keep a pool', 'pools run dry', false],
    ['', 'pools run dry', false],
    ['Re: slabs', '', false],
  ])('%j below %j: %s', (mail, parent, is) => {
    expect(startsTopic(readSubject(mail), readSubject(parent))).toBe(is)
  })

  it('which the outline of its thread says, where it stands', async () => {
    const reader = fakeReader([
      { id: 'a@example.org', subject: 'pools run dry' },
      { id: 'b@example.org', parent: 'a@example.org', subject: 'Re: pools run dry' },
      { id: 'c@example.org', parent: 'b@example.org', subject: 'Re: slabs (was: pools run dry)' },
      { id: 'd@example.org', parent: 'c@example.org', subject: 'Re: slabs' },
    ])
    const rows = outlineOf((await reader.thread('a@example.org'))?.nodes ?? [], 'sample')
    expect(rows.map(row => [row.id, row.startsTopic])).toEqual([
      ['a@example.org', false],
      ['b@example.org', false],
      ['c@example.org', true],
      ['d@example.org', false],
    ])
    const html = await toText([outline(rows, { here: null, anchors: false })])
    expect(html.split('another topic').length).toBe(2)
  })
})
