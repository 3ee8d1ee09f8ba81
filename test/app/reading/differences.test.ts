import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { respond } from '../../../app/_ui/http.ts'
import { mailAnswer } from '../../../app/_ui/reading/mailAnswer.ts'
import { ingestAll } from '../../../bin/ingest.ts'
import { readSettings } from '../../../bin/settings.ts'
import { openStore } from '../../../prisma/store/index.ts'
import type { Store } from '../../../prisma/store/index.ts'
import { lineDiff } from '../../../text/line-diff.ts'

let store: Store
const dir = mkdtempSync(join(tmpdir(), 'acknak-differences-'))
const mail = (body: string, id = 'one') =>
  `From mboxrd@z Mon Mar  4 10:00:00 2024\nFrom: Ada <ada@example.org>\nDate: Mon, 04 Mar 2024 10:00:00 +0000\nSubject: pools\nMessage-ID: <${id}@example.org>\nList-Id: <pools.example.org>\n\n${body}\n\n`
beforeAll(async () => {
  const path = join(dir, 'pools.mbox')
  writeFileSync(
    path,
    mail('first line\nsecond line\nthird line') +
      mail('first line\n<b>other</b> line\nthird line') +
      mail('alone', 'two'),
  )
  await ingestAll({ paths: [path], settings: readSettings({ data: dir }), quiet: true })
  store = await openStore({ dataDir: dir })
})
afterAll(async () => {
  await store.close()
  rmSync(dir, { recursive: true, force: true })
})
const get = async (path: string) => {
  const url = new URL(path, 'http://127.0.0.1')
  const [list = '', ...segments] = url.pathname.slice(1).split('/').map(decodeURIComponent)
  const answer = await respond(new Request(url), { tag: 'x', atSeconds: 0 }, () =>
    mailAnswer(store.reader, list, segments, url),
  )
  return { status: answer.status, location: answer.headers.get('location'), html: await answer.text() }
}

describe('mails with one Message-ID', () => {
  it('are told apart on a page of their own, line by line', async () => {
    const { status, html } = await get('/pools/one@example.org/d/')
    expect(status).toBe(200)
    expect(html).toContain('2 mails came under this id')
    expect(html).toContain('@@ -1,3 +1,3 @@')
    expect(html).toContain('<span class="rl i-del">-second line</span>')
    expect(html).toContain('<span class="rl i-add">+&lt;b&gt;other&lt;/b&gt; line</span>')
  })

  it('lead to that page from the mail', async () => {
    expect((await get('/pools/one@example.org/')).html).toContain('href="/pools/one@example.org/d/"')
    expect((await get('/pools/two@example.org/')).html).not.toContain('/d/"')
  })

  it('are one only, most often', async () => {
    expect((await get('/pools/two@example.org/d/')).html).toContain('Only one text came under this id.')
    expect(await get('/pools/two@example.org/d')).toMatchObject({ status: 301, location: '/pools/two@example.org/d/' })
    expect((await get('/pools/none@example.org/d/')).status).toBe(404)
  })
})

describe('lines that differ between two texts', () => {
  it.each([
    ['a\nb\n', 'a\nb\n', []],
    ['', 'a\n', ['@@ -0,0 +1 @@', '+a']],
    ['a\nb\nc\n', 'a\nc\n', ['@@ -1,3 +1,2 @@', ' a', '-b', ' c']],
  ])('%j and %j', (before, after, lines) => {
    const hunks = lineDiff(before, after) ?? []
    expect(hunks.flatMap(hunk => [hunk.heading, ...hunk.lines.map(line => line.mark + line.text)])).toEqual(lines)
  })

  it('turn the one into the other, whatever they are', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 30 })
    fc.assert(
      fc.property(lines, lines, (a, b) => {
        const hunks = lineDiff([...a, 'end'].join('\n'), [...b, 'end'].join('\n')) ?? []
        const changed = hunks.flatMap(hunk => hunk.lines)
        const kept = a.length + 1 - changed.filter(line => line.mark === '-').length
        expect(kept + changed.filter(line => line.mark === '+').length).toBe(b.length + 1)
        for (const { heading, lines } of hunks) {
          const [, from = '', size = '1'] = /^@@ -(\d+)(?:,(\d+))?/.exec(heading) ?? []
          const old = lines.filter(line => line.mark !== '+').map(line => line.text)
          expect(old).toEqual([...a, 'end'].slice(Number(from) - (size === '0' ? 0 : 1)).slice(0, Number(size)))
        }
      }),
    )
  })

  it('of texts beyond the bound are not compared', () => {
    expect(lineDiff('x\n'.repeat(20_001), 'y')).toBeNull()
  })
})
