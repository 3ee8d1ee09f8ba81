import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clustersOf } from '../../bin/eval/clusters.ts'
import { intervalOf, scoresOf } from '../../bin/eval/metrics.ts'
import { overlapOf } from '../../bin/eval/overlap.ts'
import { acknak, scratch } from './command.ts'

const { dir, clean } = scratch()
afterAll(clean)

const mails = [
  { id: 'a1', body: 'The wait is too long. It should be bounded.\n' },
  { id: 'a2', body: '> The wait is too long.\nWhy do you think so?\n' },
]
const sha = (text: string) => createHash('sha256').update(text).digest('hex')
const line = (id: string, text: string, sentences: object[], quotes: object[] = []) =>
  JSON.stringify({
    messageId: `${id}@example.org`,
    parent: null,
    textSha256: sha(text),
    stance: 'none',
    posts: false,
    sentences,
    gfp: [],
    quotes,
  })

beforeAll(() => {
  mkdirSync(join(dir, 'gold'))
  const box = mails
    .map(
      ({ id, body }) =>
        `From mboxrd@z Mon Mar  3 10:00:00 2031\nFrom: A <a@example.org>\nSubject: waits\nDate: Mon, 03 Mar 2031 10:00:00 +0000\nMessage-ID: <${id}@example.org>\n\n${body.replace(/^(>*From )/gm, '>$1')}\n`,
    )
    .join('')
  writeFileSync(join(dir, 'box.mbox'), box)
  writeFileSync(
    join(dir, 'gold', 'XA.jsonl'),
    [
      line('a1', mails[0]?.body ?? '', [
        { start: 0, end: 21, label: 'claim' },
        { start: 22, end: 43, label: 'proposal' },
      ]),
      line(
        'a2',
        mails[1]?.body ?? '',
        [
          {
            start: 24,
            end: 44,
            label: 'question',
            relations: [{ type: 'questions', target: { kind: 'quote', start: 0, end: 23 } }],
          },
        ],
        [{ start: 0, end: 23 }],
      ),
      line('gone', 'nothing', []),
    ].join('\n'),
  )
})

describe('acknak eval', () => {
  it('matches messages by id and text, says how many are missing, and scores the rest', async () => {
    const ran = await acknak(['eval', join(dir, 'gold'), '--mail', join(dir, 'box.mbox'), '--json'])
    expect(ran.err).toContain('1 of 3 labelled messages have no mail here')
    expect(ran.code).toBe(1)
    const said = JSON.parse(ran.out)
    expect(said.matched).toEqual({ messages: 3, found: 2, missing: 1 })
    expect(said.threads).toEqual([{ thread: 'XA', messages: 2, by: 'shipped' }])
    expect(said.labels.n).toBe(3)
    expect(said.labels.classes.question.f1).toBe(1)
    expect(said.relations.existence.f1).toBe(1)
    expect(Object.keys(said)).toEqual(
      expect.arrayContaining(['stance', 'labels', 'relations', 'mechanisms', 'gfp', 'baselines']),
    )
  })

  it('names the line of labelled threads that it cannot read', async () => {
    writeFileSync(join(dir, 'bad.jsonl'), '{"messageId":"x","stance":"maybe"}\n')
    const ran = await acknak(['eval', join(dir, 'bad.jsonl'), '--mail', join(dir, 'box.mbox')])
    expect(ran.code).toBe(2)
    expect(ran.err).toMatch(/bad\.jsonl:1: /)
    expect(ran.err.trim().split('\n')).toHaveLength(1)
  })
})

describe('acknak annotate', () => {
  it('prints one document a mail, with offsets into its text, the same each time', async () => {
    const ran = await acknak(['annotate', join(dir, 'box.mbox')])
    expect(ran.code).toBe(0)
    const lines = ran.out
      .trim()
      .split('\n')
      .map(l => JSON.parse(l))
    expect(lines.map(l => l.messageId)).toEqual(['a1@example.org', 'a2@example.org'])
    expect(lines[1].textHash).toBe(sha(mails[1]?.body ?? ''))
    expect(lines[1].sentences[0]).toMatchObject({ start: 24, end: 44, label: 'question' })
    expect((await acknak(['annotate', join(dir, 'box.mbox')])).out).toBe(ran.out)
  })
})

describe('figures', () => {
  it('are precision, recall and F1 by class, their mean, and kappa', () => {
    const pair = (gold: string, said: string) => ({ thread: 0, gold, said })
    const s = scoresOf([pair('a', 'a'), pair('a', 'b'), pair('b', 'b'), pair('b', 'b')], ['a', 'b'])
    expect(s.classes.a).toMatchObject({ p: 1, r: 0.5, gold: 2, said: 1 })
    expect(s.macroF1).toBeCloseTo((2 / 3 + 0.8) / 2, 10)
    expect(s.kappa).toBeCloseTo(0.5, 10)
  })

  it('have the same interval each time, from whole threads', () => {
    const items = [0, 0, 1, 1, 2].map((thread, i) => ({ thread, x: i }))
    const mean = (all: readonly { x: number }[]) => all.reduce((a, b) => a + b.x, 0) / all.length
    expect(intervalOf(items, mean, 200)).toEqual(intervalOf(items, mean, 200))
    const [low, high] = intervalOf(items, mean, 200)
    expect(low).toBeLessThan(high)
  })

  it('take the sentence that covers at least half of the labelled one', () => {
    const wanted = [{ start: 0, end: 10 }]
    expect(overlapOf(wanted, [{ start: 5, end: 30 }])).toEqual([0])
    expect(overlapOf(wanted, [{ start: 6, end: 30 }])).toEqual([-1])
  })

  it('never part threads that share a message or belong together', () => {
    const message = (messageId: string) => ({ messageId }) as never
    const thread = (name: string, ...ids: string[]) => ({ name, messages: ids.map(message) })
    expect(clustersOf([thread('DB', '1'), thread('DL', '2'), thread('X', '3'), thread('Y', '3')])).toEqual([
      ['DB', 'DL'],
      ['X', 'Y'],
    ])
  })
})
