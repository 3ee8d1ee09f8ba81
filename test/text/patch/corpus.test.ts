import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openSource, parseMessage } from '../../../ingest/index.ts'
import type { ParsedMessage } from '../../../model/index.ts'
import { patchIdOf, patchIdsOf, readPatches } from '../../../text/index.ts'
import { gitPatchIds, sha1 } from './git.ts'

const corpus = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'corpus')

const textsOf = (m: ParsedMessage): string[] => [
  m.text,
  ...m.attachments.flatMap(a => (a.contentType === 'message/rfc822' ? [] : (a.text ?? []))),
]

/** The diffs of a mail alone, with the blank given back to the empty lines in them. */
const mended = (m: ParsedMessage): string =>
  readPatches({ text: m.text, title: '', attachments: [] })
    .map(patch => {
      let out = ''
      let at = patch.files[0]?.start ?? 0
      for (const line of patch.files.flatMap(f => f.hunks.flatMap(h => h.lines)))
        if (line.kind === 'context' && line.start === line.end) {
          out += `${m.text.slice(at, line.start)} `
          at = line.start
        }
      return `${out}${m.text.slice(at, patch.files.at(-1)?.end)}\n\nend\n`
    })
    .join('')

describe.skipIf(!existsSync(corpus))('needs ../shared: the patches of real lists', () => {
  it('have the ids that git patch-id --stable gives them, but for damaged ones, which have none', async () => {
    const files = readdirSync(corpus).filter(name => name.endsWith('.mbox.gz'))
    const debates = readdirSync(join(corpus, 'debates')).filter(name => name.endsWith('.mbox'))
    const mails: ParsedMessage[] = []
    for (const name of [...files, ...debates.map(d => join('debates', d))]) {
      const source = await openSource(join(corpus, name))
      for await (const chunk of source.read())
        for (const record of chunk) {
          if (record.kind !== 'mail') continue
          const parsed = await parseMessage(record)
          if (!('kind' in parsed) && parsed.hasDiff) mails.push(parsed)
        }
    }
    const expected = gitPatchIds(mails.map(m => textsOf(m).join('\n')))
    const counts = { mails: mails.length, equal: 0, blanksLost: 0, damaged: 0, other: [] as string[] }
    const lost: [ParsedMessage, readonly string[]][] = []
    for (const [i, m] of mails.entries()) {
      const mail = { text: m.text, title: '', attachments: m.attachments }
      const ids = patchIdsOf(mail, sha1)
      const patches = readPatches(mail)
      const textOf = (part: number | null) =>
        part === null ? m.text : (m.attachments.find(a => a.part === part)?.text ?? null)
      expect([m.headers.messageId, patches.flatMap(p => patchIdOf(p, textOf, sha1) ?? [])]).toEqual([
        m.headers.messageId,
        ids,
      ])
      expect([m.headers.messageId, [...new Set(patches.flatMap(p => p.files.map(f => f.path)))]]).toEqual([
        m.headers.messageId,
        m.files,
      ])
      if (ids.join() === (expected[i] ?? []).join()) counts.equal++
      else if (patches.some(p => p.damage.length > 0 && patchIdOf(p, textOf, sha1) === null)) counts.damaged++
      else lost.push([m, ids])
    }
    const again = gitPatchIds(lost.map(([m]) => mended(m)))
    for (const [i, [m, ids]] of lost.entries())
      if (ids.join() === again[i]?.join()) counts.blanksLost++
      else counts.other.push(m.headers.messageId)
    expect(counts.other).toEqual([])
    expect(counts.mails).toBeGreaterThan(2000)
    expect(counts.equal / counts.mails).toBeGreaterThan(0.9)
    expect(counts.damaged / counts.mails).toBeLessThan(0.02)
  }, 60_000)
})
