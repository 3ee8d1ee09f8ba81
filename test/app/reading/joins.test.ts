import { describe, expect, it } from 'vitest'
import { joinsOf } from '../../../app/_views/joins.ts'
import { messageView } from '../../../app/_views/message.ts'
import { threadView } from '../../../app/_views/thread.ts'
import { fakeReader, row } from './fake.ts'
import type { FakeMail } from './fake.ts'

const start = Date.UTC(2031, 0, 2, 3, 4, 5) / 1000
const asked: FakeMail = {
  id: 'asked@example.org',
  subject: 'pools run dry',
  name: 'Ada',
  address: 'ada@example.org',
  text: 'The pool is empty when the reaper starts.\n',
}
const lost: FakeMail = {
  id: 'lost@example.org',
  subject: 'Re: pools run dry',
  name: 'Ben',
  address: 'ben@example.org',
  text: '> The pool is empty when the reaper starts.\n\nNot here.\n',
  at: start + 3600,
}
const joins = async (mails: readonly FakeMail[], id: string) => {
  const reader = fakeReader(mails)
  const thread = await reader.thread(id)
  if (thread === null) throw new Error('no thread')
  return (await joinsOf(reader, thread, 'sample')).map(j => [j.side, j.href, j.mine, j.says])
}

describe('a reply without ids', () => {
  it('is said beside the thread it possibly belongs to, and beside its own', async () => {
    const says = 'same subject, and words of it are quoted'
    expect(await joins([asked, lost], lost.id)).toEqual([['above', '/sample/asked@example.org/', lost.id, says]])
    expect(await joins([asked, lost], asked.id)).toEqual([['below', '/sample/lost@example.org/', asked.id, says]])
  })

  it('stays alone where the subject alone speaks for a join, or nothing', async () => {
    expect(await joins([asked, { ...lost, text: 'Not here.\n' }], lost.id)).toEqual([])
    expect(await joins([lost], lost.id)).toEqual([])
    expect(await joins([asked], asked.id)).toEqual([])
  })

  it('is joined by an Outlook conversation that both name', async () => {
    const index = Buffer.from('01da6e2f4a1000112233445566778899aabbccddeeff', 'hex').toString('base64')
    const raw = Buffer.from(`Thread-Index: ${index}\n\nx\n`)
    const found = await joins(
      [
        { ...asked, raw },
        { ...lost, text: 'Not here.\n', raw },
      ],
      lost.id,
    )
    expect(found.map(([, , , says]) => says)).toEqual(['same subject and the same Outlook conversation'])
  })
})

describe('odd mail on its page', () => {
  it('shows flowed text both ways, and says nothing odd of it', () => {
    const problem = { stage: 'body', code: 'format-flowed', detail: 'delsp=yes' } as const
    const view = messageView(
      { ...row({ id: 'a@example.org', text: 'Ko \nnichiwa.\n' }), problems: [problem] },
      'sample',
    )
    expect(view.unflowed).toEqual({ text: 'Konichiwa.\n', more: null })
    expect(view.problems).toEqual([])
    expect(messageView(row({ id: 'a@example.org', text: 'One \ntwo.\n' }), 'sample').unflowed).toBeNull()
  })

  it('links the commit that stands where an id should', () => {
    const hash = '0123456789abcdef0123456789abcdef01234567'
    const problem = { stage: 'headers', code: 'refers-to-commit', detail: `In-Reply-To: ${hash}` } as const
    expect(messageView({ ...row({ id: 'a@example.org' }), problems: [problem] }, 'sample').commits).toEqual([hash])
  })

  it('counts no program among the people of a thread, and marks it', async () => {
    const bot: FakeMail = { id: 'b@example.org', parent: asked.id, name: 'kernel test robot', address: 'lkp@intel.com' }
    const thread = await fakeReader([asked, bot]).thread(asked.id)
    if (thread === null) throw new Error('no thread')
    expect(threadView(thread, [], 'sample', false).counts.participants).toBe(1)
    expect(messageView(row(bot), 'sample').badges).toEqual(['by a program: build test'])
  })
})
