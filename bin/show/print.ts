import { problemWords } from '../../facts/problems.ts'
import type { QuoteLink, Zone } from '../../model/index.ts'
import { bold, plural, printable } from '../output.ts'
import type { Shown } from './describe.ts'

/** Width of the margin that names the zones. */
const marginChars = 13
/** Rows of one kind (patches, trailers, revisions) printed for people; `--json` has them all. */
const rowsMax = 40

const labelOf = (zone: Zone): string =>
  zone.kind === 'quote' ? `quote ${zone.depth}` : zone.kind === 'blank' ? '' : zone.kind

const when = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')

/** At most `rowsMax` rows, and how many more there are. */
const bounded = (rows: readonly string[]): string[] =>
  rows.length <= rowsMax
    ? [...rows]
    : [...rows.slice(0, rowsMax), `  and ${rows.length - rowsMax} more (--json has all)`]

const section = (title: string, rows: readonly string[]): string[] =>
  rows.length === 0 ? [] : ['', bold(title), ...bounded(rows)]

/** How the quotes were found: `12 exact, 1 unresolved`. */
const quoteCounts = (quotes: readonly QuoteLink[]): string =>
  (['exact', 'normalised', 'fuzzy', 'unresolved'] as const)
    .map(how => ({ how, n: quotes.filter(q => q.how === how).length }))
    .filter(({ n }) => n > 0)
    .map(({ how, n }) => `${n} ${how}`)
    .join(', ')

/** Where the quote that a line starts was taken from: `<- <id> 120-340`. */
const sourceNote = (quote: QuoteLink): string =>
  quote.source === null
    ? 'not found in the mails above'
    : `${quote.how}${quote.how === 'fuzzy' ? ` ${Math.floor(quote.matchMille / 10)} %` : ''}: <${printable(quote.source.messageId)}> ${quote.source.start}-${quote.source.end}`

/** The text with the kind of each zone beside its first line; a quote says above it where its words come from. */
const marked = (shown: Shown): string[] => {
  const lines: string[] = []
  const notes = new Map(shown.quotes.map(quote => [quote.start, quote]))
  for (const zone of shown.zones) {
    let label = labelOf(zone)
    for (let start = zone.start; start < zone.end; ) {
      const nl = shown.text.indexOf('\n', start)
      const end = nl < 0 || nl >= zone.end ? zone.end : nl
      const note = notes.get(start)
      if (note !== undefined) lines.push(`${''.padEnd(marginChars)}| (${sourceNote(note)})`)
      const line = shown.text.slice(start, end).split('\t').map(printable).join('\t')
      lines.push(`${label.padEnd(marginChars)}| ${line}`.trimEnd())
      label = ''
      start = end + 1
    }
  }
  return lines
}

/** What people read of a mail: who, where, what it holds, and its text with the zones in the margin. */
export function linesFor(shown: Shown): string[] {
  const { author, thread, series } = shown
  const inThread =
    thread === null
      ? []
      : [
          `thread   <${printable(thread.rootId)}>, ${plural(thread.messages, 'mail')}`,
          ...(thread.parentId === null
            ? []
            : [`answers  <${printable(thread.parentId)}> (${thread.sure}: ${printable(thread.reason ?? '')})`]),
        ]
  const inSeries =
    series === null
      ? []
      : [
          `series   v${series.versionText ?? series.version}, ${series.part === 0 ? 'cover' : series.part === null ? 'answer' : `part ${series.part}`} of ${series.total}: ${printable(series.title)} (${series.sure}: ${printable(series.reason)})`,
        ]
  return [
    bold(printable(shown.subject)),
    `from     ${printable(author.name)} <${printable(author.address)}>`,
    ...(shown.sentAt === null ? [] : [`sent     ${when(shown.sentAt)}`]),
    `id       <${printable(shown.messageId)}>`,
    `lists    ${shown.lists.map(printable).join(', ')}`,
    ...inThread,
    ...inSeries,
    ...section(
      'Revisions',
      (series?.revisions ?? []).map(
        r =>
          `  v${r.version}  ${when(r.atSeconds).slice(0, 10)}  <${printable(r.key)}>${r.sure === 'certain' ? '' : `  (${r.sure})`}`,
      ),
    ),
    ...section(
      'Patches',
      shown.patches.flatMap(patch => [
        `  ${printable(patch.title)}${patch.patchId === null ? '' : `  ${patch.patchId.slice(0, 12)}`}${patch.damage.length > 0 ? `  damaged: ${patch.damage.join(', ')}` : ''}`,
        ...patch.files.map(f => `    ${f.change} ${printable(f.path)}, ${plural(f.hunks.length, 'hunk')}`),
      ]),
    ),
    ...section(
      'Trailers',
      shown.trailers.map(t => `  ${printable(t.name)}: ${printable(t.value)}`),
    ),
    ...section(
      'Given to it',
      (series?.given ?? [])
        .filter(t => t.how !== 'own')
        .map(
          t =>
            `  ${printable(t.written)}: ${printable(t.value)}${t.counted ? '' : `  (not counted: ${t.reason}, in a mail of ${printable(t.giver.name || t.giver.address)})`}${t.to.kind === 'series' ? '  (whole series)' : ''}`,
        ),
    ),
    ...section(
      'Odd about it',
      shown.problems.map(p => `  ${problemWords(p.code)}${p.detail === undefined ? '' : `: ${printable(p.detail)}`}`),
    ),
    ...(shown.quotes.length === 0 ? [] : ['', `${bold('Quotes')} ${quoteCounts(shown.quotes)}`]),
    '',
    ...marked(shown),
  ]
}
