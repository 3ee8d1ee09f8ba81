import type { Cite, OomReport } from '../../model/index.ts'
import { compareTags } from '../../text/kernel-log/index.ts'
import { oom54, s40, s410, s612 } from '../kernels/trees.ts'

/** How one kernel counts and chooses (kernel-mm.md 4.1, 4.4). */
export type BadnessRules = {
  /** CAP_SYS_ADMIN takes this many percent off. */
  readonly adminBonusPercent: 0 | 3
  /** An eligible task has at least one point. */
  readonly isFloored: boolean
  /** Which of equal tasks in list order is taken. */
  readonly tie: 'first' | 'last' | 'unknown'
  /** The worst child of the chosen process dies instead of it. */
  readonly childSacrifice: boolean
}

/** Since when a rule holds. */
type Step = { readonly from: string; readonly rules: Partial<BadnessRules>; readonly cites: readonly Cite[] }

const steps: readonly Step[] = [
  {
    from: 'v0.0',
    rules: { adminBonusPercent: 3, isFloored: true, tie: 'first', childSacrifice: true },
    cites: [s40.cite, s410.cite],
  },
  { from: 'v4.17', rules: { adminBonusPercent: 0 }, cites: [{ kind: 'commit', ref: 'd46078b28889' }] },
  {
    from: 'v5.0',
    rules: { tie: 'unknown' },
    cites: [s410.cite, oom54.cite],
  },
  { from: 'v5.1', rules: { childSacrifice: false }, cites: [{ kind: 'commit', ref: 'bbbe48029720' }] },
  {
    from: 'v5.4',
    rules: { tie: 'last' },
    cites: [oom54.cite, { kind: 'run', ref: '11_equal_ties' }],
  },
  { from: 'v5.9', rules: { isFloored: false }, cites: [s612.cite] },
]

/** The rules of a release (`v4.6`, `6.1.192`). */
export const badnessRules = (version: string): BadnessRules & { readonly cites: readonly Cite[] } => {
  const hold = steps.filter(s => compareTags(s.from, version) <= 0)
  return {
    ...(Object.assign({}, ...hold.map(s => s.rules)) as BadnessRules),
    cites: hold.flatMap(s => s.cites),
  }
}

/** Which kernel printed a report, as far as its log says. */
export type ReportKernel = {
  /** `6.1.192`, `4.18.0+`; the lower end of `range` where only the form of the lines tells; null when nothing does. */
  readonly version: string | null
  /** The upper end, not included; null when the version is known or the range is open. */
  readonly before: string | null
  readonly from: 'build' | 'release' | 'form' | 'none'
  readonly says: string
  /** A vendor's kernel: old number, newer code. */
  readonly isVendor: boolean
}

/** Newest release that this reader was made for. */
export const newestRelease = 'v7.2'

export const kernelOfReport = (r: Pick<OomReport, 'release' | 'caller' | 'format'>): ReportKernel => {
  const build = /\bDebian (\d+\.\d+\.\d+)/.exec(r.caller?.build ?? '')?.[1]
  const release = r.release === null ? null : (/^\d+\.\d+(?:\.\d+)?/.exec(r.release)?.[0] ?? null)
  const isVendor = /\.el\d|\.amzn|\.uek|-default$|azure|-aws|-gcp|android/.test(r.release ?? '')
  if (build !== undefined)
    return {
      version: build,
      before: null,
      from: 'build',
      says: `${r.release ?? ''} (Debian ${build})`,
      isVendor: false,
    }
  if (release !== null) return { version: release, before: null, from: 'release', says: r.release ?? release, isVendor }
  const { from, before, because } = r.format
  if (from === null && before === null)
    return { version: null, before: null, from: 'none', says: 'the log names no kernel', isVendor: false }
  return {
    version: from ?? 'v3.19',
    before,
    from: 'form',
    says: `${from ?? 'older'} to before ${before ?? 'now'}, told by: ${because.join(', ')}`,
    isVendor: false,
  }
}

/** Every distinct set of rules that the kernel may follow: one when its version is known. */
export const rulesOf = (kernel: ReportKernel): readonly BadnessRules[] => {
  if (kernel.from !== 'form' && kernel.version !== null) return [badnessRules(kernel.version)]
  const low = kernel.version ?? 'v3.19'
  const within = steps
    .map(s => s.from)
    .filter(f => compareTags(f, low) > 0 && (kernel.before === null || compareTags(f, kernel.before) < 0))
  return [low, ...within].map(badnessRules)
}
