import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { joinPeople } from '../../../argue/people/index.ts'
import { collectTrailers } from '../../../argue/trailers/index.ts'
import { readTrailers } from '../../../text/trailers/index.ts'
import { readArchive } from './archive.ts'

const corpus = resolve(import.meta.dirname, '../../../../shared/corpus')

/** Counts by what came out. */
const measure = async (file: string) => {
  const archive = await readArchive(join(corpus, file))
  const people = joinPeople(
    archive.mails.map(m => m.author),
    { relayed: archive.mails },
  )
  let read = 0
  const unknown: string[] = []
  for (const mail of archive.mails)
    for (const t of readTrailers(mail.text)) {
      read++
      if (t.kind === 'other') unknown.push(t.written)
    }
  const collected = archive.postings.flatMap(p => collectTrailers(p.series, p.nodes, p.mails, people))
  const replies = collected.filter(t => t.how === 'follow-up')
  return {
    read,
    unknown,
    own: collected.filter(t => t.how === 'own' && t.counted).length,
    given: replies.filter(t => t.counted).length,
    mismatch: replies.filter(t => t.reason === 'mismatch').length,
    ofOwnPatch: replies.filter(t => t.reason === 'of-own-patch').length,
    toProposed: replies.filter(t => t.reason === 'to-proposed-change').length,
    persons: people.persons.length,
  }
}

/** Counts as measured when the rules were compared with b4 0.12; zones drawn a little differently move them a little. */
const near = (count: number): unknown => {
  const slack = Math.max(3, Math.round(count / 30))
  return expect.toSatisfy((n: number) => Math.abs(n - count) <= slack, `${count} or nearly so`) as unknown
}

describe.skipIf(!existsSync(corpus))('needs ../shared: trailers of real archives', () => {
  it.each([
    ['oom-2019-2026.mbox.gz', [1069, 849, 177, 2, 3, 1, 172], []],
    ['cgroups-2019.mbox.gz', [2718, 2439, 133, 8, 34, 2, 237], []],
    ['cgroups-2020.mbox.gz', [5151, 4291, 324, 1, 326, 12, 313], ['Co-analyzed-by']],
  ])(
    'are read, counted and refused in %s as they were',
    async (file, counts, unknown) => {
      const got = await measure(file)
      const { read, own, given, mismatch, ofOwnPatch, toProposed, persons } = got
      expect([read, own, given, mismatch, ofOwnPatch, toProposed, persons]).toEqual(counts.map(near))
      expect(got.unknown).toEqual(unknown)
    },
    60_000,
  )
})
