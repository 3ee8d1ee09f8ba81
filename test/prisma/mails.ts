import { createHash } from 'node:crypto'
import type {
  Annotation,
  Batch,
  Delivered,
  Mention,
  MessageId,
  PatchClues,
  PatchSeries,
  Problem,
  ScenarioLink,
  Skeleton,
  SubjectInfo,
  Thread,
  ThreadNode,
  Trailer,
} from '../../model/index.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** A mail as a test writes it; what is left out is plain. */
export type MailSpec = {
  readonly id: MessageId
  readonly subject?: string
  readonly from?: string
  readonly atSeconds?: number
  readonly text?: string
  readonly parent?: MessageId
  readonly list?: string
  /** Bytes other than those made from the rest, to tell two deliveries apart. */
  readonly bytes?: string
  readonly otherIds?: readonly MessageId[]
  readonly files?: readonly string[]
  readonly gfp?: readonly string[]
  readonly mechanisms?: readonly string[]
  /** Scenario ids this mail is linked to. */
  readonly scenarios?: readonly string[]
  readonly annotations?: readonly Annotation[]
  readonly problems?: readonly Problem[]
  readonly form?: 'rfc5322' | 'archive-text'
  readonly patch?: PatchClues
}

const trailerLine = /^([A-Z][a-z]+(?:-[a-z]+)+): (.+?) <(.+)>$/gm

export function subjectOf(full: string): SubjectInfo {
  const bare = full.replace(/^Re: /, '').replace(/^\[[^\]]*\] /, '')
  const slot = /(\d+)\/(\d+)\]/.exec(full)
  const isPatch = full.includes('[PATCH')
  return {
    full,
    bare,
    isReply: full.startsWith('Re: '),
    isPatch,
    isRfc: false,
    isResend: false,
    version: isPatch ? Number(/ v(\d+)/.exec(full)?.[1] ?? 1) : null,
    part: slot ? Number(slot[1]) : null,
    total: slot ? Number(slot[2]) : null,
    labels: [],
  }
}

/** Finds each word in the text and says what zone it stands in, as the annotate stage would. */
function mentionsOf(spec: MailSpec, text: string): Mention[] {
  const find = (subject: Mention['subject'], key: string, word: string): Mention[] => {
    const start = text.indexOf(word)
    if (start < 0) return []
    const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start)
    const zone = line.startsWith('>') ? 'quote' : line.startsWith('+') ? 'added' : 'prose'
    return [
      {
        type: 'mention',
        subject,
        key,
        span: { messageId: spec.id, start, end: start + word.length },
        zone,
        negated: false,
        by: 'test',
      },
    ]
  }
  return [
    ...(spec.gfp ?? []).flatMap(key => find('gfp', key, key)),
    ...(spec.mechanisms ?? []).flatMap(key => find('mechanism', key, key.replaceAll('-', ' '))),
  ]
}

