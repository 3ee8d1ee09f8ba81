import {
  decodeGfp,
  gfpCanonical,
  gfpKernelsPrinting,
  gfpMaskMax,
  gfpNames,
  gfpTableFor,
  gfpValue,
  gfpVersions,
  releaseProblem,
} from '../../facts/gfp/index.ts'
import type { GfpDecoded, GfpPermits } from '../../facts/gfp/index.ts'
import { nearest } from '../../text/nearest.ts'
import { citeView } from './cites.ts'
import type { CiteView } from './cites.ts'
import { hex } from './terms.ts'
import { gfpHref } from './urls.ts'

/** What was asked of the mask page, as typed. */
export type MaskAsked = { readonly mask: string; readonly order: string; readonly kernel: string }

/** One kind of thing that a request may do or not, with what says so. */
export type MaskRule = { readonly about: string; readonly says: string; readonly cites: readonly CiteView[] }

/** A mask taken apart for a kernel and an order. */
export type MaskView = {
  readonly hex: string
  /** As the kernel's log prints it; null before 4.6, which printed the number. */
  readonly printed: string | null
  readonly kernel: string
  readonly order: number
  /** The table whose bits were used, how surely they are this kernel's, and why. */
  readonly table: string
  readonly sure: string
  readonly reason: string
  /** Said when the order of the names was not read in this kernel. */
  readonly orderReason: string | null
  readonly bits: readonly { readonly name: string; readonly value: string; readonly href: string }[]
  /** Bits without a name, hex; null when none is left. */
  readonly unknown: string | null
  readonly answers: readonly { readonly question: string; readonly answer: string }[]
  readonly rules: readonly MaskRule[]
  /** The same number on other kernels. */
  readonly elsewhere: readonly {
    readonly kernel: string
    readonly href: string
    readonly names: string
    readonly isHere: boolean
  }[]
  /** Kernels whose log prints these names for this number, in words; null when it prints none. */
  readonly printedBy: string | null
}

/** The mask page: the form as filled, what is wrong with it, what the mask does. */
export type MaskPage = {
  readonly asked: MaskAsked
  readonly problems: readonly string[]
  readonly view: MaskView | null
  readonly kernels: readonly string[]
}

/** What the empty form asks. */
export const initialMask: MaskAsked = { mask: 'GFP_KERNEL', order: '0', kernel: 'v6.12' }
const maskCharsMax = 1000
const orderMax = 64

/** The address of a mask. */
export const maskHref = (asked: MaskAsked): string =>
  `/gfp/mask?${new URLSearchParams({ m: asked.mask, order: asked.order, kernel: asked.kernel }).toString()}`

/** A mask as people write it: hex with or without 0x, or names joined by `|`, `~` taking one away. */
export function readMask(text: string, kernel: string): { value: number } | { says: string } {
  const trimmed = text.trim()
  const table = gfpTableFor(kernel)?.table
  const never = releaseProblem(kernel)
  if (never?.mayExist === false) return { says: `${never.says.charAt(0).toUpperCase()}${never.says.slice(1)}.` }
  if (table === undefined) return { says: `‘${kernel}’ names no kernel version: give one such as v6.12 or 4.18.0.` }
  const inside = /^(0x[0-9a-f]+)\(.*\)$/i.exec(trimmed)?.[1] ?? trimmed
  if (/^(?:0x)?[0-9a-f]{1,8}$/i.test(inside) && (/^0x/i.test(inside) || /\d/.test(inside)))
    return { value: parseInt(inside.replace(/^0x/i, ''), 16) }
  if (/^0x/i.test(inside)) return { says: `‘${inside}’ is no mask: a gfp_t has 32 bits, up to 0xffffffff.` }
  const names: string[] = []
  const joined = inside.replace(/&\s{0,8}~/g, '|~')
  if (joined.includes('&'))
    return { says: 'A mask is names joined by |; & only before ~, to take a flag away: GFP_KERNEL & ~__GFP_FS.' }
  for (const part of joined.split(/[|+,\s]+/).filter(p => p !== '')) {
    const isOff = part.startsWith('~')
    const canonical = gfpCanonical(isOff ? part.slice(1) : part)
    if (canonical === null || table.flags[canonical] === undefined) {
      const bare = part.replace('~', '').toUpperCase()
      const near = nearest(bare, gfpNames) ?? nearest(`__GFP_${bare}`, gfpNames)
      return {
        says:
          canonical !== null
            ? `${canonical} does not exist in ${table.kernel}, whose bits stand for ${kernel}.`
            : `No GFP flag ‘${part}’${near === null ? '' : `; did you mean ${near}?`}`,
      }
    }
    names.push(isOff ? `~${canonical}` : canonical)
  }
  const value = names.length === 0 ? null : gfpValue(names, table)
  return value === null || value > gfpMaskMax
    ? { says: 'Give a mask: hex as a log prints it, or names such as GFP_KERNEL|__GFP_NOWARN.' }
    : { value }
}

