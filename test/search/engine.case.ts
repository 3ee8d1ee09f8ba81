import { expect, it } from 'vitest'
import type { MessageId, SearchAnswer } from '../../model/index.ts'
import type { MailSpec } from '../prisma/mails.ts'

/** The mails that both engines are asked about. */
export const mails: readonly MailSpec[] = [
  {
    id: 'patch@example.org',
    subject: '[PATCH 1/2] mm, oom_reaper: let go of mmap_sem',
    from: 'Ada Keeper',
    atSeconds: Date.parse('2016-02-03T10:00:00Z') / 1000,
    text: 'The oom reaper takes mmap_sem for reading and __GFP_NOFAIL callers wait.\n\tdown_read(&mm->mmap_lock);\n\n--- a/mm/oom_kill.c\n+++ b/mm/oom_kill.c\n@@ -1 +1 @@\n-x\n+exit_mmap\n',
    files: ['mm/oom_kill.c', 'include/linux/oom.h'],
    gfp: ['__GFP_NOFAIL'],
    mechanisms: ['oom-reaper'],
  },
  {
    id: 'reply@example.org',
    subject: 'Re: [PATCH 1/2] mm, oom_reaper: let go of mmap_sem',
    from: 'Bo Watermark',
    atSeconds: Date.parse('2016-02-04T10:00:00Z') / 1000,
    parent: 'patch@example.org',
    text: '> The oom reaper takes mmap_sem for reading and __GFP_NOFAIL callers wait.\nGFP_NOFS would livelock as well.\n',
    gfp: ['__GFP_NOFAIL', 'GFP_NOFS'],
    mechanisms: ['oom-reaper'],
  },
  {
    id: 'quiet@example.org',
    subject: 'watermarks of a zone',
    from: 'Cy Jose\u0301 Example',
    atSeconds: Date.parse('2017-05-06T10:00:00Z') / 1000,
    list: 'linux-fsdevel',
    text: 'A livelock in the kswapd path? The low watermark moves, kswapd sleeps.\n> quoted: kswapd kswapd kswapd livelock\n',
    mechanisms: [],
  },
  {
    id: 'quoter@example.org',
    subject: 'Re: something else',
    from: 'Bo Watermark',
    atSeconds: Date.parse('2018-05-06T10:00:00Z') / 1000,
    text: '> the page allocator loops\n> until the swap\n> token returns\nagreed, more or less\n',
  },
  {
    id: 'owner@example.org',
    subject: 'another thing',
    from: 'Ada Keeper',
    atSeconds: Date.parse('2015-05-06T10:00:00Z') / 1000,
    text: 'the page allocator loops here in a longer text of mine with other words around it\n',
  },
]

export type Ask = (query: string, page?: { limit: number; offset: number }) => Promise<SearchAnswer>

