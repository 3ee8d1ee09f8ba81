import { describe, expect, it } from 'vitest'
import type { CommentFate, RangePatch } from '../../../model/index.ts'
import { commentPlace, fateSentence, followComment, rangeDiff, rangePatchesOf } from '../../../text/range-diff/index.ts'
import { parseMessage, skeletonOf } from '../../../ingest/index.ts'
import { patchMailOf } from '../../../text/patch/index.ts'
import { patchOf } from './patches.ts'

const mail = (title: string, body: readonly string[], diff: readonly string[]): RangePatch =>
  patchOf(
    [
      'From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001',
      'From: A. Developer <dev@example.org>',
      'Date: Mon, 2 Mar 2026 10:00:00 +0000',
      `Subject: [PATCH 1/2] ${title}`,
      '',
      ...body,
      '---',
      ' mm/pool.c | 9 +++++++++',
      ' 1 file changed',
      '',
      ...diff,
      '',
    ].join('\n'),
  )

const poolDiff = (lines: readonly string[], heading = 'int drain_pool(struct pool *pool)') => {
  const old = lines.filter(line => !line.startsWith('+')).length
  const fresh = lines.filter(line => !line.startsWith('-')).length
  return [
    'diff --git a/mm/pool.c b/mm/pool.c',
    'index 1111111..2222222 100644',
    '--- a/mm/pool.c',
    '+++ b/mm/pool.c',
    `@@ -10,${old} +10,${fresh} @@ ${heading}`,
    ...lines,
  ]
}

const body = [
  'The pool is drained without a bound.',
  '',
  'A writer kept it busy for 400 seconds.',
  '',
  'Signed-off-by: A. Developer <dev@example.org>',
]
const code = [
  ' int drain_pool(struct pool *pool)',
  ' {',
  '-\twhile (pool->used)',
  '+\tint tries = MAX_DRAIN_TRIES;',
  '+',
  '+\twhile (pool->used && tries--)',
  ' \t\tdrop_one(pool);',
  '+\tpr_warn_once("pool %s did not drain", pool->name);',
  ' \treturn 0;',
  ' }',
]
const first = mail('mm/pool: bound the drain', body, poolDiff(code))
const other = mail(
  'docs: describe the pool',
  ['Text.'],
  [
    'diff --git a/docs/pool.rst b/docs/pool.rst',
    'index 1111111..2222222 100644',
    '--- a/docs/pool.rst',
    '+++ b/docs/pool.rst',
    '@@ -1,2 +1,3 @@',
    ' Pools',
    ' =====',
    '+A pool holds pages for those who cannot wait.',
  ],
)
const replaced = (from: string, ...to: readonly string[]) =>
  mail('mm/pool: bound the drain', body, poolDiff(code.flatMap(line => (line === from ? to : [line]))))

/** The fate of a comment below a quote of some text of the first patch. */
const fateOf = (quoted: string, after: readonly RangePatch[], before: readonly RangePatch[] = [first, other]) => {
  const start = before[0]!.text.indexOf(quoted)
  expect(start).toBeGreaterThan(0)
  const place = commentPlace(before[0]!, start, start + quoted.length)
  return followComment(rangeDiff(before, after), before, after, 0, place)
}
const textAfter = (fate: CommentFate, after: readonly RangePatch[]) =>
  fate.after && fate.partAfter !== null ? after[fate.partAfter]!.text.slice(fate.after.start, fate.after.end) : null

const tries = '+\tint tries = MAX_DRAIN_TRIES;'
const warn = '+\tpr_warn_once("pool %s did not drain", pool->name);'
const loop = '+\twhile (pool->used && tries--)'

