import { describe, expect, it } from 'vitest'
import { botIdentity, botOf } from '../../../facts/bots.ts'

const ann = { name: 'Ann Example', address: 'ann@example.org' }

describe('programs that write mail', () => {
  it('are known by address, whatever stands behind its plus, and by name', () => {
    expect(botIdentity({ name: '', address: 'syzbot+0123@syzkaller.appspotmail.com' })).toBe('fuzzer')
    expect(botIdentity({ name: 'Kernel Test Robot', address: 'x@example.org' })).toBe('build-test')
    expect(botIdentity(ann)).toBeNull()
  })

  it('are known by header fields that only they write', () => {
    const fields = new Map([['robot-id', ['<robot.example.org>']]])
    expect(botOf({ from: ann, subject: 'mm: a', fields })).toBe('patch-notice')
    expect(botOf({ from: ann, subject: 'mm: a', fields: new Map([['user-agent', ['mutt']]]) })).toBeNull()
  })
})
