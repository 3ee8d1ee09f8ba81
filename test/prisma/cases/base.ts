import type { Batch, PatchSeries, Quarantined, Saved } from '../../../model/index.ts'
import type { Store } from '../../../prisma/store/index.ts'
import type { MailSpec } from '../mails.ts'

/** A place to open a fresh, empty archive, and to open the same one again. */
export type StorePlace = { open(): Promise<Store>; clean(): Promise<void> }

/** What a case works on: a fresh archive with the lists below, made anew for each. */
export type Case = {
  store: Store
  here: StorePlace
  readonly place: () => Promise<StorePlace>
  readonly save: (batch: Batch) => Promise<Saved>
  /** Saves mails one batch after another, with whole threads around each, as ingest does. */
  readonly bring: (...batches: MailSpec[][]) => Promise<void>
}

export const lists = [
  { slug: 'linux-mm', title: 'linux-mm', isSample: false },
  { slug: 'linux-fsdevel', title: 'linux-fsdevel', isSample: false },
  { slug: 'sample', title: 'Sample', isSample: true },
]

export const patch: MailSpec = {
  id: 'patch@example.org',
  subject: '[PATCH v2 1/2] mm: wake the keeper earlier',
  from: 'Ada Example',
  atSeconds: 1_450_000_000,
  text: 'The keeper uses __GFP_NOFAIL here.\n\n--- a/mm/keeper.c\n+++ b/mm/keeper.c\n@@ -1 +1 @@\n-wait\n+wake\n',
  files: ['mm/keeper.c'],
  gfp: ['__GFP_NOFAIL'],
  scenarios: ['oom-reaper'],
}
export const ack: MailSpec = {
  id: 'ack@example.org',
  subject: 'Re: [PATCH v2 1/2] mm: wake the keeper earlier',
  from: 'Bo Example',
  atSeconds: 1_450_000_600,
  text: '> The keeper uses __GFP_NOFAIL here.\nThe oom reaper is fine with that.\n\nAcked-by: Bo Example <bo.example@example.org>\n',
  parent: 'patch@example.org',
  gfp: ['__GFP_NOFAIL'],
  mechanisms: ['oom-reaper'],
}
export const orphan: MailSpec = {
  id: 'reply@example.org',
  subject: 'Re: an older mail',
  parent: 'ghost@example.org',
  atSeconds: 1_450_001_000,
}

export const series: PatchSeries = {
  key: 'cover@example.org',
  title: 'mm: keeper work',
  version: 2,
  isRfc: false,
  isResend: false,
  author: { name: 'Ada Example', address: 'ada.example@example.org' },
  total: 2,
  coverId: 'cover@example.org',
  parts: [
    { part: 0, title: 'mm: keeper work', messageId: 'cover@example.org' },
    { part: 1, title: 'mm: wake the keeper earlier', messageId: 'patch@example.org' },
    { part: 2, title: 'mm: let it sleep', messageId: null, ghostId: 'ghost@example.org' },
  ],
  chain: 'mm: keeper work|ada.example@example.org',
  sure: 'certain',
  reason: 'cover',
  atSeconds: 1_450_000_000,
  extent: 'whole',
  replaces: null,
  umbrellaId: null,
  marks: [],
}

export const quarantined = (text: string): Quarantined => ({
  kind: 'quarantine',
  bytes: new TextEncoder().encode(text),
  source: 'test.mbox',
  position: '900',
  reason: 'no header line',
})
