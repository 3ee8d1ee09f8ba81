import type { Address, MessageId, PatchSeries, TrailerMail } from '../../../model/index.ts'
import type { TrailerNode } from '../../../argue/trailers/index.ts'

export const ann: Address = { name: 'Ann Author', address: 'ann@example.org' }
export const rob: Address = { name: 'Rob Reviewer', address: 'rob@example.org' }
export const tia: Address = { name: 'Tia Tester', address: 'tia@example.org' }

export const diff = 'diff --git a/mm/a.c b/mm/a.c\n--- a/mm/a.c\n+++ b/mm/a.c\n@@ -1,1 +1,2 @@\n a\n+b\n'

/** A mail by short id; `above`: what it answers. Part n of m where `part` is given. */
export type Made = {
  readonly id: MessageId
  readonly above?: MessageId
  readonly by?: Address
  readonly sent?: Address
  readonly subject?: string
  readonly part?: number
  readonly text: string
  readonly at?: number
}

export const mailOf = (made: Made, index: number): TrailerMail => ({
  messageId: made.id,
  author: made.by ?? rob,
  from: made.sent ?? made.by ?? rob,
  atSeconds: made.at ?? 1000 + index,
  hasDiff: made.text.includes('diff --git'),
  text: made.text,
  subject: {
    full: made.subject ?? (made.part === undefined ? 'Re: [PATCH] mm: a' : '[PATCH] mm: a'),
    bare: 'mm: a',
    isReply: made.part === undefined,
    isPatch: true,
    isRfc: false,
    isResend: false,
    version: 1,
    part: made.part ?? null,
    total: null,
    labels: [],
  },
})

/** A posting of the mails that have a part, its thread, and its mails. */
export const posting = (
  all: readonly Made[],
  version = 1,
): { readonly series: PatchSeries; readonly nodes: readonly TrailerNode[]; readonly mails: readonly TrailerMail[] } => {
  const parts = all.filter(m => m.part !== undefined && m.part > 0)
  const coverId = all.find(m => m.part === 0)?.id ?? null
  return {
    series: {
      key: coverId ?? parts[0]?.id ?? '',
      title: 'mm: a',
      version,
      isRfc: false,
      isResend: false,
      author: ann,
      total: parts.length,
      coverId,
      parts: parts.map(m => ({ part: m.part ?? 1, title: `mm: part ${m.part}`, messageId: m.id })),
      chain: 'mm a | ann',
      sure: 'certain',
      reason: 'test',
      atSeconds: 1000,
      extent: 'whole',
      replaces: null,
      umbrellaId: null,
      marks: [],
    },
    nodes: all.map(m => ({ messageId: m.id, parentId: m.above ?? null })),
    mails: all.map(mailOf),
  }
}