describe('a comment on a line of v1 ends in v2', () => {
  it('in the same patch, which nobody touched, at another place of the series', () => {
    const after = [other, first]
    const fate = fateOf(warn, after)
    expect(fate).toMatchObject({ fate: 'patch-unchanged', reason: 'same-patch', partAfter: 1, sure: 'certain' })
    expect(textAfter(fate, after)).toBe(warn)
    expect(fateSentence(fate, 'v2')).toBe('v2 has the whole patch as it was.')
  })

  it('on the same line while something far from it changed', () => {
    const after = [mail('mm/pool: bound the drain', ['Drain with a bound.'], poolDiff(code)), other]
    const fate = fateOf(warn, after)
    expect(fate).toMatchObject({ fate: 'unchanged', reason: 'same-lines', partAfter: 0, sure: 'certain' })
    expect(textAfter(fate, after)).toBe(warn)
  })

  it('on the same line with changes next to it', () => {
    const after = [replaced(' \t\tdrop_one(pool);', ' \t\tdrop_one(pool);', '+\tcond_resched();'), other]
    const fate = fateOf(warn, after)
    expect(fate).toMatchObject({ fate: 'unchanged', reason: 'changed-near', sure: 'certain' })
    expect(textAfter(fate, after)).toBe(warn)
  })

  it('on the line that says it in other words', () => {
    const after = [replaced(warn, '+\tpr_warn_ratelimited("pool %s did not drain", pool->name);'), other]
    const fate = fateOf(warn, after)
    expect(fate).toMatchObject({ fate: 'changed', reason: 'reworded', partAfter: 0, sure: 'likely' })
    expect(textAfter(fate, after)).toBe('+\tpr_warn_ratelimited("pool %s did not drain", pool->name);')
    expect(fateSentence(fate, 'v2')).toBe('v2 has other lines in their place.')
  })

  it('at a guess, where what stands in its place shares no words with it', () => {
    const after = [replaced(tries, '+\tunsigned long deadline;'), other]
    const fate = fateOf(tries, after)
    expect(fate).toMatchObject({ fate: 'changed', reason: 'reworded', sure: 'guess' })
    expect(fateSentence(fate, 'v2')).toBe('v2 has other lines in their place, as far as can be told.')
  })

  it('at a guess on the line at the same place among as many', () => {
    const lines = [...code.slice(0, 3), '+\tu64 deadline;', '+\tbool late;', ...code.slice(6)]
    const before = [...code.slice(0, 3), tries, '+\tstruct page *page;', ...code.slice(6)]
    const [first, next] = [before, lines].map(c => mail('mm/pool: bound the drain', body, poolDiff(c)))
    const fate = fateOf('+\tstruct page *page;', [next!, other], [first!, other])
    expect(fate).toMatchObject({ fate: 'changed', reason: 'reworded', sure: 'guess' })
    expect(textAfter(fate, [next!, other])).toBe('+\tbool late;')
  })

  it('nowhere, where the line is gone', () => {
    const after = [replaced(warn), other]
    expect(fateOf(warn, after)).toEqual({ fate: 'removed', reason: 'gone', partAfter: 0, after: null, sure: 'likely' })
  })

  it('partly, where one of the quoted lines changed', () => {
    const after = [replaced(loop, '+\twhile (pool->used > limit && tries--)'), other]
    const fate = fateOf(`${tries}\n+\n${loop}`, after)
    expect(fate).toMatchObject({ fate: 'changed', reason: 'partly', partAfter: 0, sure: 'likely' })
    expect(textAfter(fate, after)).toBe(`${tries}\n+\n+\twhile (pool->used > limit && tries--)`)
  })

  it('partly, where the changed one says too little to be looked for elsewhere', () => {
    const start = mail('mm/pool: bound the drain', body, poolDiff([...code.slice(0, 4), '+\tint n;', ...code.slice(4)]))
    const next = mail('mm/pool: bound the drain', body, poolDiff([...code.slice(0, 4), '+\tlong n;', ...code.slice(4)]))
    const fate = fateOf('+\tint tries = MAX_DRAIN_TRIES;\n+\tint n;', [next], [start])
    expect(fate).toMatchObject({ fate: 'changed', reason: 'partly', partAfter: 0 })
  })

  it('elsewhere in the patch', () => {
    const moved = code.filter(line => line !== warn)
    moved.splice(2, 0, warn)
    const after = [mail('mm/pool: bound the drain', body, poolDiff(moved)), other]
    const fate = fateOf(warn, after)
    expect(fate).toMatchObject({ fate: 'unchanged', reason: 'moved', sure: 'likely' })
    expect(textAfter(fate, after)).toBe(warn)
  })

  it('in another patch that has the line now', () => {
    const split = mail('mm/pool: warn', ['Say so.'], poolDiff([' \t\tdrop_one(pool);', warn, ' \treturn 0;']))
    const after = [replaced(warn), split, other]
    const fate = fateOf(warn, after)
    expect(fate).toMatchObject({ fate: 'unchanged', reason: 'moved-part', partAfter: 1, sure: 'likely' })
    expect(textAfter(fate, after)).toBe(warn)
  })

  it('on a line that is there already and no longer added', () => {
    const after = [replaced(tries, ` ${tries.slice(1)}`), other]
    expect(fateOf(tries, after)).toMatchObject({ fate: 'changed', reason: 'now-context', partAfter: 0 })
  })

  it('with its patch, where that was dropped', () => {
    expect(fateOf(warn, [other])).toEqual({
      fate: 'patch-dropped',
      reason: 'dropped',
      partAfter: null,
      after: null,
      sure: 'likely',
    })
  })

  it('at a guess in a rewrite of the same title, which range-diff takes for another patch', () => {
    const rewrite = mail(
      'mm/pool: bound the drain',
      body,
      poolDiff(['-a', '-b', '-c', warn, '+d', '+e', '+f', '+g', '+h', '+i']),
    )
    const before = [first, other]
    expect(rangeDiff(before, [rewrite, other], { creationFactorPercent: 30 }).pairs.map(p => p.mark)).toEqual([
      '<',
      '>',
      '=',
    ])
    const diff = rangeDiff(before, [rewrite, other], { creationFactorPercent: 30 })
    const start = first.text.indexOf(warn)
    const fate = followComment(diff, before, [rewrite, other], 0, commentPlace(first, start, start + warn.length))
    expect(fate).toMatchObject({ fate: 'unchanged', partAfter: 0, sure: 'guess' })
  })

  it('in the commit message: the paragraph as it was, reworded, or gone', () => {
    const paragraph = 'A writer kept it busy for 400 seconds.'
    const withMessage = (text: readonly string[]) => [mail('mm/pool: bound the drain', text, poolDiff(code)), other]
    const same = withMessage([...body.slice(0, 3), '', 'Acked-by: R. Reviewer <rev@example.org>', ...body.slice(4)])
    expect(fateOf(paragraph, same)).toMatchObject({ fate: 'unchanged', reason: 'changed-near', sure: 'certain' })
    const reworded = withMessage([body[0]!, '', 'One writer kept it busy for 500 seconds.', '', body[4]!])
    const fate = fateOf(paragraph, reworded)
    expect(fate).toMatchObject({ fate: 'changed', reason: 'reworded', sure: 'likely' })
    expect(textAfter(fate, reworded)).toBe('One writer kept it busy for 500 seconds.')
    expect(fateOf(paragraph, withMessage([body[0]!, '', body[4]!]))).toMatchObject({ fate: 'removed', reason: 'gone' })
  })

  it('on no line where it quotes none', () => {
    const after = [replaced(warn), other]
    expect(fateOf(' 1 file changed', after)).toMatchObject({ fate: 'changed', reason: 'whole-patch', after: null })
    expect(fateOf(' 1 file changed', [first, other])).toMatchObject({ fate: 'patch-unchanged', after: null })
  })

  it('unknown, where the place is in no patch compared', () => {
    const diff = rangeDiff([first], [first])
    const unknown = { fate: 'unknown', reason: 'no-place', sure: 'guess' }
    expect(followComment(diff, [first], [first], 7, { in: 'patch' })).toMatchObject(unknown)
    const nowhere = { in: 'hunk', file: 0, hunk: 9, from: 0, to: 1 } as const
    expect(followComment(diff, [first], [first], 0, nowhere)).toMatchObject(unknown)
  })
})

