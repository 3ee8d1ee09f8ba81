import {
  decodeGfp,
  flagHistory,
  gfpExplained,
  gfpCanonical,
  gfpNames,
  gfpProposed,
  gfpTables,
  gfpVersions,
  isProposedGfp,
} from '../../facts/gfp/index.ts'
import type { ArchiveReader, MentionRow } from '../../model/index.ts'
import { citeView } from './cites.ts'
import type { CiteView } from './cites.ts'
import { mentionViews, sampleLists } from './mentions.ts'
import type { MentionView } from './mentions.ts'
import { initialMask, maskHref, permitAnswers } from './mask.ts'
import { personView } from './people.ts'
import type { PersonView } from './people.ts'
import { minuteView } from './dates.ts'
import type { DateView } from './dates.ts'
import { hex } from './terms.ts'
import { gfpHref, messageHref, searchHref } from './urls.ts'

/** A cell of the matrix: a flag in one version. `changed`: another value than in the version before. */
export type GfpCell = {
  readonly value: string | null
  readonly expands: string
  readonly changed: boolean
  readonly verified: boolean
  readonly note: string | null
}

export type GfpRowView = {
  readonly name: string
  readonly href: string
  readonly kind: string
  readonly mails: number
  readonly cells: readonly GfpCell[]
}

export type GfpMatrix = {
  readonly versions: readonly {
    readonly kernel: string
    readonly verified: boolean
    readonly source: string
    readonly note: string | null
  }[]
  readonly bits: readonly GfpRowView[]
  readonly composites: readonly GfpRowView[]
  readonly proposed: readonly {
    readonly name: string
    readonly href: string
    readonly says: string
    readonly mails: number
  }[]
}

/** Every flag by version. */
export async function gfpMatrix(reader: ArchiveReader): Promise<GfpMatrix> {
  const mails = new Map((await reader.mentionCounts('gfp')).map(c => [c.key, c.messages]))
  const rows = gfpNames.map(name => rowView(name, mails.get(name) ?? 0))
  return {
    versions: gfpVersions.map(kernel => {
      const table = gfpTables[kernel]!
      return { kernel, verified: table.verified, source: table.source, note: table.note }
    }),
    bits: rows.filter(r => r.kind === 'bit' || r.kind === 'config').sort(byLastValue),
    composites: rows.filter(r => r.kind !== 'bit' && r.kind !== 'config'),
    proposed: gfpProposed.map(p => ({
      name: p.name,
      href: gfpHref(p.name),
      says: `${p.says} (${p.by}, ${p.year})`,
      mails: mails.get(p.name) ?? 0,
    })),
  }
}

function byLastValue(a: GfpRowView, b: GfpRowView): number {
  // Bits that the configuration of the tables leaves out are 0: they come last.
  const [x, y] = [lastValue(a) || Infinity, lastValue(b) || Infinity]
  return x === y ? (a.name < b.name ? -1 : 1) : x - y
}

const lastValue = (row: GfpRowView): number => {
  const value = row.cells.findLast(c => c.value !== null)?.value
  return value === null || value === undefined ? 0 : Number(value)
}

function rowView(name: string, mails: number): GfpRowView {
  const cells = cellsOf(name)
  const kind = gfpVersions.map(v => gfpTables[v]?.flags[name]?.kind).findLast(k => k !== undefined) ?? 'bit'
  return { name, href: gfpHref(name), kind, mails, cells }
}

function cellsOf(name: string): readonly GfpCell[] {
  let before: number | null = null
  return gfpVersions.map(kernel => {
    const flag = gfpTables[kernel]?.flags[name]
    if (flag === undefined) return { value: null, expands: '', changed: false, verified: false, note: null }
    const changed: boolean = before !== null && before !== flag.value
    before = flag.value
    return {
      value: hex(flag.value),
      expands: flag.expands.join(' | '),
      changed,
      verified: flag.verified,
      note: flag.note ?? null,
    }
  })
}

/** A flag's page. */
export type GfpPage = {
  readonly name: string
  /** Proposed and never merged. */
  readonly proposal: { readonly says: string; readonly cites: readonly CiteView[] } | null
  readonly versions: readonly (GfpCell & {
    readonly kernel: string
    readonly source: string
    readonly bits: readonly { name: string; href: string }[]
  })[]
  readonly changes: readonly {
    readonly kernel: string
    readonly says: string
    readonly sure: string
    readonly cites: readonly CiteView[]
  }[]
  readonly usedIn: readonly { readonly name: string; readonly href: string }[]
  readonly mails: number
  readonly mentions: readonly MentionView[]
  readonly searchHref: string
  /** What it permits or asks for, in a sentence. */
  readonly explained: { readonly says: string; readonly cites: readonly CiteView[] } | null
  readonly permits: FlagPermits | null
  /** Mails that name it, by year or month, oldest first. */
  readonly times: readonly { readonly label: string; readonly messages: number }[]
  readonly patches: readonly FlagPatch[]
}

/** What a flag does to a request, on the newest kernel that has it. */
export type FlagPermits = {
  readonly kernel: string
  /** What is compared: of a composite the orders; of a bit GFP_KERNEL without and with it. */
  readonly columns: readonly { readonly name: string; readonly href: string }[]
  /** A row a question and order; of a bit only those whose answers differ. */
  readonly rows: readonly { readonly question: string; readonly answers: readonly string[] }[]
  readonly isCompared: boolean
}

/** A patch with the flag in its changed lines. */
export type FlagPatch = {
  readonly href: string
  readonly subject: string
  readonly author: PersonView
  readonly when: DateView
  readonly isSample: boolean
  readonly does: 'adds' | 'removes' | 'adds and removes'
}

