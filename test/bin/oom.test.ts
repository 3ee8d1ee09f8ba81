import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { failure61, v414, v61, v612group } from '../text/kernel-log/logs.ts'
import { acknak } from './command.ts'

let dir = ''
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'acknak-oom-'))
  writeFileSync(join(dir, 'dmesg.txt'), [...v414, ...failure61].join('\n'))
  writeFileSync(join(dir, 'run.json'), JSON.stringify({ raw_dmesg: v612group.join('\n') }))
  const mail = [
    'From ann@example.org Mon Mar  1 10:00:00 2021',
    'From: Ann <ann@example.org>',
    'Message-ID: <one@example.org>',
    'Date: Mon, 1 Mar 2021 10:00:00 +0000',
    'Subject: gone',
    '',
    'It said:',
    ...v61.map(l => `> ${l}`),
    '',
  ]
  writeFileSync(join(dir, 'list.mbox.gz'), gzipSync(mail.join('\n')))
  mkdirSync(join(dir, 'empty'))
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

type Answer = {
  reports: {
    source: string
    messageId: string | null
    constraint: string | null
    order: number
    predicted: { pid: number; score: number; why: string } | null
    killed: { pid: number } | null
    agrees: boolean | null
    reason: { code: string } | null
    zones: unknown[]
    tasks: { pid: number; points: number }[]
    gfp: { hex: string }
  }[]
  allocations: { kind: string; order: number }[]
  summary: { reports: number; agree: number; differ: number; outcomes: Record<string, number> }
}

describe('acknak oom', () => {
  it('finds every report of logs, runs and mails below a folder', async () => {
    const ran = await acknak(['oom', dir, '--json'])
    expect(ran.code).toBe(0)
    const answer = JSON.parse(ran.out) as Answer
    expect(
      answer.reports.map(r => [
        r.messageId,
        r.constraint,
        r.predicted?.pid,
        r.killed?.pid,
        r.agrees,
        r.reason?.code ?? null,
      ]),
    ).toEqual([
      [null, null, 77, 77, true, null],
      ['one@example.org', 'CONSTRAINT_NONE', 210, 180, false, 'table-later'],
      [null, 'CONSTRAINT_MEMCG', 96, 96, true, null],
    ])
    expect(answer.reports[0]?.tasks.map(t => [t.pid, t.points])).toEqual([
      [70, 994],
      [77, 40_594],
    ])
    expect(answer.allocations).toMatchObject([{ kind: 'failure', order: 4 }])
    expect(answer.summary).toMatchObject({ reports: 3, agree: 2, differ: 1, outcomes: { agrees: 2, 'table-later': 1 } })
  })

  it('reads standard input and says in words who died, why, and what would have changed it', async () => {
    const ran = await acknak(['oom', '-'], { input: Buffer.from(v414.join('\n')) })
    expect(ran.code).toBe(0)
    expect(ran.out).toContain('global OOM')
    expect(ran.out).toContain('killed   inflate (77), as expected')
    expect(ran.out).toMatch(/spared {3}with oom_score_adj -\d+/)
  })

  it('says what it could not read, and goes on with the rest', async () => {
    const ran = await acknak(['oom', join(dir, 'none.txt'), join(dir, 'dmesg.txt')])
    expect([ran.code, ran.err.includes('none.txt')]).toEqual([1, true])
    expect(ran.out).toContain('1 OOM report')
    const nothing = await acknak(['oom', join(dir, 'empty')])
    expect([nothing.code, nothing.out]).toEqual([2, ''])
    expect((await acknak(['oom'])).code).toBe(2)
  })

  it('says so when a text holds no report', async () => {
    const ran = await acknak(['oom', '-'], { input: Buffer.from('nothing of the kind\n') })
    expect([ran.code, ran.out]).toEqual([0, 'no OOM report in 1 text\n'])
  })
})

describe('acknak gfp decode', () => {
  it('answers with the names as printed, the bits, and what the mask may do', async () => {
    const ran = await acknak(['gfp', 'decode', '0x140dca', '--kernel', 'v6.12', '--json'])
    expect(JSON.parse(ran.out)).toMatchObject({
      printed: 'GFP_HIGHUSER_MOVABLE|__GFP_COMP|__GFP_ZERO',
      names: ['GFP_HIGHUSER_MOVABLE', '__GFP_COMP', '__GFP_ZERO'],
      unproven: false,
      mayReclaim: true,
      mayIo: true,
      mayFs: true,
      mayOomKill: true,
      mayFail: false,
      watermark: '1',
    })
    const old = await acknak(['gfp', 'decode', '20', '--kernel', 'v4.0', '--json'])
    expect(JSON.parse(old.out)).toMatchObject({
      printed: null,
      names: ['__GFP_HIGH'],
      mayReclaim: false,
      watermark: '3/8',
    })
  })
  it('names the nearest release for one that never was, and warns of one too new to be known', async () => {
    const never = await acknak(['gfp', 'decode', '0xcc0', '--kernel', 'v5.44'])
    expect([never.code, never.out]).toEqual([2, ''])
    expect(never.err.trim()).toMatch(/^[^\n]*there was no kernel v5\.44: the nearest release is v5\.19$/)
    const build = await acknak(['gfp', 'decode', '0xcc0', '--kernel', '5.10.223'])
    expect([build.code, build.err]).toEqual([0, ''])
    const newer = await acknak(['gfp', 'decode', '0xcc0', '--kernel', 'v7.9'])
    expect([newer.code, newer.err]).toEqual([0, expect.stringContaining('v7.2, the newest release known here')])
  })
  it('asks for what is missing in one line', async () => {
    for (const args of [['0x14'], ['nofail', '--kernel', 'v4.9'], ['0x14', '--kernel', 'latest']]) {
      const ran = await acknak(['gfp', 'decode', ...args])
      expect([ran.code, ran.out, ran.err.trim().split('\n').length]).toEqual([2, '', 1])
    }
  })
})
