import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { acknak, root, scratch } from './command.ts'

let place: ReturnType<typeof scratch>
beforeEach(() => void (place = scratch()))
afterEach(() => place.clean())

const mbox = join(root, 'test', 'mail', 'reply-without-ids.mbox')
const expected = [
  { messageId: '2@example.org', parent: '1@example.org', sure: 'guess', reason: 'subject-and-quotes' },
  { messageId: '3@example.org', parent: '1@example.org', sure: 'guess', reason: 'subject-and-people' },
  { messageId: '7@example.org', parent: '6@example.org', sure: 'guess', reason: 'outlook-conversation' },
]
const lines = (out: string) =>
  out
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line) as { messageId: string })
    .sort((a, b) => (a.messageId < b.messageId ? -1 : 1))

describe('acknak threads --guesses', () => {
  it('tells of replies that name no mail, of sources and of the archive alike', async () => {
    const ofSource = await acknak(['threads', '--guesses', '--json', mbox])
    expect(ofSource.code, ofSource.err).toBe(0)
    expect(lines(ofSource.out)).toEqual(expected)
    const data = join(place.dir, 'data')
    expect((await acknak(['ingest', mbox, '--data', data])).code).toBe(0)
    const ofArchive = await acknak(['threads', '--guesses', '--json', '--data', data])
    expect(lines(ofArchive.out)).toEqual(expected)
    const tree = await acknak(['threads', '--json', '--data', data])
    expect(tree.out).not.toContain('subject-and')
  }, 60_000)

  it('says in words what a guess rests on', async () => {
    const { out } = await acknak(['threads', '--guesses', mbox])
    expect(out).toContain(
      'RE: slabs run dry  <7@example.org>\n  possibly answers <6@example.org>: the same subject and Outlook conversation\n',
    )
  })

  it('refuses standard input, which cannot be read twice', async () => {
    const ran = await acknak(['threads', '--guesses', '-'])
    expect([ran.code, ran.err.trim().split('\n').length]).toEqual([2, 1])
    expect(ran.err).toContain('save standard input to a file')
  })
})
