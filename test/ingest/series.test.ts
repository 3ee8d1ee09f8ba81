import fc from 'fast-check'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { buildSeries, buildThreads } from '../../ingest/index.ts'
import { readSubject } from '../../ingest/parse/subject.ts'
import type { Skeleton } from '../../model/index.ts'
import { compareVersions, majorVersion, versionLabel } from '../../text/revision.ts'
import { seriesOfFiles, worksOf } from '../bench/series/corpus.ts'

const people = ['Ada', 'Bea'].map(name => ({ name, address: `${name.toLowerCase()}@example.org` }))

const mail = (
  own: Pick<Skeleton, 'messageId'> &
    Partial<Omit<Skeleton, 'subject'>> & { readonly subject: string; readonly patchId?: string },
): Skeleton => {
  const { subject, patchId, ...rest } = own
  return {
    inReplyTo: [],
    references: [],
    author: people[0]!,
    from: people[0]!,
    atSeconds: 1_700_000_000,
    hasDiff: true,
    form: 'rfc5322',
    contentHash: JSON.stringify(own),
    ...rest,
    subject: readSubject(subject),
    ...(patchId === undefined ? {} : { patch: { patchIds: [patchId], changeId: null, baseCommit: null, links: [] } }),
  }
}

const id = fc.integer({ min: 0, max: 15 }).map(n => `${n}@example.org`)

/** Postings over few ids, titles and versions, so that rerolls, resends, umbrellas and doubles are common. */
const postings: fc.Arbitrary<Skeleton[]> = fc.array(
  fc
    .record({
      messageId: id,
      parent: fc.option(id, { nil: undefined }),
      tags: fc.constantFrom(
        'PATCH',
        'PATCH v2',
        'PATCH v2.1',
        'RESEND PATCH',
        'RFC PATCH',
        'PATCHSET v3',
        'PATCH 5.10',
      ),
      place: fc.constantFrom('', ' 0/2', ' 1/2', ' 2/2', ' 3/2', ' 1.5/2', ' 0/3', ' 1/3', ' 3/3', ' 1/1'),
      title: fc.constantFrom('pools: make', 'pools: free', 'pools v4'),
      reply: fc.constantFrom('', '', '', 'Re: '),
      who: fc.constantFrom(...people),
      minutes: fc.integer({ min: 0, max: 200 }),
      hasDiff: fc.boolean(),
      patchId: fc.option(fc.constantFrom('a', 'b'), { nil: undefined }),
    })
    .map(({ parent, tags, place, title, reply, who, minutes, patchId, ...rest }) =>
      mail({
        ...rest,
        subject: `${reply}[${tags}${place}] ${title}`,
        inReplyTo: parent === undefined ? [] : [parent],
        author: who,
        from: who,
        atSeconds: minutes * 60,
        ...(patchId === undefined ? {} : { patchId }),
      }),
    ),
  { maxLength: 16 },
)

