import { describe, expect, it } from 'vitest'
import { debates, linksFor, type Linkable } from '../../argue/index.ts'
import type { PatchSeries, SubjectInfo } from '../../model/index.ts'

const subject = (bare: string, more: Partial<SubjectInfo> = {}): SubjectInfo => ({
  full: bare,
  bare,
  isReply: false,
  isPatch: true,
  isRfc: false,
  isResend: false,
  version: 1,
  part: null,
  total: null,
  labels: [],
  ...more,
})
const mail = (bare: string, more: Partial<Linkable> = {}): Linkable => ({
  messageId: '1@example.org',
  subject: subject(bare),
  author: { name: 'Ines Falk', address: 'ines@example.org' },
  hasDiff: true,
  ...more,
})
const reply = { isReply: true, isPatch: true }
const said = (m: Linkable) => linksFor(m).map(l => [l.scenario, l.variant, l.kind, l.sure])

describe('links from a message to scenarios', () => {
  it('are certain for a patch that a debate lists by Message-ID, whatever its subject says', () => {
    const m = mail('anything', { messageId: '1454505240-23446-3-git-send-email-mhocko@kernel.org' })
    expect(said(m)).toEqual([['oom-reaper', 'v5-2', 'patch', 'certain']])
    expect(linksFor(m)[0]?.reason).toContain('"oom reaper: handle mlocked pages" (v5, 2/5)')
    expect(linksFor(m)[0]?.debate).toBe('oom-reaper')
  })

  it('are certain for every part of v5 and v6 whose Message-ID is known', () => {
    const parts = debates.find(d => d.slug === 'oom-reaper')?.patches ?? []
    const known = parts.flatMap(p => (p.messageId === null || p.version < 5 ? [] : [p.messageId]))
    expect(known.length).toBe(6 + 10)
    for (const messageId of known) expect(linksFor(mail('x', { messageId })).map(l => l.sure)).toEqual(['certain'])
  })

  it.each([
    ['1448467018-20603-1', 'v5-1', 'took mlocked memory, and v1 an mm shared'],
    ['1448640772-30147-1', 'v5-1', 'v1 to v3 also took mlocked memory.'],
    ['1450204575-13052-1', 'v5-1', 'v1 to v3 also took mlocked memory.'],
    ['1452094975-551-2', 'v5-1', 'real-time priority'],
  ])('are likely for an earlier revision, for which v5 stands in, and say what differs: %s', (id, variant, says) => {
    const links = linksFor(mail('x', { messageId: `${id}-git-send-email-mhocko@kernel.org` }))
    expect(links.map(l => [l.variant, l.sure])).toEqual([[variant, 'likely']])
    expect(links[0]?.reason).toContain("v5's step 1 stands in: ")
    expect(links[0]?.reason).toContain(says)
  })

  it('call a cover a series, and a mail cited for a position an argument', () => {
    expect(said(mail('x', { messageId: '1454505240-23446-1-git-send-email-mhocko@kernel.org' }))).toEqual([
      ['oom-reaper', 'v5-5', 'series', 'certain'],
    ])
    expect(said(mail('x', { messageId: '20151125200806.GA13388@cmpxchg.org', hasDiff: false }))).toEqual([
      ['oom-reaper', null, 'argument', 'certain'],
    ])
  })

  it('are likely for the same title by the same author under another Message-ID', () => {
    const author = { name: 'Michal Hocko', address: 'mhocko@suse.example' }
    expect(said(mail('mm, oom: Introduce  oom reaper', { author }))).toEqual([
      ['oom-reaper', 'v5-1', 'patch', 'likely'],
    ])
    expect(said(mail('oom reaper v5', { author, subject: subject('oom reaper v5', { part: 0, total: 5 }) }))).toEqual([
      ['oom-reaper', 'v5-5', 'series', 'likely'],
    ])
  })

  it('play the revision that the n/m of the subject names', () => {
    const author = { name: 'Michal Hocko', address: '' }
    const title = 'mm, oom_reaper: implement OOM victims queuing'
    const of = (part: number, total: number) =>
      linksFor(mail(title, { author, subject: subject(title, { part, total }) }))[0]?.variant
    expect([of(5, 5), of(5, 9)]).toEqual(['v5-5', 'after'])
  })

  it('are only a guess for the same title by somebody else', () => {
    expect(said(mail('mm, oom: introduce oom reaper'))).toEqual([['oom-reaper', null, 'mechanism', 'guess']])
  })

  it('are likely for a reply under the title of a patch', () => {
    const m = mail('mm, oom: introduce oom reaper', {
      subject: subject('mm, oom: introduce oom reaper', reply),
      hasDiff: false,
    })
    expect(said(m)).toEqual([['oom-reaper', 'v5-1', 'argument', 'likely']])
  })

  it('do not tie a reply by a title as short as anybody could write', () => {
    expect(said(mail('oom reaper', { subject: subject('oom reaper', reply), hasDiff: false }))).toEqual([])
  })

  it('are likely for a part of a series that holds a listed patch', () => {
    const series: PatchSeries = {
      key: '1454505240-23446-1-git-send-email-mhocko@kernel.org',
      title: 'oom reaper v5',
      version: 5,
      isRfc: false,
      isResend: false,
      author: { name: 'Michal Hocko', address: 'mhocko@kernel.org' },
      total: 5,
      coverId: '1454505240-23446-1-git-send-email-mhocko@kernel.org',
      parts: [],
      chain: 'oom reaper',
      sure: 'certain',
      reason: 'cover',
      atSeconds: 0,
      extent: 'whole',
      replaces: null,
      umbrellaId: null,
      marks: [],
    }
    expect(said(mail('a late fix', { series }))).toEqual([['oom-reaper', 'v5-5', 'series', 'likely']])
    expect(
      said(mail('a late fix', { series: { ...series, key: 'x@example.org', coverId: null, title: 'other' } })),
    ).toEqual([])
  })

  it.each([
    ['mm, oom: let oom_reaper retry with backoff', '"oom_reaper"'],
    ['mm: teach the OOM reaper about shmem', '"oom reaper"'],
    ['mm/oom_kill: reap the victim from a kernel thread', 'says "reap"'],
    ['mm, oom: reap brook mappings of OOM victims', 'says "reap"'],
    ['mm, brook: do not allocate under brook->lock', null],
    ['oom: a thread that reaps', null],
  ])('guess from the title of a patch: %s', (title, reason) => {
    const links = linksFor(mail(title))
    expect(links.map(l => [l.kind, l.sure, l.debate])).toEqual(reason === null ? [] : [['mechanism', 'guess', null]])
    if (reason !== null) expect(links[0]?.reason).toContain(reason)
  })

  it('guess from a verb only beside OOM in the title or its file in the diff', () => {
    expect(said(mail('kernel: reap zombies sooner'))).toEqual([])
    expect(said(mail('mm: reap sooner', { files: ['mm/oom_kill.c'] }))).toEqual([
      ['oom-reaper', null, 'mechanism', 'guess'],
    ])
  })

  it.each([
    'mm, oom: do not trigger out_of_memory from the #PF',
    'mm: page_alloc: inline should_alloc_retry()',
    'xfs: don’t use __GFP_NOFAIL in xfs_init_fs_context',
    'memcg: fix oom killer selection',
    '',
  ])('are none for a patch that nothing plays: %s', title => {
    expect(said(mail(title))).toEqual([])
  })

  it('are none for talk about the reaper that proposes nothing', () => {
    const talk = mail('question on the oom reaper', {
      subject: subject('question on the oom reaper', { isPatch: false }),
      hasDiff: false,
    })
    expect(said(talk)).toEqual([])
  })

  it('come in linear time from a hostile subject', () => {
    expect(said(mail('reap '.repeat(100_000)))).toEqual([])
  })
})
