import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { buildThreads, openSource, parseMessage, skeletonOf } from '../../ingest/index.ts'
import type { ParsedMessage } from '../../model/index.ts'

const path = fileURLToPath(new URL('../../ingest/sample/archive.mbox', import.meta.url))
const bytes = readFileSync(path)
const text = bytes.toString('latin1')

const separators = [...text.matchAll(/^From mboxrd@z (\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4})$/gm)].map(
  m => m[1] ?? '',
)
const records = text.split(/^From mboxrd@z .*\n/m).slice(1)
const headOf = (record: string) => record.slice(0, record.indexOf('\n\n')).replaceAll(/\n[ \t]+/g, ' ')
const idOf = (record: string) => /^Message-ID: <(.+)>$/m.exec(headOf(record))?.[1] ?? null

/** The mails that are odd on purpose; other tests may name them too. */
const odd = {
  deliveredTwice: '650b499a-235a-4b5e-bef0-24006c49a76d@example.org',
  broken: 'WMXSVZPASS58K5CV2VP8YD@example.org',
  slash: '68c0f2b1.vKq/h2Xw+7pQz%robot@example.org',
  missingPart: '20310324074117.18650-3-ilse@example.org',
  missingRoot: '20320120183000.7741-1-kofi@example.org',
  base64Patch: '20310908072000.55037-3-dung@example.org',
}

describe('the sample archive as a file', () => {
  it('holds 60 to 130 records, in order of arrival, each behind a true date', () => {
    expect(separators.length).toBeGreaterThanOrEqual(60)
    expect(separators.length).toBeLessThanOrEqual(130)
    expect(text.match(/^From /gm)).toHaveLength(separators.length)
    const times = separators.map(s => Date.parse(`${s} UTC`))
    expect(times).toEqual([...times].sort((a, b) => a - b))
    for (const [i, s] of separators.entries())
      expect(new Date(times[i] ?? NaN).toUTCString().slice(0, 3)).toBe(s.slice(0, 3))
  })

  it('names nobody outside example.org', () => {
    const addresses = text.match(/[\w.%+/-]+@[\w-]+(?:\.[\w-]+)*/g) ?? []
    expect(new Set(addresses.map(a => a.slice(a.lastIndexOf('@'))))).toEqual(new Set(['@z', '@example.org']))
  })

  it('has LF line ends, and 8-bit bytes only in bodies that declare them', () => {
    expect(text).not.toContain('\r')
    for (const record of records) {
      const head = headOf(record)
      expect(head).toMatch(/^[\t\x20-\x7e\n]*$/)
      if (/^[\t\x20-\x7e\n]*$/.test(record)) continue
      expect(head).toMatch(/^Content-Transfer-Encoding: 8bit$/m)
      const charset = /charset=(utf-8|iso-8859-1)/.exec(head)?.[1] ?? 'none declared'
      expect(() => new TextDecoder(charset, { fatal: true }).decode(Buffer.from(record, 'latin1'))).not.toThrow()
    }
  })

  it('repeats one Message-ID, with the same bytes, and lacks one', () => {
    const ids = records.map(idOf)
    const twice = ids.filter((id, i) => id !== null && ids.indexOf(id) < i)
    expect(twice).toEqual([odd.deliveredTwice])
    const [first, second] = records.filter(r => idOf(r) === odd.deliveredTwice)
    expect(second).toBe(first)
    expect(ids.filter(id => id === null)).toHaveLength(1)
  })
})

