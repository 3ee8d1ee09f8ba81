import { describe, expect, it } from 'vitest'
import type { ArchiveReader } from '../../../model/index.ts'
import { debateCard, debatePage } from '../../../app/_views/debate.ts'
import { homeView } from '../../../app/_views/home.ts'
import { debateBySlug } from '../../../app/_views/members.ts'
import { toText } from '../../../app/_ui/html.ts'
import type { Chunks } from '../../../app/_ui/html.ts'
import { debateContent, debatesContent } from '../../../app/_ui/reading/debatePage.ts'
import { homeContent } from '../../../app/_ui/reading/homePage.ts'
import { listAnswer } from '../../../app/_ui/reading/listAnswer.ts'
import { fakeReader } from './fake.ts'
import { textOf } from './tokens.ts'

const sample = fakeReader([{ id: 'a@example.org' }])
const real: ArchiveReader = {
  ...sample,
  lists: async () =>
    (await sample.lists()).flatMap(l => [l, { ...l, slug: 'linux-mm', title: 'linux-mm', isSample: false }]),
}
const empty = { ...fakeReader([]), lists: async () => [] }
const emptyList = {
  ...empty,
  lists: async () => [{ slug: 'mine', title: '', isSample: false, messages: 0, threads: 0, newestAt: 0 }],
}
const debate = debateBySlug('oom-reaper')!

const read = async (content: Chunks) => textOf(await toText(content))
const home = async (reader: ArchiveReader) => read(homeContent(await homeView(reader)))
const list = async (reader: ArchiveReader, slug: string) => {
  const answer = await listAnswer(reader, slug, new URL(`http://example.org/${slug}/`))
  return { status: answer.status, text: await read(answer.body as Chunks) }
}

describe('an archive that holds only the sample', () => {
  it('counts no postings as lacking, and says what brings them', async () => {
    for (const text of [
      await home(sample),
      await read(debatesContent([await debateCard(sample, debate)])),
      await read(debateContent(await debatePage(sample, debate))),
    ]) {
      expect(text).not.toMatch(/0 of \d+/)
      expect(text).toContain('This archive is the invented sample; npx acknak fetch debates brings the real threads')
    }
  })

  it('folds the postings of a debate and keeps its scenario above them, ready to run', async () => {
    const page = await toText(debateContent(await debatePage(sample, debate)))
    const [run, fold] = [page.indexOf('data-embed='), page.indexOf('known postings: titles')]
    expect(run).toBeGreaterThan(0)
    expect(fold).toBeGreaterThan(run)
    expect(page.slice(0, fold)).toMatch(/<details class="fold"><summary>\d+ $/)
  })
})

describe('an archive with real mail', () => {
  it('counts the postings it holds and lists the others as missing', async () => {
    const known = debate.patches.length
    expect(await home(real)).toContain(`0 of ${known} postings here`)
    const text = await read(debateContent(await debatePage(real, debate)))
    expect(text).toContain(`0 of ${known} known postings in this archive`)
    expect(text).not.toContain('invented sample')
  })
})

describe('an empty archive', () => {
  it('says on its home page how mail comes in, and promises no search that finds something', async () => {
    const text = await home(empty)
    expect(text).toMatch(/The archive is empty\. npx acknak ingest FILE\.mbox[^]*npx acknak fetch debates/)
    expect(text).toContain('None yet: lists come with their mail.')
    expect(text).not.toContain('Try ')
  })

  it('says on the page of a debate what brings its threads', async () => {
    expect(await read(debateContent(await debatePage(empty, debate)))).toContain(
      'This archive is empty; npx acknak fetch debates brings the real threads',
    )
  })

  it('has a page for a list without threads', async () => {
    const { status, text } = await list(emptyList, 'mine')
    expect(status).toBe(200)
    expect(text).toContain('No thread of this list is here yet. npx acknak ingest FILE.mbox')
  })
})

describe('a list that is not there', () => {
  it('is answered with the lists there are, the nearest first', async () => {
    const { status, text } = await list(real, 'linux-mn')
    expect(status).toBe(404)
    expect(text).toMatch(/no list ‘linux-mn’[^]*Did you mean ‘linux-mm’\? Its lists:\s*\/linux-mm\/\s*\/sample\//)
  })

  it('is answered in an empty archive with how to fill it', async () => {
    expect((await list(empty, 'x')).text).toMatch(/the archive is empty\.[^]*acknak ingest FILE\.mbox/)
  })
})
