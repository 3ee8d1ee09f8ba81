import { basename } from 'node:path'
import { botOf } from '../../facts/bots.ts'
import {
  annotate,
  buildSeries,
  buildThreads,
  listOf,
  openSource,
  parseMessage,
  skeletonOf,
  SourceError,
} from '../../ingest/index.ts'
import type { SourceOptions } from '../../ingest/index.ts'
import { sha1 } from '../../ingest/parse/bytes.ts'
import { conversationOf, guessJoin, patchIdOf, readPatches, unflow } from '../../text/index.ts'
import type { JoinMail } from '../../text/index.ts'
import { versionLabel } from '../../text/revision.ts'
import type { Address, Annotation, ParsedMessage, Patch, PatchFile, PatchSeries, Thread } from '../../model/index.ts'
import { facts } from './vocabulary.ts'

const person = (a: Address): string => (a.name === '' ? a.address : `${a.name} <${a.address}>`)

const tag = (a: Annotation, parsed: ParsedMessage): string => {
  if (a.type === 'mention') {
    const from = a.zone === 'subject' ? parsed.headers.subject.full : parsed.text
    return `${a.key} in ${a.zone}${a.negated ? ', negated' : ''}: ${from.slice(a.span.start, a.span.end)}`
  }
  if (a.type !== 'stance') return a.type
  const words = a.evidence.map(e => parsed.text.slice(e.start, e.end)).join(' | ')
  return `${a.value} on <${a.object}> v${a.version} by ${a.by}: ${words}`
}

/** Leaves out what is empty, so that a fixture shows what it is about. */
const filled = <T extends Record<string, unknown>>(all: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(all).filter(([, v]) => v !== null && v !== undefined && v !== '' && !(Array.isArray(v) && v.length === 0)),
  ) as Partial<T>

const subject = (s: ParsedMessage['headers']['subject']) => {
  const flags = [s.isReply && 'reply', s.isPatch && 'patch', s.isRfc && 'rfc', s.isResend && 'resend'].filter(Boolean)
  const place = s.total === null ? '' : `${s.part}/${s.total}`
  return filled({
    full: s.full,
    bare: s.bare === s.full ? null : s.bare,
    is: flags.join(' '),
    version: s.versionText ?? s.version,
    place,
    labels: s.labels,
  })
}

const fileOfPatch = (f: PatchFile): string => {
  const hunks = f.hunks.map(h =>
    [h.functionName ?? h.heading, ...h.gfpRemoved.map(g => `-${g}`), ...h.gfpAdded.map(g => `+${g}`)].join(' ').trim(),
  )
  const modes = f.modeBefore === f.modeAfter ? '' : ` ${f.modeBefore ?? ''}>${f.modeAfter ?? ''}`
  const name = `${f.change}${f.isBinary ? ' binary' : ''}${modes} ${f.oldPath === null ? '' : `${f.oldPath} -> `}${f.path}`
  return f.hunks.length === 0 ? name : `${name} (${hunks.join(' | ')})`
}

const patch = (parsed: ParsedMessage, all: readonly Patch[]) => (p: Patch) => {
  const text = p.attachment === null ? parsed.text : (parsed.attachments.find(a => a.part === p.attachment)?.text ?? null)
  return filled({
    title: p.title === parsed.headers.subject.bare ? null : p.title,
    author: p.author === null ? null : person(p.author),
    message: all.length > 1 ? text?.slice(p.message.start, p.message.end) : null,
    attachment: p.attachment,
    files: p.files.map(fileOfPatch),
    damage: p.damage.join(' '),
    id: patchIdOf(p, () => text, sha1) ?? 'none',
    base: p.baseCommit,
    changeId: p.changeId,
    prerequisites: p.prerequisites,
  })
}

const patches = (parsed: ParsedMessage) => {
  const all = readPatches({ text: parsed.text, title: parsed.headers.subject.bare, attachments: parsed.attachments })
  return all.map(patch(parsed, all))
}