describe('the sample archive as mails', () => {
  const mails = new Map<string, ParsedMessage>()
  let list = ''
  beforeAll(async () => {
    const source = await openSource(path)
    list = source.list
    for await (const chunk of source.read())
      for (const raw of chunk) {
        if (raw.kind !== 'mail') throw new Error(`quarantined: ${raw.reason}`)
        const mail = await parseMessage(raw)
        if ('reason' in mail) throw new Error(`quarantined: ${mail.reason}`)
        mails.set(mail.headers.messageId, mail)
      }
  })
  const mail = (id: string): ParsedMessage => {
    const found = mails.get(id)
    if (found === undefined) throw new Error(`no mail ${id}`)
    return found
  }

  it('are all read, on the list sample-mm', () => {
    expect(list).toBe('sample-mm')
    expect(mails.size).toBe(separators.length - 1)
    expect(mail(odd.slash).headers.author.name).toBe('sample build robot')
  })

  it('have problems only where they are meant to', () => {
    const codes = [...mails.values()].flatMap(m => m.problems.map(p => p.code))
    expect(new Set(codes)).toEqual(
      new Set(['format-flowed', 'message-id-missing', 'date-unreadable', 'boundary-not-found']),
    )
    expect(mail(odd.broken).problems.map(p => p.code)).toEqual(['date-unreadable', 'boundary-not-found'])
  })

  it('decode: a base64 patch, names and words in three scripts, an attached patch, an escaped line', () => {
    const all = [...mails.values()]
    expect(mail(odd.base64Patch).files).toEqual(['drivers/gpu/quill/quill_map.c'])
    expect(new Set(all.map(m => m.headers.from.name))).toContain('Nguyễn Hạnh Dung')
    expect(all.filter(m => m.text.endsWith('-- \nBjörn\n'))).toHaveLength(3)
    expect(all.flatMap(m => m.attachments.map(a => a.fileName))).toEqual([
      '0001-selftests-brook-hold-the-lock-and-wait-for-memory.patch',
    ])
    expect(all.filter(m => m.text.includes('\nFrom what I see'))).toHaveLength(1)
  })

  it('give trailers only in names that write to the list', () => {
    const senders = new Set([...mails.values()].map(m => m.headers.from.name))
    const given = [...mails.values()].flatMap(m =>
      m.trailers.flatMap(t => (t.name.endsWith('-by') && t.person !== null ? [t.person.name] : [])),
    )
    expect(given.length).toBeGreaterThan(40)
    expect(given.filter(name => !senders.has(name))).toEqual([])
  })

  it('answer only what is there, but for the two mails that are missing on purpose', () => {
    const named = [...mails.values()].flatMap(m => [...m.headers.references])
    expect(new Set(named.filter(id => !mails.has(id)))).toEqual(new Set([odd.missingPart, odd.missingRoot]))
    for (const m of mails.values())
      if (m.headers.references.length > 0) expect(m.headers.inReplyTo).toEqual(m.headers.references.slice(-1))
  })

  it('have one reply that arrived before its parent', () => {
    const early = [...mails.values()].filter(m => {
      const parent = mails.get(m.headers.inReplyTo[0] ?? '')
      return parent !== undefined && (parent.headers.receivedAt ?? 0) > (m.headers.receivedAt ?? 0)
    })
    expect(early.map(m => m.headers.subject.full)).toEqual([
      'Re: [RFC PATCH 2/2] mm, brook: do not kill from brook_fault()',
    ])
  })

  it('hold what they claim: every hunk has the lines its header counts', () => {
    let hunks = 0
    for (const m of mails.values())
      for (const body of [m.text, ...m.attachments.map(a => a.text ?? '')]) {
        const lines = body.split('\n')
        for (const [i, line] of lines.entries()) {
          const counts = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(line)
          if (counts === null) continue
          let [before, after] = [Number(counts[1] ?? 1), Number(counts[2] ?? 1)]
          for (let j = i + 1; before > 0 || after > 0; j++) {
            const mark = lines[j]?.[0]
            expect([' ', '+', '-']).toContain(mark)
            if (mark !== '+') before--
            if (mark !== '-') after--
          }
          expect([before, after]).toEqual([0, 0])
          hunks++
        }
      }
    expect(hunks).toBe(83)
  })

  it('make 13 threads, the reply without ids among them as a root of its own', () => {
    const threads = buildThreads([...mails.values()].map(skeletonOf))
    expect(threads).toHaveLength(13)
    expect(threads.map(t => t.rootId)).toContain(odd.missingRoot)
  })
})
