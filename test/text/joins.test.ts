import { describe, expect, it } from 'vitest'
import { conversationOf, guessJoin } from '../../text/index.ts'
import type { JoinMail } from '../../text/index.ts'

const ada = { name: 'Ada', address: 'ada@example.org' }
const ben = { name: 'Ben', address: 'ben@example.org' }
const first: JoinMail = {
  messageId: '1@example.org',
  subject: { bare: 'pools run dry', isReply: false },
  namesOthers: false,
  from: ada,
  to: [],
  cc: [],
  atSeconds: 1_709_542_800,
  text: 'The pool is empty when the reaper starts.\n-- \nAda of the long signature line\n',
  conversation: null,
}
const reply: JoinMail = {
  ...first,
  messageId: '2@example.org',
  subject: { bare: 'Pools run dry', isReply: true },
  from: ben,
  atSeconds: first.atSeconds + 86_400,
  text: 'Yes.\n',
}
const quote = '> The pool is empty when the reaper starts.\n\nYes.\n'

describe('a reply without ids', () => {
  it.each<[string, Partial<JoinMail>, string | null]>([
    ['never joins by the subject alone', {}, null],
    ['joins what it quotes', { text: quote }, 'subject-and-quotes'],
    ['joins what its recipient wrote', { to: [ada] }, 'subject-and-people'],
    ['joins nothing by a quoted signature', { text: '> Ada of the long signature line\n' }, null],
    ['joins nothing under another subject', { text: quote, subject: { bare: 'slabs', isReply: true } }, null],
    ['joins nothing older than 30 days', { text: quote, atSeconds: first.atSeconds + 31 * 86_400 }, null],
    ['joins nothing newer than itself', { text: quote, atSeconds: first.atSeconds - 1 }, null],
    ['that names a parent is no matter of guesses', { text: quote, namesOthers: true }, null],
    ['that says no Re: is none', { text: quote, subject: { bare: 'pools run dry', isReply: false } }, null],
  ])('%s', (_, change, reason) => {
    const join = guessJoin({ ...reply, ...change }, [first])
    expect(join).toEqual(reason === null ? null : { child: '2@example.org', parent: '1@example.org', reason })
  })

  it('prefers the conversation to quotes, quotes to people, and then the newest', () => {
    const other = { ...first, messageId: '0@example.org', atSeconds: first.atSeconds + 60, text: 'Else.\n' }
    const join = (mail: JoinMail, others: readonly JoinMail[]) => guessJoin(mail, others)?.parent
    expect(join({ ...reply, to: [ada] }, [first, other])).toBe('0@example.org')
    expect(join({ ...reply, to: [ada], text: quote }, [first, other])).toBe('1@example.org')
    const [mine, theirs] = [
      { ...reply, text: quote, conversation: 'aa' },
      { ...other, conversation: 'aa' },
    ]
    expect(join(mine, [first, theirs])).toBe('0@example.org')
    expect(join(mine, [theirs, first])).toBe('0@example.org')
  })
})

describe('an Outlook conversation', () => {
  const key = '01da6e2f4a1000112233445566778899aabbccddeeff'
  const mail = (index: string) => Buffer.from(`Subject: x\r\nThread-Index: ${index}\r\n\r\nThread-Index: none\r\n`)
  const index = (bytes: string) => Buffer.from(bytes, 'hex').toString('base64')

  it('is the first 22 bytes, whatever place in it follows', () => {
    expect(conversationOf(mail(index(key)))).toBe(key)
    expect(conversationOf(mail(index(`${key}0102030405`)))).toBe(key)
  })

  it.each([
    ['too short', mail('AAAA')],
    ['absent', Buffer.from('Subject: x\n\nThread-Index: x\n')],
    ['nothing', Buffer.alloc(0)],
  ])('%s is none', (_, bytes) => expect(conversationOf(bytes)).toBeNull())
})
