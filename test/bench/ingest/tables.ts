import type { PeerResult } from './peers.ts'
import { phaseNames } from './phases.ts'
import type { Phase, Row } from './phases.ts'
import type { SearchServerResult } from './search-server.ts'

export const number = (n: number): string => n.toLocaleString('en')
const rate = ({ mails, cost }: Row) => Math.round(mails / cost.cpuSeconds)
const seconds = (n: number) => n.toFixed(2)

/** Markdown of the phases on one mailbox. */
export const phaseTable = (title: string, rows: readonly Row[]): string =>
  [
    `### ${title}`,
    '',
    '| phase | mails | CPU s | mails per CPU s | wall s | peak MiB |',
    '|---|---|---|---|---|---|',
    ...rows.map(
      row =>
        `| ${phaseNames[row.phase]} | ${number(row.mails)} | ${seconds(row.cost.cpuSeconds)} | ${number(rate(row))} | ${seconds(row.cost.wallSeconds)} | ${row.cost.peakMiB ?? '?'} |`,
    ),
    '',
  ].join('\n')

/** Markdown of the peers beside our phases on the same mail. */
export const peersTable = (results: readonly PeerResult[], ours: readonly Row[], mails: number): string => {
  const of = (phase: Phase): number => ours.find(row => row.phase === phase)?.cost.cpuSeconds ?? NaN
  const [whole, bare] = [of('whole'), of('bare')]
  return [
    `### Peers, ${number(mails)} generated mails, same run, same mail`,
    '',
    `acknak with full text: ${seconds(whole)} CPU s; without full text and annotations: ${seconds(bare)} CPU s.`,
    '',
    '| peer | command | CPU s | peak MiB | its CPU over ours with full text | over ours without |',
    '|---|---|---|---|---|---|',
    ...results.map(({ name, says, cost, why }) =>
      cost === null
        ? `| ${name} | \`${says}\` | ${why} | | | |`
        : `| ${name} | \`${says}\` | ${seconds(cost.cpuSeconds)} | ${cost.peakMiB ?? '?'} | ${(cost.cpuSeconds / whole).toFixed(1)} | ${(cost.cpuSeconds / bare).toFixed(1)} |`,
    ),
    '',
  ].join('\n')
}

/** Markdown of the search server's own cost beside ours. */
export const searchServerTable = (result: SearchServerResult): string => {
  const { bareSeconds, serverSeconds, sendingSeconds, ingestSeconds } = result
  const total = serverSeconds + sendingSeconds + ingestSeconds
  const share = (s: number) => `${((100 * s) / bareSeconds).toFixed(0)} %`
  return [
    `### Meilisearch, ${number(result.documents)} documents, same run, same documents`,
    '',
    '| what | CPU s | of the server alone |',
    '|---|---|---|',
    `| the server alone: the same documents from a file, in requests as large as it takes | ${seconds(bareSeconds)} | 100 % |`,
    `| the server as acknak feeds it | ${seconds(serverSeconds)} | ${share(serverSeconds)} |`,
    `| reading documents from the archive and sending them | ${seconds(sendingSeconds)} | ${share(sendingSeconds)} |`,
    `| \`acknak ingest\` before, with full text of its own | ${seconds(ingestSeconds)} | ${share(ingestSeconds)} |`,
    `| all of it | ${seconds(total)} | ${share(total)} |`,
    '',
  ].join('\n')
}

const begin = '<!-- bench: begin -->'
const end = '<!-- bench: end -->'

/** A page with the stretch between its two marks replaced; what people wrote around it stays. */
export const withTables = (page: string, tables: string): string => {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`the page has no lines "${begin}" and "${end}" to write between`)
  return `${page.slice(0, from + begin.length)}\n\n${tables.trim()}\n\n${page.slice(to)}`
}
