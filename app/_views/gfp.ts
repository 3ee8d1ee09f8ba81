import {
  flagHistory,
  gfpCanonical,
  gfpNames,
  gfpProposed,
  gfpTables,
  gfpVersions,
  isProposedGfp,
} from '../../facts/gfp/index.ts'
import type { ArchiveReader } from '../../model/index.ts'
import { citeView } from './cites.ts'
import type { CiteView } from './cites.ts'
import { mentionViews, sampleLists } from './mentions.ts'
import type { MentionView } from './mentions.ts'
import { hex } from './terms.ts'
import { gfpHref, searchHref } from './urls.ts'

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
}

const mentionsShown = 40

/** The page of a flag under its canonical name; null for a name that is no flag. */
export async function gfpPage(reader: ArchiveReader, name: string): Promise<GfpPage | null> {
  const proposal = gfpProposed.find(p => p.name === name) ?? null
  const history = flagHistory(name)
  if (history === null && proposal === null) return null
  const [mentions, counts, samples] = await Promise.all([
    reader.mentions({ subject: 'gfp', key: name, limit: mentionsShown }),
    reader.mentionCounts('gfp'),
    sampleLists(reader),
  ])
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
  }
}

function changeSays(change: { flag: string; change: string; other?: string; says: string }): string {
  const what =
    change.change === 'renamed' ? `${change.flag} becomes ${change.other ?? '?'}` : `${change.flag} ${change.change}`
  return `${what}. ${change.says}`
}

/** The name under which a flag's page stands, for any spelling; null for no flag. */
export const canonicalFlag = (name: string): string | null =>
  gfpProposed.some(p => p.name === name) || isProposedGfp(name) ? name : gfpCanonical(name)
