import type { ChainMark, PatchSeries } from '../../../model/index.ts'

const daySeconds = 86_400
const word = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()

/** A posting with the marks that `buildSeries` would give it, and those given on top. */
export const posting = (
  own: Partial<PatchSeries> & { readonly key: string },
  more: {
    readonly titles?: readonly string[]
    readonly day?: number
    readonly marks?: readonly Omit<ChainMark, 'sure'>[]
  } = {},
): PatchSeries => {
  const author = own.author ?? { name: 'Ada Ampere', address: 'ada@example.org' }
  const title = own.title ?? 'pools: reclaim slabs lazily'
  const titles = more.titles ?? [title]
  const parts =
    own.parts ??
    titles.map((t, i) => ({ part: i + 1, title: t, messageId: titles.length === 1 ? own.key : `${own.key}.${i + 1}` }))
  const chain = `${word(title)} | ${author.name.toLowerCase()}`
  const given: ChainMark[] = [
    ...[own.key, ...parts.map(p => p.messageId).filter(id => id !== null)].map(
      (value): ChainMark => ({ kind: 'link', value, sure: 'certain' }),
    ),
    ...[chain, ...titles.map(t => `${word(t)} | ${author.name.toLowerCase()}`)].map(
      (value): ChainMark => ({ kind: 'author-title', value, sure: 'likely' }),
    ),
    ...(more.marks ?? []).map((m): ChainMark => ({ ...m, sure: 'likely' })),
  ]
  const marks = [...new Map(given.map(m => [`${m.kind} ${m.value}`, m])).values()]
  return {
    title,
    version: 1,
    isRfc: false,
    isResend: false,
    author,
    total: parts.length,
    coverId: titles.length === 1 ? null : own.key,
    parts,
    chain,
    sure: 'certain',
    reason: 'cover',
    atSeconds: 1_700_000_000 + (more.day ?? 0) * daySeconds,
    extent: 'whole',
    replaces: null,
    umbrellaId: null,
    ...own,
    marks,
  }
}

/** `v2 key: certain because change-id`: a work as one line a posting. */
export const told = (
  revisions: readonly {
    readonly series: PatchSeries
    readonly version: string
    readonly sure: string
    readonly reasons: readonly { readonly kind: string }[]
    readonly isImplicit: boolean
  }[],
): string[] =>
  revisions.map(
    r =>
      `v${r.version}${r.isImplicit ? ' (implicit)' : ''} ${r.series.key}: ${r.sure}${r.reasons.length === 0 ? '' : ` by ${[...new Set(r.reasons.map(x => x.kind))].join(', ')}`}`,
  )
