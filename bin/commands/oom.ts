import { readKernelLog } from '../../text/kernel-log/index.ts'
import { constraintOf, oomAnswers } from '../../sim/replay/index.ts'
import type { AllocationAnswer, OomAnswer } from '../../sim/replay/index.ts'
import type { Command } from '../args.ts'
import { UserError } from '../errors.ts'
import { logTexts } from '../oom/texts.ts'
import type { LogText } from '../oom/texts.ts'
import { bold, plural, printable, warn, writeJson, writeLines } from '../output.ts'

type Found = { readonly from: LogText; readonly answer: OomAnswer }
type FoundAllocation = { readonly from: LogText; readonly answer: AllocationAnswer }

export const oom: Command = {
  name: 'oom',
  says: 'reads kernel logs or mails: every OOM report, who should have died, who did and why',
  takes: 'FILE... | DIR... | -',
  flags: { all: { says: 'every report in full, also of many files' } },
  examples: ['oom dmesg.txt', 'oom - < dmesg.txt', 'oom linux-mm.mbox --json'],
  run: async args => {
    if (args.words.length === 0)
      throw new UserError('acknak oom: which log? for instance `acknak oom dmesg.txt`, or `-` for standard input')
    const ooms: Found[] = []
    const allocations: FoundAllocation[] = []
    let events = 0
    let texts = 0
    let failed = 0
    for await (const from of logTexts(args.words, error => {
      failed++
      warn(error.message)
    })) {
      texts++
      const log = readKernelLog(from.text)
      if (log.cut) warn(`${from.source}: too long, read up to its first 32 million characters`)
      events += log.events.length
      const answers = oomAnswers(log)
      ooms.push(...answers.ooms.map(answer => ({ from, answer })))
      allocations.push(...answers.allocations.map(answer => ({ from, answer })))
    }
    if (texts === 0) throw new UserError('acknak oom: nothing could be read')
    if (args.json)
      writeJson({
        reports: ooms.map(jsonOf),
        allocations: allocations.map(jsonOfAllocation),
        summary: summaryOf(ooms),
        texts,
        events,
      })
    else
      writeLines(
        ooms.length + allocations.length === 0
          ? nothing(texts, events)
          : human(ooms, allocations, args.flags.all === 'true'),
      )
    return failed > 0 ? 1 : 0
  },
}

const nothing = (texts: number, events: number): string[] => [
  `no OOM report in ${plural(texts, 'text')}${events > 0 ? `, only ${plural(events, 'single line')} of the OOM killer or the allocator` : ''}`,
]

const jsonOf = ({ from, answer }: Found) => {
  const { report, replay } = answer
  return {
    source: from.source,
    messageId: from.messageId,
    lines: [report.firstLine, report.lastLine],
    format: answer.format,
    kernel: replay.kernel,
    kind: answer.kind,
    constraint: constraintOf(answer),
    gfp: answer.gfp,
    order: report.invoked?.order ?? null,
    invokedBy: report.invoked?.comm ?? null,
    zones: answer.zones,
    totalPages: replay.total,
    tasks: replay.tasks.map(({ row, ...terms }) => ({
      pid: row.pid,
      comm: row.comm,
      oomScoreAdj: row.oomScoreAdj,
      ...terms,
    })),
    predicted: replay.predicted === null ? null : { ...replay.predicted, score: replay.predicted.points },
    killed: replay.killed,
    alsoKilled: report.kills.slice(1).map(k => ({ pid: k.pid, comm: k.comm })),
    agrees: replay.agrees,
    reason: replay.reason,
    whatIf: replay.whatIf === null ? null : { ...replay.whatIf, becomes: replay.whatIf.becomes.slice(0, 100) },
    missing: report.missing,
    unread: report.unread,
  }
}

const jsonOfAllocation = ({ from, answer }: FoundAllocation) => {
  const { report } = answer
  return {
    source: from.source,
    messageId: from.messageId,
    lines: [report.firstLine, report.lastLine],
    kind: report.kind,
    comm: report.comm,
    order: report.order,
    gfp: answer.gfp,
    stalledMs: report.stalledMs,
    zones: answer.zones,
    unread: report.unread,
  }
}

const outcome = ({ replay }: OomAnswer): string =>
  replay.agrees === true ? (replay.reason?.code ?? 'agrees') : (replay.reason?.code ?? 'unknown')

/** Counts: reports, with a table, agreeing, and each reason. */
const summaryOf = (ooms: readonly Found[]) => {
  const reasons: Record<string, number> = {}
  for (const { answer } of ooms) reasons[outcome(answer)] = (reasons[outcome(answer)] ?? 0) + 1
  return {
    reports: ooms.length,
    withTable: ooms.filter(o => o.answer.replay.tasks.length > 0).length,
    agree: ooms.filter(o => o.answer.replay.agrees === true).length,
    differ: ooms.filter(o => o.answer.replay.agrees === false).length,
    open: ooms.filter(o => o.answer.replay.agrees === null).length,
    outcomes: reasons,
  }
}

/** Above this many reports each gets one line unless --all is given. */
const fullMax = 8

