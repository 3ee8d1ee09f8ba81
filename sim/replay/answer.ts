import { decodeGfp, gfpKernelsPrinting } from '../../facts/index.ts'
import type { GfpDecoded } from '../../facts/index.ts'
import type { AllocationReport, KernelLog, LogMask, OomReport } from '../../model/index.ts'
import type { Replay } from './replay.ts'
import { replayLog } from './replay.ts'
import { kernelOfReport } from './rules.ts'
import { isMemcgOom } from './total.ts'
import { zonesAgainst } from './zones.ts'
import type { ZoneCheck } from './zones.ts'

/** A mask of a log: what the log printed, and what it means on that kernel. */
export type MaskAnswer = {
  readonly hex: string
  /** Names as the log has them; null where it has none. */
  readonly logged: string | null
  readonly decoded: GfpDecoded | null
  /** Whether %pGg as this program knows it prints the same; null when it cannot tell. */
  readonly sameAsLogged: boolean | null
}

/** One OOM report with everything a page or a terminal shows of it. */
export type OomAnswer = {
  readonly report: OomReport
  readonly replay: Replay
  readonly kind: 'global' | 'memcg' | 'cpuset' | 'mempolicy' | 'unknown'
  /** `v5.4 to before v6.8`, by the form of the lines. */
  readonly format: string
  readonly gfp: MaskAnswer | null
  readonly zones: readonly ZoneCheck[]
}

/** One allocation failure or stall. */
export type AllocationAnswer = {
  readonly report: AllocationReport
  readonly gfp: MaskAnswer
  readonly zones: readonly ZoneCheck[]
}

/** Of an allocation only the mask tells the version, where the log names none. */
const formByMask = (mask: LogMask): OomReport['format'] => {
  const ranges = mask.names === null || mask.value === 0 ? [] : gfpKernelsPrinting(mask.value, mask.names)
  return ranges.length === 0
    ? { from: null, before: mask.names === null ? 'v4.6' : null, because: ['the mask'] }
    : { from: ranges[0]!.from, before: ranges.at(-1)!.before, because: ['names of that mask'] }
}

const maskAnswer = (mask: LogMask, kernel: string | null, order: number): MaskAnswer => {
  const decoded = kernel === null ? null : decodeGfp(mask.value, kernel, Math.max(order, 0))
  return {
    hex: `0x${mask.value.toString(16)}`,
    logged: mask.names,
    decoded,
    sameAsLogged: decoded === null ? null : decoded.printed === mask.names,
  }
}

const kindOf = (r: OomReport): OomAnswer['kind'] => {
  if (isMemcgOom(r)) return 'memcg'
  const constraint = r.context?.constraint ?? null
  if (constraint === 'CONSTRAINT_CPUSET') return 'cpuset'
  if (constraint === 'CONSTRAINT_MEMORY_POLICY') return 'mempolicy'
  if (constraint === 'CONSTRAINT_NONE' || r.kills[0]?.prefix === 'Out of memory' || r.memInfo !== null) return 'global'
  return 'unknown'
}

/** Constraint by name where the log has it (5.0 on; up to 5.2 the line says NONE for all). */
export const constraintOf = (answer: Pick<OomAnswer, 'kind' | 'report'>): string | null => {
  if (answer.kind === 'memcg')
    return answer.report.context?.constraint.startsWith('CONSTRAINT_BPF') === true
      ? answer.report.context.constraint
      : 'CONSTRAINT_MEMCG'
  return answer.report.context?.constraint ?? null
}

const formatText = ({ from, before }: OomReport['format']): string =>
  from === null && before === null
    ? 'unknown'
    : `${from ?? 'older'} to ${before === null ? 'newest' : `before ${before}`}`

/** Replays every OOM report of a log and decodes masks and zones of all reports. */
export const oomAnswers = (
  log: KernelLog,
): { readonly ooms: readonly OomAnswer[]; readonly allocations: readonly AllocationAnswer[] } => ({
  ooms: replayLog(log).map(({ report, replay }) => {
    const mask = report.invoked?.mask ?? null
    const order = report.invoked?.order ?? 0
    return {
      report,
      replay,
      kind: kindOf(report),
      format: formatText(report.format),
      gfp: mask === null ? null : maskAnswer(mask, replay.kernel.version, order),
      zones: report.memInfo === null ? [] : zonesAgainst(report.memInfo, mask, replay.kernel.version, order),
    }
  }),
  allocations: log.allocations.map(report => {
    const { version } = kernelOfReport({ ...report, format: formByMask(report.mask) })
    return {
      report,
      gfp: maskAnswer(report.mask, version, report.order),
      zones: report.memInfo === null ? [] : zonesAgainst(report.memInfo, report.mask, version, report.order),
    }
  }),
})