const patchesShown = 60

const mentionsShown = 40

/** The page of a flag under its canonical name; null for a name that is no flag. */
export async function gfpPage(reader: ArchiveReader, name: string): Promise<GfpPage | null> {
  const proposal = gfpProposed.find(p => p.name === name) ?? null
  const history = flagHistory(name)
  if (history === null && proposal === null) return null
  const query = { subject: 'gfp', key: name } as const
  const [mentions, counts, samples, times, added, removed] = await Promise.all([
    reader.mentions({ ...query, limit: mentionsShown }),
    reader.mentionCounts('gfp'),
    sampleLists(reader),
    reader.mentionTimes(query),
    reader.mentions({ ...query, zone: 'added', limit: patchesShown }),
    reader.mentions({ ...query, zone: 'removed', limit: patchesShown }),
  ])
  const explained = gfpExplained[name]
  const cells = cellsOf(name)
  const newest = gfpTables[gfpVersions.at(-1)!]!
  return {
    name,
    proposal:
      proposal === null
        ? null
        : {
            says: `${proposal.says} Proposed by ${proposal.by}, ${proposal.year}.`,
            cites: proposal.cites.map(c => citeView(c)),
          },
    versions: gfpVersions.map((kernel, i) => ({
      ...cells[i]!,
      kernel,
      source: gfpTables[kernel]!.source,
      bits: (gfpTables[kernel]?.flags[name]?.bits ?? [])
        .filter(bit => bit !== name)
        .map(bit => ({ name: bit, href: gfpHref(bit) })),
    })),
    changes: (history?.changes ?? []).map(c => ({
      kernel: c.kernel,
      says: changeSays(c),
      sure: c.sure,
      cites: c.cites.map(c => citeView(c)),
    })),
    usedIn: Object.values(newest.flags)
      .filter(f => f.name !== name && f.bits.includes(name))
      .map(f => ({ name: f.name, href: gfpHref(f.name) })),
    mails: counts.find(c => c.key === name)?.messages ?? 0,
    mentions: mentionViews(mentions, samples),
    searchHref: searchHref(`gfp:${name}`),
    explained: explained === undefined ? null : { says: explained.says, cites: explained.cites.map(c => citeView(c)) },
    permits: flagPermits(name),
    times,
    patches: patchesOf(added, removed, samples),
  }
}

/** Orders that are compared: one that loops, one that is costly. */
const orders = [0, 4] as const

function flagPermits(name: string): FlagPermits | null {
  const kernel = gfpVersions.findLast(v => gfpTables[v]?.flags[name] !== undefined)
  const table = kernel === undefined ? undefined : gfpTables[kernel]
  const flag = table?.flags[name]
  const base = table?.flags[initialMask.mask]
  if (kernel === undefined || flag === undefined || base === undefined || flag.value === 0) return null
  // No request carries such a mask: it is there to test or take away flags.
  if (gfpExplained[name]?.group === 'mask') return null
  const answers = (value: number, order: number) => {
    const decoded = decodeGfp(value, kernel, order)
    return decoded === null ? [] : permitAnswers(decoded)
  }
  const href = (value: number, order: number) => maskHref({ mask: hex(value), order: String(order), kernel })
  const isCompared = flag.kind === 'bit'
  if (!isCompared) {
    const byOrder = orders.map(order => answers(flag.value, order))
    return {
      kernel,
      isCompared,
      columns: orders.map(order => ({ name: `order ${order}`, href: href(flag.value, order) })),
      rows: (byOrder[0] ?? []).map(({ question }, i) => ({ question, answers: byOrder.map(a => a[i]!.answer) })),
    }
  }
  const without = Number(BigInt(base.value) & ~BigInt(flag.value))
  const withIt = Number(BigInt(base.value) | BigInt(flag.value))
  const rows = orders.flatMap(order => {
    const after = answers(withIt, order)
    return answers(without, order).map(({ question, answer }, i) => ({
      question: `${question}, order ${order}`,
      answers: [answer, after[i]!.answer],
    }))
  })
  return {
    kernel,
    isCompared,
    columns: [
      { name: `${base.name} without it`, href: href(without, 0) },
      { name: `${base.name} with it`, href: href(withIt, 0) },
    ],
    rows: rows.filter(r => r.answers[0] !== r.answers[1]),
  }
}

function patchesOf(
  added: readonly MentionRow[],
  removed: readonly MentionRow[],
  samples: ReadonlySet<string>,
): readonly FlagPatch[] {
  const adds = new Set(added.map(r => r.messageId))
  const removes = new Set(removed.map(r => r.messageId))
  const rows = new Map([...added, ...removed].map(r => [r.messageId, r]))
  return [...rows.values()]
    .sort((a, b) => b.atSeconds - a.atSeconds || (a.messageId < b.messageId ? -1 : 1))
    .slice(0, patchesShown)
    .map(row => ({
      href: messageHref(row.list, row.messageId),
      subject: row.subject,
      author: personView(row.author),
      when: minuteView(row.atSeconds),
      isSample: samples.has(row.list),
      does: !removes.has(row.messageId) ? 'adds' : adds.has(row.messageId) ? 'adds and removes' : 'removes',
    }))
}

function changeSays(change: { flag: string; change: string; other?: string; says: string }): string {
  const what =
    change.change === 'renamed' ? `${change.flag} becomes ${change.other ?? '?'}` : `${change.flag} ${change.change}`
  return `${what}. ${change.says}`
}

/** The name under which a flag's page stands, for any spelling; null for no flag. */
export const canonicalFlag = (name: string): string | null =>
  gfpProposed.some(p => p.name === name) || isProposedGfp(name) ? name : gfpCanonical(name)