const human = (ooms: readonly Found[], allocations: readonly FoundAllocation[], all: boolean): string[] => {
  const lines: string[] = []
  const isFull = all || ooms.length + allocations.length <= fullMax
  if (isFull) {
    for (const found of ooms) lines.push(...fullOom(found), '')
    for (const found of allocations) lines.push(...fullAllocation(found), '')
  } else {
    lines.push(`${'source'.padEnd(40)}${'line'.padStart(7)}  ${'predicted'.padEnd(26)}${'killed'.padEnd(26)}outcome`)
    for (const { from, answer } of ooms) {
      const { predicted, killed } = answer.replay
      const who = (p: { pid: number; comm: string } | null) => (p === null ? '-' : `${printable(p.comm)} (${p.pid})`)
      const source = (from.messageId === null ? from.source : `<${from.messageId}>`).slice(-39)
      lines.push(
        `${printable(source).padEnd(40)}${String(answer.report.firstLine).padStart(7)}  ${who(predicted).padEnd(26)}${who(killed).padEnd(26)}${outcome(answer)}`,
      )
    }
    lines.push('')
  }
  const sum = summaryOf(ooms)
  lines.push(
    `${plural(sum.reports, 'OOM report')}, ${sum.withTable} with a task table: ${sum.agree} as predicted, ${sum.differ} otherwise, ${sum.open} open` +
      (allocations.length > 0
        ? `; ${plural(allocations.length, 'allocation failure or stall', 'allocation failures or stalls')}`
        : ''),
  )
  for (const [code, n] of Object.entries(sum.outcomes).sort((a, b) => b[1] - a[1]))
    lines.push(`  ${String(n).padStart(6)}  ${code}`)
  return lines
}

const zoneLines = (zones: OomAnswer['zones']): string[] =>
  zones.length === 0
    ? []
    : [
        '  zone        free      min   needed  (pages)',
        ...zones.map(
          z =>
            `  ${`${z.node === null ? '' : `${z.node} `}${z.name}`.padEnd(9)}${String(z.freePages).padStart(8)} ${String(z.minPages).padStart(8)} ${String(z.neededPages).padStart(8)}  ${!z.isUsable ? 'not for this request' : z.passesOrder0 ? 'above' : 'below'}${z.hasBlock === false ? ', no block of that order' : ''}`,
        ),
      ]

const fullOom = ({ from, answer }: Found): string[] => {
  const { report, replay } = answer
  const lines = [
    bold(
      `${printable(from.messageId === null ? from.source : `<${from.messageId}>`)} lines ${report.firstLine}-${report.lastLine}: ${answer.kind} OOM`,
    ),
    `  kernel   ${printable(replay.kernel.says)}`,
  ]
  if (report.invoked !== null)
    lines.push(
      `  invoked  ${printable(report.invoked.comm)}, order ${report.invoked.order ?? '?'}${report.invoked.order === -1 ? ' (sysrq)' : ''}, ${answer.gfp === null ? 'no mask' : maskText(answer.gfp)}`,
    )
  lines.push(...zoneLines(answer.zones))
  const top = [...replay.tasks].sort((a, b) => b.points - a.points).slice(0, 5)
  if (top.length > 0) {
    lines.push(`  total    ${replay.total.pages ?? '?'} pages (${replay.total.says})`)
    lines.push('      pid     points        rss       swap  tables   by adj   adj  name')
    for (const t of top)
      lines.push(
        `  ${String(t.row.pid).padStart(7)} ${String(t.points).padStart(10)} ${String(t.rss).padStart(10)} ${String(t.swap).padStart(10)} ${String(t.pageTables).padStart(7)} ${String(t.adj).padStart(8)} ${String(t.row.oomScoreAdj).padStart(5)}  ${printable(t.row.comm)}${t.excluded === null ? '' : ` (not eligible: ${t.excluded})`}`,
      )
    if (replay.tasks.length > top.length) lines.push(`          and ${replay.tasks.length - top.length} more`)
  }
  const { predicted, killed } = replay
  if (predicted !== null) lines.push(`  expected ${printable(predicted.comm)} (${predicted.pid}), ${predicted.why}`)
  lines.push(
    `  killed   ${killed === null ? '-' : `${printable(killed.comm)} (${killed.pid})`}${report.kills.length > 1 ? ` and ${report.kills.length - 1} more` : ''}${replay.agrees === true && killed !== null ? ', as expected' : ''}`,
  )
  if (replay.reason !== null) lines.push(`  because  ${printable(replay.reason.says)}`)
  const spare = replay.whatIf?.spare
  if (spare != null && spare.to !== null)
    lines.push(
      `  spared   with oom_score_adj ${spare.to} (${spare.to - spare.from}); then ${printable(spare.victim?.comm ?? '')} (${spare.victim?.pid ?? ''}) dies`,
    )
  for (const u of report.unread.slice(0, 5))
    lines.push(`  unread   line ${u.line}: ${printable(u.text.slice(0, 90))} (${u.why})`)
  if (report.unread.length > 5) lines.push(`           and ${report.unread.length - 5} more unread lines`)
  return lines
}

const maskText = (gfp: NonNullable<OomAnswer['gfp']>): string => {
  const names = gfp.logged ?? gfp.decoded?.names.join('|') ?? ''
  return `${gfp.hex}(${names})${gfp.sameAsLogged === false && gfp.decoded?.printed != null ? `, which this program would print ${gfp.decoded.printed}` : ''}`
}

const fullAllocation = ({ from, answer }: FoundAllocation): string[] => [
  bold(
    `${printable(from.messageId === null ? from.source : `<${from.messageId}>`)} lines ${answer.report.firstLine}-${answer.report.lastLine}: allocation ${answer.report.kind}`,
  ),
  `  by       ${printable(answer.report.comm)}, order ${answer.report.order}, ${maskText(answer.gfp)}${answer.report.stalledMs === null ? '' : `, for ${answer.report.stalledMs} ms`}`,
  ...zoneLines(answer.zones),
]