/** A Delivered from a spec: what ingest would hand to the store. */
export function mail(spec: MailSpec): Delivered {
  const text = spec.text ?? `words of ${spec.id}\n`
  const name = spec.from ?? 'Ada Example'
  const author = { name, address: `${name.toLowerCase().replace(/\W+/g, '.')}@example.org` }
  const subject = subjectOf(spec.subject ?? 'mm: a question')
  const atSeconds = spec.atSeconds ?? 1_450_000_000
  const bytes = new TextEncoder().encode(
    spec.bytes ??
      `Message-ID: <${spec.id}>\nFrom: ${name} <${author.address}>\nSubject: ${subject.full}\nX-List: ${spec.list ?? 'linux-mm'}\n\n${text}`,
  )
  const trailers: Trailer[] = [...text.matchAll(trailerLine)].map(m => ({
    name: m[1] ?? '',
    value: `${m[2]} <${m[3]}>`,
    person: { name: m[2] ?? '', address: m[3] ?? '' },
    start: m.index,
    end: m.index + m[0].length,
  }))
  const hasDiff = text.includes('\n+++ ')
  const links: ScenarioLink[] = (spec.scenarios ?? []).map(scenario => ({
    messageId: spec.id,
    scenario,
    variant: null,
    debate: null,
    kind: 'patch',
    sure: 'certain',
    reason: 'test',
  }))
  return {
    raw: {
      kind: 'mail',
      bytes,
      form: spec.form ?? 'rfc5322',
      source: 'test.mbox',
      position: '0',
      envelopeAt: atSeconds,
      problems: [],
    },
    parsed: {
      headers: {
        messageId: spec.id,
        otherIds: spec.otherIds ?? [],
        subject,
        from: author,
        author,
        to: [{ name: '', address: 'list@example.org' }],
        cc: [],
        sent: { atSeconds, zoneMinutes: 60 },
        receivedAt: atSeconds + 5,
        inReplyTo: spec.parent === undefined ? [] : [spec.parent],
        references: spec.parent === undefined ? [] : [spec.parent],
        listIds: [],
      },
      rawHash: createHash('sha256').update(bytes).digest('hex'),
      contentHash: sha256(`${spec.id}\0${subject.full}\0${text}`),
      textHash: sha256(text),
      form: spec.form ?? 'rfc5322',
      text,
      attachments: [],
      trailers,
      hasDiff,
      files: spec.files ?? [],
      patch: spec.patch ?? null,
      problems: spec.problems ?? [],
    },
    list: spec.list ?? 'linux-mm',
    annotations: [...mentionsOf(spec, text), ...(spec.annotations ?? [])],
    links,
  }
}

export const skeletonOf = ({ parsed }: Delivered): Skeleton => ({
  messageId: parsed.headers.messageId,
  inReplyTo: parsed.headers.inReplyTo,
  references: parsed.headers.references,
  subject: parsed.headers.subject,
  author: parsed.headers.author,
  from: parsed.headers.from,
  atSeconds: parsed.headers.sent?.atSeconds ?? 0,
  hasDiff: parsed.hasDiff,
  form: parsed.form,
  contentHash: parsed.contentHash,
  ...(parsed.patch === null ? {} : { patch: parsed.patch }),
})

/** Threads of these mails by their parents, a ghost for each parent nobody brought; siblings in the order given. */
export function threadsOf(skeletons: readonly Skeleton[]): Thread[] {
  const held = new Map<MessageId, Skeleton>()
  for (const s of skeletons) if (!held.has(s.messageId)) held.set(s.messageId, s)
  const children = new Map<MessageId, MessageId[]>()
  const roots = new Set<MessageId>()
  for (const s of held.values()) {
    const parent = s.inReplyTo[0]
    if (parent === undefined) roots.add(s.messageId)
    else {
      children.set(parent, [...(children.get(parent) ?? []), s.messageId])
      if (!held.has(parent)) roots.add(parent)
    }
  }
  return [...roots].map(rootId => {
    const nodes: ThreadNode[] = []
    const open: { id: MessageId; parent: number | null; depth: number }[] = [{ id: rootId, parent: null, depth: 0 }]
    for (let next = open.pop(); next; next = open.pop()) {
      const at = nodes.length
      const { id, parent, depth } = next
      const edge = parent === null ? null : ({ sure: 'certain', reason: 'in-reply-to' } as const)
      nodes.push({ messageId: id, message: held.get(id) ?? 'ghost', parent, edge, depth })
      for (const child of [...(children.get(id) ?? [])].reverse())
        open.push({ id: child, parent: at, depth: depth + 1 })
    }
    return { rootId, nodes, problems: [] }
  })
}

/** A batch of these mails; `held`: skeletons of mails that share their threads and are stored already. */
export function batchOf(
  specs: readonly MailSpec[],
  { held = [], series = [] }: { held?: readonly Skeleton[]; series?: readonly PatchSeries[] } = {},
): Batch {
  const deliveries = specs.map(mail)
  return {
    deliveries,
    quarantined: [],
    threads: threadsOf([...held, ...deliveries.map(skeletonOf)]),
    series,
    pipelineVersion: 'test-1',
  }
}
