import { decodeGfp, gfpTableFor } from '../../../facts/index.ts'
import type { KernelLog, OomReport } from '../../../model/index.ts'
import { oomAnswers } from '../../../sim/replay/index.ts'
import type { AllocationAnswer, OomAnswer } from '../../../sim/replay/index.ts'
import { readKernelLog } from '../../../text/kernel-log/index.ts'

/** What the page shows of a text: every report with who should have died and who did. */
export type LogAnswer = {
  readonly ooms: readonly OomAnswer[]
  readonly allocations: readonly AllocationAnswer[]
  /** Lines of the OOM killer that stand outside every report. */
  readonly events: KernelLog['events']
  readonly unread: KernelLog['unread']
  readonly lines: number
  readonly cut: boolean
}

/** `6.12`, `v6.12.9`, `4.18.0-552.el8`: a kernel this program can decode for. */
export const isKernel = (text: string): boolean => gfpTableFor(text.trim()) !== null

/** Reads a text. `kernel` overrides what the log says of its kernel; null: as the log says. */
export function answerLog(text: string, kernel: string | null): LogAnswer {
  const log = readKernelLog(text)
  const chosen = kernel === null ? null : kernel.trim().replace(/^v/, '')
  const as = <R extends Pick<OomReport, 'release' | 'caller'>>(r: R): R =>
    chosen === null ? r : { ...r, release: chosen, caller: r.caller === null ? null : { ...r.caller, build: null } }
  const answers = oomAnswers({ ...log, reports: log.reports.map(as), allocations: log.allocations.map(as) })
  return { ...answers, events: log.events, unread: log.unread, lines: log.lines, cut: log.cut }
}

/** What another order would have changed for a request; empty when nothing, or when the mask is not known. */
export function otherOrders(answer: OomAnswer): readonly string[] {
  const { gfp, report, replay, zones } = answer
  const order = report.invoked?.order ?? null
  const mask = report.invoked?.mask ?? null
  const kernel = replay.kernel.version
  if (gfp?.decoded == null || mask === null || order === null || order < 0 || kernel === null) return []
  // A charge meets a limit, not a watermark.
  if (answer.kind === 'memcg') return []
  const says: string[] = []
  const at = (n: number) => decodeGfp(mask.value, kernel, n)
  if (order <= 3 && gfp.decoded.mayOomKill && at(4)?.mayOomKill === false)
    says.push('With an order of 4 or more the same request would have failed instead of killing (costly order).')
  const open = zones.find(z => z.isUsable && z.passesOrder0)
  if (order > 0 && open !== undefined)
    says.push(
      `An order 0 request would have passed the watermark of ${zoneName(open)}: there was memory, but not in one piece.`,
    )
  if (order === 0 && zones.length > 0 && open === undefined)
    says.push('No smaller order would have helped: even single pages were below the mark in every zone it may use.')
  return says
}

/** `DMA32`, or `node 1 Normal` where the log names nodes. */
export const zoneName = (zone: { readonly node: number | null; readonly name: string }): string =>
  zone.node === null || zone.node === 0 ? zone.name : `node ${zone.node} ${zone.name}`