const mail = (parsed: ParsedMessage, list: string) =>
  filled({
    id: parsed.headers.messageId,
    otherIds: parsed.headers.otherIds,
    list,
    bot: botOf({ from: parsed.headers.from, subject: parsed.headers.subject.full }),
    from: person(parsed.headers.from),
    author: parsed.headers.author === parsed.headers.from ? null : person(parsed.headers.author),
    subject: subject(parsed.headers.subject),
    sent: parsed.headers.sent === null ? null : `${parsed.headers.sent.atSeconds} ${parsed.headers.sent.zoneMinutes}`,
    sortedAt: skeletonOf(parsed).atSeconds === parsed.headers.sent?.atSeconds ? null : skeletonOf(parsed).atSeconds,
    inReplyTo: parsed.headers.inReplyTo,
    references: parsed.headers.references,
    text: parsed.text,
    unflowed: unflowed(parsed),
    attachments: parsed.attachments.map(a => `${a.part} ${a.contentType} ${a.fileName} ${a.sizeBytes}: ${a.text ?? '(bytes)'}`),
    files: parsed.files,
    hasDiff: parsed.hasDiff || null,
    patches: patches(parsed),
    clues: parsed.patch && filled({ ...parsed.patch }),
    trailers: parsed.trailers.map(t => `${t.name}: ${t.value}`),
    problems: parsed.problems.map(p => p.code),
    tags: annotate(parsed, facts).map(a => tag(a, parsed)),
  })

/** The text as a page shows it, where that is not how it was sent. */
const unflowed = (parsed: ParsedMessage): string | null => {
  const flowed = parsed.problems.find(p => p.code === 'format-flowed')
  if (flowed === undefined) return null
  const text = unflow(parsed.text, flowed.detail === 'delsp=yes')
  return text === parsed.text ? null : text
}

const joinMail = (parsed: ParsedMessage, bytes: Uint8Array): JoinMail => ({
  messageId: parsed.headers.messageId,
  subject: parsed.headers.subject,
  namesOthers: parsed.headers.inReplyTo.length + parsed.headers.references.length > 0,
  from: parsed.headers.from,
  to: parsed.headers.to,
  cc: parsed.headers.cc,
  atSeconds: skeletonOf(parsed).atSeconds,
  text: parsed.text,
  conversation: conversationOf(bytes),
})

const outline = (thread: Thread): string[] => [
  ...thread.nodes.map(
    n =>
      `${'  '.repeat(n.depth)}<${n.messageId}>${n.message === 'ghost' ? ' ghost' : ''}${n.edge === null ? '' : ` ${n.edge.reason}, ${n.edge.sure}`}`,
  ),
  ...thread.problems.map(p => `${p.code}: ${p.detail}`),
]

const posting = (s: PatchSeries): string =>
  `${s.title} v${versionLabel(s)}${s.isRfc ? ' rfc' : ''}${s.isResend ? ' resend' : ''}, cover ${s.coverId}, ` +
  `${s.parts.map(p => `${p.part}/${s.total} ${p.messageId ?? `missing ${p.ghostId ?? ''}`}`).join(', ')}: ${s.reason}, ${s.sure}` +
  (s.extent === 'partial' ? `, part of ${s.replaces}` : '') +
  (s.umbrellaId === null ? '' : `, under ${s.umbrellaId}`) +
  (s.labels === undefined ? '' : `, for ${s.labels.join(' ')}`)

/** Everything ingest makes of a file, in a form that reads well beside it. */
export const project = async (path: string, options: SourceOptions = {}) => {
  const source = await openSource(path, options).catch((error: unknown) => {
    if (!(error instanceof SourceError)) throw error
    return error
  })
  if (source instanceof SourceError) return { unreadable: source.message.replace(path, basename(path)) }
  const mails: { parsed: ParsedMessage; list: string; bytes: Uint8Array }[] = []
  const quarantined: string[] = []
  for await (const chunk of source.read())
    for (const record of chunk) {
      const parsed = record.kind === 'quarantine' ? record : await parseMessage(record)
      if ('kind' in parsed) quarantined.push(`${parsed.reason} at ${parsed.position}: ${Buffer.from(parsed.bytes).toString('latin1')}`)
      else mails.push({ parsed, list: listOf(source, parsed), bytes: record.bytes })
    }
  const threads = buildThreads(mails.map(m => skeletonOf(m.parsed)))
  const contents = new Set(mails.map(m => m.parsed.contentHash))
  const joinable = mails.map(m => joinMail(m.parsed, m.bytes))
  return filled({
    mails: mails.map(m => mail(m.parsed, m.list)),
    quarantined,
    cut: source.failure()?.message.replace(path, basename(path)),
    messages: contents.size === mails.length ? null : contents.size,
    threads: threads.map(outline),
    possibly: joinable.flatMap(m => {
      const join = guessJoin(m, joinable)
      return join === null ? [] : [`<${join.child}> below <${join.parent}>: ${join.reason}`]
    }),
    series: buildSeries(threads).map(posting),
  })
}