describe('series', () => {
  it('are the same for the same mails in any order', () => {
    fc.assert(
      fc.property(postings, fc.array(fc.nat(), { minLength: 16, maxLength: 16 }), (mails, keys) => {
        const shuffled = mails.map((m, i) => [keys[i] ?? 0, i, m] as const).sort((a, b) => a[0] - b[0] || a[1] - b[1])
        expect(buildSeries(buildThreads(shuffled.map(s => s[2])))).toEqual(buildSeries(buildThreads(mails)))
      }),
      { numRuns: 1500 },
    )
  })

  it('hold each posted mail once, under one key; parts in order, marks sorted and without doubles', () => {
    fc.assert(
      fc.property(postings, mails => {
        const threads = buildThreads(mails)
        const series = threads.flatMap(t => buildSeries([t]))
        expect(series).toEqual(buildSeries(threads))
        const held = series.flatMap(s => [
          ...(s.coverId === null ? [] : [s.coverId]),
          ...s.parts.map(p => p.messageId).filter(m => m !== null),
        ])
        expect(new Set(held).size).toBe(held.length)
        expect(new Set(series.map(s => s.key)).size).toBe(series.length)
        for (const s of series) {
          expect(held).toContain(s.key)
          expect(s.parts.map(p => p.part)).toEqual(s.parts.map(p => p.part).sort((a, b) => a - b))
          expect(new Set(s.parts.map(p => p.part)).size).toBe(s.parts.length)
          if (s.replaces !== null)
            expect([s.extent, series.some(o => o.key === s.replaces && o.extent === 'whole')]).toEqual([
              'partial',
              true,
            ])
          const marks = s.marks.map(m => `${m.kind} ${m.value}`)
          expect(marks).toEqual([...new Set(marks)].sort())
          expect(s.marks).toContainEqual({ kind: 'link', value: s.key, sure: 'certain' })
        }
      }),
      { numRuns: 1500 },
    )
  })

  it('lose no mail with a diff that its subject calls a patch', () => {
    fc.assert(
      fc.property(postings, mails => {
        const threads = buildThreads(mails)
        const held = new Set(buildSeries(threads).flatMap(s => [s.coverId, ...s.parts.map(p => p.messageId)]))
        for (const { message } of threads.flatMap(t => t.nodes))
          if (message !== 'ghost' && message.hasDiff && message.subject.isPatch && !message.subject.isReply)
            expect(held).toContain(message.messageId)
      }),
      { numRuns: 500 },
    )
  })

  it('posted again under one version are the same revision if their patch-ids are, else the next as a guess', () => {
    const told = (first: string, second: string) => {
      const mails = [
        mail({ messageId: 'a', subject: '[PATCH] pools: make', patchId: first }),
        mail({
          messageId: 'b',
          subject: '[PATCH] pools: make',
          inReplyTo: ['a'],
          atSeconds: 1_700_100_000,
          patchId: second,
        }),
      ]
      return buildSeries(buildThreads(mails)).map(
        s => `v${s.version}${s.isResend ? ' resend' : ''} ${s.reason}, ${s.sure}`,
      )
    }
    expect(told('1', '1')).toEqual(['v1 single-patch, certain', 'v1 resend resent-without-saying, certain'])
    expect(told('1', '2')).toEqual(['v1 single-patch, certain', 'v2 posted-again-with-changes, guess'])
  })

  it('posted again and again under one title take the versions that are free, thousands of them too', () => {
    const count = 6_000
    const series = buildSeries(
      buildThreads(
        Array.from({ length: count }, (_, i) =>
          mail({
            messageId: `p${String(i).padStart(4, '0')}`,
            subject: i === 1 ? '[PATCH v3] pools: make' : '[PATCH] pools: make',
            inReplyTo: i === 0 ? [] : ['p0000'],
            atSeconds: 1_700_000_000 + i,
            patchId: String(i),
          }),
        ),
      ),
    )
    expect(series.slice(0, 5).map(s => s.version)).toEqual([1, 3, 2, 4, 5])
    expect(new Set(series.map(s => s.version)).size).toBe(count)
  })

  it('of a cover are the fullest posting of its sending when a part was posted twice', () => {
    const part = (messageId: string, subject: string, seconds: number, patchId: string) =>
      mail({ messageId, subject, inReplyTo: ['top'], atSeconds: 1_700_000_000 + seconds, patchId })
    const series = buildSeries(
      buildThreads([
        mail({ messageId: 'top', subject: '[PATCH 0/3] pools: sizes', hasDiff: false }),
        part('left', '[PATCH 1/3] pools: old title', 1, 'a'),
        part('one', '[PATCH 1/3] pools: new title', 2, 'a'),
        part('two', '[PATCH 2/3] pools: use it', 3, 'b'),
        part('three', '[PATCH 3/3] pools: drop it', 4, 'c'),
      ]),
    )
    expect(series.map(s => [s.key, s.extent, s.parts.map(p => p.messageId), s.reason])).toEqual([
      ['top', 'whole', ['one', 'two', 'three'], 'cover'],
      ['left', 'partial', ['left'], 'resent-without-saying'],
    ])
  })

  it('are not called the same patches sent again where they share no part', () => {
    const part = (messageId: string, subject: string, days: number) =>
      mail({ messageId, subject, inReplyTo: ['top'], atSeconds: 1_700_000_000 + days * 86_400, patchId: messageId })
    const series = buildSeries(
      buildThreads([
        mail({ messageId: 'top', subject: '[PATCH 0/3] pools: sizes', hasDiff: false }),
        part('one', '[PATCH 1/3] pools: make', 0),
        part('again', '[PATCH 1/3] pools: make', 1),
        part('two', '[PATCH 2/3] pools: use it', 3),
      ]),
    )
    expect(series.map(s => `${s.key} ${s.reason}, ${s.sure}`)).toEqual([
      'top cover, certain',
      'again posted-again-with-changes, guess',
      'two part-posted-again, guess',
    ])
  })

  it('below an empty cover are grouped by it only where they are several', () => {
    const under = (n: number) =>
      buildSeries(
        buildThreads([
          mail({ messageId: 'top', subject: '[PATCH 0/9] pools: everything', hasDiff: false }),
          ...Array.from({ length: n }, (_, i) => [
            mail({
              messageId: `c${i}`,
              subject: `[PATCH 0/1] pools: topic ${i}`,
              hasDiff: false,
              inReplyTo: ['top'],
              atSeconds: 1_700_000_010 + i,
            }),
            mail({
              messageId: `p${i}`,
              subject: `[PATCH 1/1] pools: step ${i}`,
              inReplyTo: [`c${i}`],
              atSeconds: 1_700_000_020 + i,
            }),
          ]).flat(),
        ]),
      ).map(s => `${s.key} under ${s.umbrellaId}`)
    expect(under(2)).toEqual(['c0 under top', 'c1 under top'])
    expect(under(1)).toEqual(['top under null', 'c0 under null'])
  })

  it('take a total beyond reason without listing every part', () => {
    const [series] = buildSeries(buildThreads([mail({ messageId: 'a', subject: '[PATCH 1/99999] pools: make' })]))
    expect([series?.total, series?.parts.length]).toEqual([99_999, 500])
  })

  it('need time in step with their size, also chained a thousand deep', () => {
    const total = 3000
    const mails = Array.from({ length: total }, (_, i) =>
      mail({
        messageId: `${i}@example.org`,
        subject: `[PATCH ${i + 1}/${total}] pools: step ${i}`,
        inReplyTo: i === 0 ? [] : [`${i - 1}@example.org`],
        atSeconds: 1_700_000_000 + i,
      }),
    )
    const held = buildSeries(buildThreads(mails)).flatMap(s => s.parts.filter(p => p.messageId !== null))
    expect(held).toHaveLength(total)
  })
})

