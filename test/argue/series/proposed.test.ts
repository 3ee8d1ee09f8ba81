import { describe, expect, it } from 'vitest'
import { proposedChange } from '../../../argue/series/index.ts'
import type { PatchedMail } from '../../../argue/series/index.ts'
import { readSubject } from '../../../ingest/parse/subject.ts'
import { readPatches } from '../../../text/index.ts'

const diff = (removed: string, added: string, path = 'mm/pool.c') =>
  [
    `diff --git a/${path} b/${path}`,
    `--- a/${path}`,
    `+++ b/${path}`,
    '@@ -10,3 +10,3 @@ struct pool *pool_make(void)',
    ' {',
    `-${removed}`,
    `+${added}`,
    ' }',
    '',
  ].join('\n')
const mail = (subject: string, author: string, text: string): PatchedMail => {
  const read = readSubject(subject)
  return {
    messageId: `${author}@example.org`,
    subject: read,
    author,
    text,
    patches: readPatches({ text, title: read.bare, attachments: [] }),
  }
}

const old = '\tstruct pool *p = kmalloc(sizeof(*p), GFP_KERNEL);'
const now = '\tstruct pool *p = kmalloc(sizeof(*p), GFP_NOFS);'
const other = '\tstruct pool *p = kmalloc(sizeof(*p), GFP_NOIO);'
const posted = mail('[PATCH v2] pools: make them', 'ada', `Make them.\n\n---\n${diff(old, now)}`)
const reply = (author: string, words: string, patch: string, subject = 'Re: [PATCH v2] pools: make them') => {
  const found = proposedChange(mail(subject, author, `${words}\n\n${patch}`), posted)
  return found === null ? null : `${found.kind}, ${found.sure}: ${found.reason}`
}

describe('a patch in a reply', () => {
  it.each([
    [
      'that changes a line the patch adds is a fixup',
      'bea',
      'This is needed too.',
      diff(now, other),
      'fixup, likely: changes-lines-that-the-patch-adds',
    ],
    [
      'that changes the same line another way is an alternative',
      'bea',
      'Better so.',
      diff(old, other),
      'alternative, likely: changes-the-same-lines-another-way',
    ],
    [
      'by the author, to the same line, is a new version',
      'ada',
      'Done.',
      diff(old, other),
      'new-version, likely: author-changes-the-same-lines',
    ],
    [
      'by the author who asks is still an alternative',
      'ada',
      'How about this?',
      diff(old, other),
      'alternative, likely: changes-the-same-lines-another-way',
    ],
    [
      'that is to be folded in says so',
      'bea',
      'Please fold this in.',
      diff('\tpool_count_all(p);', '\tpool_count(p);'),
      'fixup, likely: words-say-fixup',
    ],
    [
      'for debugging is an example',
      'bea',
      'Could you run with this debug patch?',
      diff(now, other),
      'example, likely: words-say-example',
    ],
    [
      'to another file, without a word, stays undecided',
      'bea',
      'See below.',
      diff('\tint count_all;', '\tint count_some;', 'mm/other.c'),
      'undecided, guess: changes-other-files',
    ],
    [
      'to the same file, without a word, stays undecided',
      'bea',
      'See below.',
      diff('\tint count_all;', '\tint count_some;'),
      'undecided, guess: neither-words-nor-lines-tell',
    ],
  ])('%s', (_, author, words, patch, expected) => {
    expect(reply(author, words, patch)).toBe(expected)
  })

  it('is a new version where its own subject says a higher one', () => {
    expect(reply('ada', 'Text.', diff(old, other), 'Re: [PATCH v3] pools: make them')).toBe(
      'new-version, certain: subject-has-higher-version',
    )
  })

  it('is a fixup where the pasted title says so', () => {
    const pasted = `Subject: [PATCH] fixup! pools: make them\n\n---\n${diff('\tint a_long_name;', '\tint b_long_name;')}`
    expect(reply('bea', `Text.\n\n-- >8 --\n`, pasted)).toBe('fixup, certain: title-says-fixup')
  })

  it('names the words it rests on, and quotes are not its words', () => {
    const text = `> how about this?\n\nSomething like this, untested:\n\n${diff('\tint count_all;', '\tint count_some;')}`
    const found = proposedChange(mail('Re: [PATCH v2] pools: make them', 'bea', text), posted)
    expect(
      found?.evidence === null || found === null ? null : text.slice(found.evidence.start, found.evidence.end),
    ).toBe('Something like')
    expect(reply('bea', '> how about this?\n\nNo.', diff('\tint count_all;', '\tint count_some;'))).toBe(
      'undecided, guess: neither-words-nor-lines-tell',
    )
    expect(reply('bea', 'Please not like this.', diff('\tint count_all;', '\tint count_some;'))).toBe(
      'undecided, guess: neither-words-nor-lines-tell',
    )
  })

  it('is nothing in a posting, or without a diff', () => {
    expect(reply('bea', 'Text.', diff(old, other), '[PATCH v2] pools: make them')).toBeNull()
    expect(reply('bea', 'How about this?', '')).toBeNull()
  })

  it('says so where what it answers is not held', () => {
    const found = proposedChange(mail('Re: [PATCH v2] pools: make them', 'bea', `See.\n\n${diff(old, other)}`), null)
    expect(found).toMatchObject({ kind: 'undecided', sure: 'guess', reason: 'answered-patch-not-held', object: null })
  })
})