/** Reads what the form asks and answers it. */
export function maskPage(query: URLSearchParams): MaskPage {
  const asked: MaskAsked = {
    mask: (query.get('m') ?? initialMask.mask).slice(0, maskCharsMax),
    order: (query.get('order') ?? initialMask.order).slice(0, 8),
    kernel: (query.get('kernel') ?? initialMask.kernel).trim().slice(0, 80) || initialMask.kernel,
  }
  const problems: string[] = []
  const order = /^\d{1,2}$/.test(asked.order.trim()) ? Number(asked.order) : NaN
  if (!(order <= orderMax)) problems.push(`‘${asked.order}’ is no order: give a number from 0 to ${orderMax}.`)
  const read = readMask(asked.mask, asked.kernel)
  if ('says' in read) problems.push(read.says)
  const decoded = problems.length > 0 || 'says' in read ? null : decodeGfp(read.value, asked.kernel, order)
  return { asked, problems, view: decoded === null ? null : viewOf(decoded, order), kernels: gfpVersions }
}

const abouts: Readonly<Record<string, string>> = {
  reclaim: 'reclaim',
  io: 'I/O',
  fs: 'filesystems',
  oom: 'OOM kill',
  fail: 'failing',
  watermark: 'watermark',
}

const yes = (is: boolean): string => (is ? 'yes' : 'no')

/** What a request may do, as questions and answers. */
export const permitAnswers = (d: GfpPermits): readonly { readonly question: string; readonly answer: string }[] => [
  { question: 'reclaims by itself (may sleep)', answer: yes(d.mayReclaim) },
  { question: 'wakes kswapd', answer: yes(d.mayWakeKswapd) },
  { question: 'may start I/O', answer: yes(d.mayIo) },
  { question: 'may enter filesystems', answer: yes(d.mayFs) },
  { question: 'may have the OOM killer pick a victim', answer: yes(d.mayOomKill) },
  { question: 'may fail', answer: yes(d.mayFail) },
  {
    question: 'must leave free',
    answer: d.watermark === '0' ? 'nothing' : `${d.watermark === '1' ? 'all' : d.watermark} of the min watermark`,
  },
]

function viewOf(d: GfpDecoded, order: number): MaskView {
  const number = hex(d.mask)
  return {
    hex: number,
    printed: d.printed === null ? null : `${number}(${d.printed})`,
    kernel: d.kernel,
    order,
    table: d.table,
    sure: d.sure,
    reason: d.reason,
    orderReason: d.unproven ? d.orderReason : null,
    bits: d.bits.map(b => ({ name: b.name, value: hex(b.value), href: gfpHref(b.name) })),
    unknown: d.unknown === 0 ? null : hex(d.unknown),
    answers: permitAnswers(d),
    rules: d.rules.map(r => ({
      about: abouts[r.about] ?? r.about,
      says: r.says,
      cites: r.cites.map(c => citeView(c)),
    })),
    elsewhere: gfpVersions.map(kernel => {
      const other = decodeGfp(d.mask, kernel, order)
      return {
        kernel,
        href: maskHref({ mask: number, order: String(order), kernel }),
        names: other === null ? '' : [...other.names, ...extra(other)].join('|'),
        isHere: kernel === d.table,
      }
    }),
    printedBy: d.printed === null || d.printed === '' ? null : rangesSay(gfpKernelsPrinting(d.mask, d.printed)),
  }
}

/** Before 4.6 no names are printed, and what no name covers has to be told apart. */
const extra = (d: GfpDecoded): readonly string[] => (d.printed === null && d.unknown !== 0 ? [hex(d.unknown)] : [])

const rangesSay = (ranges: ReturnType<typeof gfpKernelsPrinting>): string | null =>
  ranges.length === 0
    ? null
    : ranges.map(r => (r.before === null ? `${r.from} and later` : `${r.from} to before ${r.before}`)).join(', ')