describe('revisions', () => {
  const of = (versionText: string) => ({ version: Number(versionText), versionText })

  it.each([
    ['24.0', '24.1'],
    ['24.1', '24.10'],
    ['24.9', '24.10'],
    ['24.10', '25.0'],
    ['1', '1.1'],
    ['2', '10'],
  ])('%s comes before %s', (a, b) => {
    expect(compareVersions(of(a), of(b))).toBeLessThan(0)
    expect(compareVersions(of(b), of(a))).toBeGreaterThan(0)
  })

  it('without a minor number are those with 0 behind the dot', () => {
    expect(compareVersions({ version: 24 }, of('24.0'))).toBe(0)
    expect([
      versionLabel(of('24.0')),
      versionLabel({ version: 24 }),
      versionLabel({ version: null }),
      majorVersion(of('24.10')),
    ]).toEqual(['24.0', '24', '1', 24])
  })

  it('are read from a subject so that the number and the text agree', () => {
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 99 }), fc.integer({ min: 0, max: 99 }), (major, minor) => {
        const subject = readSubject(`[PATCH v${major}.${minor} 1/2] pools: make`)
        expect([versionLabel(subject), subject.version]).toEqual([`${major}.${minor}`, Number(`${major}.${minor}`)])
      }),
    )
  })
})

const corpus = resolve(import.meta.dirname, '../../../shared/corpus')

describe.skipIf(!existsSync(corpus))('needs ../shared: series of real archives', () => {
  it('are as complete as counted, and chain into works without running away', async () => {
    const files = ['cgroups-2019.mbox.gz', 'oom-2019-2026.mbox.gz'].map(name => resolve(corpus, name))
    const { series } = await seriesOfFiles(files)
    const multi = series.filter(s => s.extent === 'whole' && (s.total > 1 || s.coverId !== null))
    const held = (s: (typeof series)[number]) => s.parts.filter(p => p.messageId !== null).length
    const works = worksOf(series)
    expect({
      postings: series.length,
      multi: multi.length,
      complete: multi.filter(s => held(s) >= s.total).length,
      coverOnly: multi.filter(s => held(s) === 0).length,
      partial: series.filter(s => s.extent === 'partial').length,
      works: works.filter(w => w.length > 1).length,
      longest: Math.max(...works.map(w => w.length)),
    }).toEqual({
      postings: 366,
      multi: 160,
      complete: 130,
      coverOnly: 2,
      partial: 10,
      works: 62,
      longest: 8,
    })
    for (const work of works) {
      const authors = new Set(work.filter(r => r.sure === 'likely').map(r => r.series.author.name))
      expect([work[0]?.series.key, authors.size <= 2]).toEqual([work[0]?.series.key, true])
    }
  }, 60_000)
})