/** What both engines must find. `ask` throws for refusals. */
export function engineSuite(ask: () => Ask): void {
  const found = async (query: string): Promise<MessageId[]> =>
    (await ask()(query)).hits.map(h => h.messageId.replace('@example.org', ''))
  const set = async (query: string) => (await found(query)).sort()

  it('finds by words, all of them', async () => {
    expect(await set('livelock')).toEqual(['quiet', 'reply'])
    expect(await set('livelock kswapd')).toEqual(['quiet'])
  })

  it('an identifier is exact', async () => {
    expect(await set('__GFP_NOFAIL')).toEqual(['patch', 'reply'])
    expect(await set('mmap_sem')).toEqual(['patch', 'reply'])
    expect(await set('exit_mmap')).toEqual(['patch'])
    expect(await set('mmap_lock')).toEqual(['patch'])
    expect(await set('__GFP_NOFS')).toEqual([])
    expect(await set('mmap_semx')).toEqual([])
    expect(await set('exit_mmac')).toEqual([])
  })

  it('an identifier is found by its words and without its underscores', async () => {
    expect(await set('GFP_NOFAIL')).toEqual(['patch'])
    expect(await set('exit mmap')).toEqual(['patch'])
    expect(await set('s:reaper')).toEqual(['patch', 'reply'])
  })

  it('a path is found whole and in parts', async () => {
    expect(await set('mm/oom_kill.c')).toEqual(['patch'])
    expect(await set('dfn:mm/oom_kill.c')).toEqual(['patch'])
    expect(await set('dfn:oom_kill.c')).toEqual(['patch'])
    expect(await set('dfn:include/linux')).toEqual(['patch'])
    expect(await set('dfn:mm/oom.h')).toEqual([])
  })

  it('flags and mechanisms are those the author named, not the quoted ones', async () => {
    expect(await set('gfp:NOFAIL')).toEqual(['patch'])
    expect(await set('gfp:GFP_NOFS')).toEqual(['reply'])
    expect(await set('mech:oom-reaper')).toEqual(['patch'])
    expect(await set('gfp:NOFAIL gfp:GFP_NOFS')).toEqual([])
    expect(await set('l:linux-mm -gfp:NOFAIL livelock')).toEqual(['reply'])
  })

  it('phrases stand together, in this order', async () => {
    expect(await set('"oom reaper takes"')).toEqual(['patch', 'reply'])
    expect(await set('"reaper oom"')).toEqual([])
    expect(await set('"the swap token"')).toEqual(['quoter'])
    expect(await set('s:"let go of"')).toEqual(['patch', 'reply'])
    expect(await set('s:"go let"')).toEqual([])
  })

  it('what is negated is not found', async () => {
    expect(await set('livelock -kswapd')).toEqual(['reply'])
    expect(await set('livelock -f:bo')).toEqual(['quiet'])
    expect(await set('livelock -"low watermark"')).toEqual(['reply'])
    expect(await set('mmap_sem -has:patch')).toEqual(['reply'])
    expect(await set('livelock -d:2016')).toEqual(['quiet'])
    expect(await set('livelock -l:linux-fsdevel')).toEqual(['reply'])
  })

  it('authors are found by name and by address, accents or not', async () => {
    expect(await set('f:keeper')).toEqual(['owner', 'patch'])
    expect(await set('f:ada.keeper@example.org')).toEqual(['owner', 'patch'])
    expect(await set('f:"bo watermark"')).toEqual(['quoter', 'reply'])
    expect(await set('f:jose')).toEqual(['quiet'])
    expect(await set('f:keep')).toEqual([])
  })

  it('lists, dates, ids and patches are exact', async () => {
    expect(await set('l:linux-fsdevel')).toEqual(['quiet'])
    expect(await set('l:linux')).toEqual([])
    expect(await set('d:20160203..20160203')).toEqual(['patch'])
    expect(await set('d:2016')).toEqual(['patch', 'reply'])
    expect(await set('d:..20151231')).toEqual(['owner'])
    expect(await set('m:reply@example.org')).toEqual(['reply'])
    expect(await set('has:patch')).toEqual(['patch'])
  })

  it('the body is searched without subject and author', async () => {
    expect(await set('b:livelock')).toEqual(['quiet', 'reply'])
    expect(await set('b:keeper')).toEqual([])
  })

  it('own words rank above quoted ones', async () => {
    expect(await found('page allocator loops')).toEqual(['owner', 'quoter'])
    expect(await found('"page allocator"')).toEqual(['owner', 'quoter'])
  })

  it('filters alone answer newest first', async () => {
    expect(await found('f:bo')).toEqual(['quoter', 'reply'])
    expect(await found('d:2015..2018')).toEqual(['quoter', 'quiet', 'reply', 'patch', 'owner'])
  })

  it('facets count all that was found, not only the page', async () => {
    const { facets, total, hits } = await ask()('d:2015..2018', { limit: 1, offset: 0 })
    expect([total, hits.length]).toEqual([5, 1])
    expect(facets).toEqual({
      gfp: { __GFP_NOFAIL: 1, GFP_NOFS: 1 },
      mech: { 'oom-reaper': 1 },
      list: { 'linux-mm': 4, 'linux-fsdevel': 1 },
    })
  })

  it('pages go on where the last one ended', async () => {
    const page = async (offset: number) =>
      (await ask()('d:2015..2018', { limit: 2, offset })).hits.map(h => h.messageId.split('@')[0])
    expect([await page(0), await page(2), await page(4), await page(6)]).toEqual([
      ['quoter', 'quiet'],
      ['reply', 'patch'],
      ['owner'],
      [],
    ])
  })

  it('a hit is a line to read: thread, list, author, words around the match', async () => {
    const { hits } = await ask()('gfp:GFP_NOFS')
    expect(hits).toEqual([
      {
        messageId: 'reply@example.org',
        rootId: 'patch@example.org',
        list: 'linux-mm',
        subject: 'Re: [PATCH 1/2] mm, oom_reaper: let go of mmap_sem',
        author: { name: 'Bo Watermark', address: 'bo.watermark@example.org' },
        atSeconds: Date.parse('2016-02-04T10:00:00Z') / 1000,
        excerpt: expect.stringContaining('GFP_NOFS would livelock') as string,
        marks: [expect.anything()],
        isSample: false,
      },
    ])
    const hit = hits[0]
    const mark = hit?.marks[0]
    expect(hit?.excerpt.slice(mark?.start, mark?.end)).toBe('GFP_NOFS')
  })
}