describe('the patches of a mail', () => {
  const title = 'mm/pool: bound the drain'
  const author = { name: 'A', address: 'a@example.org' }
  const asMail = (text: string) => ({ title, author, messageId: '1@example.org', text, attachments: [] })
  it('are read with their author, and a cover has none', () => {
    const text = first.text.slice(first.text.indexOf('\n\n') + 2)
    const patches = rangePatchesOf(asMail(`From: B. Developer <b@example.org>\n\n${text}`))
    expect(patches.map(p => [p.author.address, p.messageId, p.patch.files.map(f => f.path)])).toEqual([
      ['b@example.org', '1@example.org', ['mm/pool.c']],
    ])
    expect(rangePatchesOf(asMail(text))[0]?.author.address).toBe('a@example.org')
    expect(rangePatchesOf(asMail('Two patches.\n\n mm/pool.c | 9 ++++\n 1 file changed\n'))).toEqual([])
  })

  it('are the same of a parsed mail and of the archive, which both say that it is flowed', async () => {
    const text = first.text.slice(first.text.indexOf('\n\n') + 2)
    const head = [
      'From: A <a@example.org>',
      `Subject: [PATCH] ${title}`,
      'Message-ID: <1@example.org>',
      'Date: Mon, 2 Mar 2026 10:00:00 +0000',
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8; format=flowed',
    ]
    const parsed = await parseMessage({
      kind: 'mail',
      bytes: Buffer.from(`${head.join('\n')}\n\n${text}`),
      form: 'rfc5322',
      source: 'test',
      position: '0',
      envelopeAt: null,
      problems: [],
    })
    if ('kind' in parsed) throw new Error('a mail was set apart')
    const read = patchMailOf(parsed.headers, parsed)
    expect(patchMailOf(skeletonOf(parsed), parsed)).toEqual(read)
    expect(rangePatchesOf(read).map(p => [p.author.address, p.patch.title, p.patch.damage])).toEqual([
      ['a@example.org', title, ['flowed']],
    ])
  })
})

describe('the place of a comment', () => {
  const placed = (quoted: string) => {
    const start = first.text.indexOf(quoted)
    return commentPlace(first, start, start + quoted.length)
  }
  it('is the run of changed lines that a long quote ends in', () => {
    expect(placed(code.slice(0, 6).join('\n'))).toEqual({ in: 'hunk', file: 0, hunk: 0, from: 2, to: 6 })
  })
  it('is the last unchanged lines where the quote ends in those', () => {
    expect(placed(code.join('\n'))).toEqual({ in: 'hunk', file: 0, hunk: 0, from: 8, to: 10 })
  })
  it('is the last paragraph of the message', () => {
    const start = first.text.indexOf(body[2]!)
    expect(placed(`${body[0]}\n\n${body[2]}\n\n`)).toEqual({ in: 'message', start, end: start + body[2]!.length })
  })
})
