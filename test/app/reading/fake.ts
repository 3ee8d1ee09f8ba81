import type {
  ArchiveReader,
  Mention,
  MessageRow,
  NodeRow,
  PatchSeries,
  ScenarioLink,
  Skeleton,
  StoredThread,
  SubjectInfo,
  ThreadRow,
} from '../../../model/index.ts'

/** A mail of the fake archive, in a few words. */
export type FakeMail = {
  readonly id: string
  readonly parent?: string
  readonly subject?: string
  readonly name?: string
  readonly address?: string
  readonly text?: string
  readonly at?: number
  readonly zone?: number
  readonly receivedAt?: number
  readonly mentions?: readonly Mention[]
  readonly links?: readonly ScenarioLink[]
  readonly patch?: { readonly version: number; readonly part: number; readonly total: number }
  readonly sure?: 'certain' | 'guess'
  readonly acks?: number
  readonly raw?: Uint8Array
}

const start = Date.UTC(2031, 0, 2, 3, 4, 5) / 1000

function subjectOf(mail: FakeMail): SubjectInfo {
  const full = mail.subject ?? 'A question of memory'
  return {
    full,
    bare: full.replace(/^(Re: |\[[^\]]*\] )+/, ''),
    isReply: (mail.parent !== undefined && mail.patch === undefined) || full.startsWith('Re: '),
    isPatch: mail.patch !== undefined,
    isRfc: false,
    isResend: false,
    version: mail.patch?.version ?? null,
    part: mail.patch?.part ?? null,
    total: mail.patch?.total ?? null,
    labels: [],
  }
}

/** The row of a fake mail. */
export function row(mail: FakeMail): MessageRow {
  const person = { name: mail.name ?? 'Ann Writer', address: mail.address ?? 'ann@example.org' }
  const at = mail.at ?? start
  const skeleton: Skeleton = {
    messageId: mail.id,
    inReplyTo: mail.parent === undefined ? [] : [mail.parent],
    references: mail.parent === undefined ? [] : [mail.parent],
    subject: subjectOf(mail),
    author: person,
    from: person,
    atSeconds: at,
    hasDiff: mail.text?.includes('\n@@ ') ?? false,
    form: 'rfc5322',
    contentHash: mail.id,
  }
  return {
    skeleton,
    text: mail.text ?? 'Some words.\n',
    to: [{ name: '', address: 'list@example.org' }],
    cc: [],
    sentAt: at,
    zoneMinutes: mail.zone ?? 0,
    receivedAt: mail.receivedAt ?? at,
    lists: ['sample'],
    isSample: true,
    rawHash: '00',
    attachments: [],
    trailers: [],
    mentions: mail.mentions ?? [],
    annotations: [],
    links: mail.links ?? [],
    problems: [],
    files: [],
    variants: 0,
  }
}

/** An archive of one list in memory, with the shape of the real one. Mails in thread order, parents first. */
export function fakeReader(mails: readonly FakeMail[], series: readonly PatchSeries[] = []): ArchiveReader {
  const rows = new Map(mails.map(mail => [mail.id, row(mail)]))
  const parents = new Map(mails.map(mail => [mail.id, mail.parent ?? null]))
  const rootOf = (id: string): string | null => {
    if (!rows.has(id) && !mails.some(m => m.parent === id)) return null
    let at = id
    for (let up = parents.get(at); up; up = parents.get(at)) at = up
    return at
  }
  const thread = (id: string): StoredThread | null => {
    const root = rootOf(id)
    if (root === null) return null
    const nodes: NodeRow[] = []
    const add = (messageId: string, parentId: string | null, depth: number) => {
      const mail = mails.find(m => m.id === messageId)
      const sure = parentId === null ? null : (mail?.sure ?? 'certain')
      const reason = parentId === null ? null : sure === 'guess' ? 'seed-subject' : 'in-reply-to'
      nodes.push({
        messageId,
        parentId,
        depth,
        sure,
        reason,
        message: rows.get(messageId)?.skeleton ?? null,
        acks: mail?.acks ?? 0,
        naks: 0,
      })
      for (const child of mails) if (child.parent === messageId) add(child.id, messageId, depth + 1)
    }
    add(root, null, 0)
    const held = nodes.flatMap(n => (n.message === null ? [] : [n.message]))
    const threadRow: ThreadRow = {
      rootId: root,
      subject: held[0]?.subject.full ?? '',
      author: held[0]?.author ?? { name: '', address: '' },
      lists: ['sample'],
      isSample: true,
      firstAt: Math.min(...held.map(h => h.atSeconds)),
      lastAt: Math.max(...held.map(h => h.atSeconds)),
      messages: held.length,
      ghosts: nodes.length - held.length,
      participants: new Set(held.map(h => h.author.address)).size,
      acks: 0,
      naks: 0,
      hasPatch: held.some(h => h.subject.isPatch),
      mechanisms: [],
      gfp: [],
      scenarios: [],
    }
    return { row: threadRow, nodes }
  }
  const roots = [...new Set(mails.map(m => rootOf(m.id)!))]
  return {
    counts: async () => ({
      messages: mails.length,
      threads: roots.length,
      ghosts: 0,
      series: 0,
      patches: 0,
      annotations: 0,
      links: 0,
      quarantined: 0,
    }),
    lists: async () => [
      {
        slug: 'sample',
        title: 'Sample',
        isSample: true,
        messages: mails.length,
        threads: roots.length,
        newestAt: start,
      },
    ],
    threads: async ({ list, before, limit }) =>
      list !== null && list !== 'sample'
        ? []
        : roots
            .map(id => thread(id)!.row)
            .sort((a, b) => b.lastAt - a.lastAt || (a.rootId < b.rootId ? 1 : -1))
            .filter(
              r =>
                before === null || r.lastAt < before.lastAt || (r.lastAt === before.lastAt && r.rootId < before.rootId),
            )
            .slice(0, limit),
    thread: async id => thread(id),
    messages: async ids => ids.flatMap(id => rows.get(id) ?? []),
    message: async id => rows.get(id) ?? null,
    contents: async () => [],
    raw: async id => mails.find(m => m.id === id)?.raw ?? null,
    idsLike: async (prefix, limit) =>
      mails
        .map(m => m.id)
        .filter(id => id.startsWith(prefix))
        .slice(0, limit),
    rootsOf: async ids => new Map(ids.flatMap(id => (rootOf(id) === null ? [] : [[id, rootOf(id)!] as const]))),
    seriesOf: async ids => series.filter(s => s.parts.some(p => p.messageId !== null && ids.includes(p.messageId))),
    seriesSharing: async () => [],
    patchIdsOf: async () => new Map(),
    messagesByPatchId: async () => new Map(),
    mentions: async () => [],
    mentionTimes: async () => [],
    mentionCounts: async () => [],
    linksOf: async () => [],
    sameSubject: async ({ bare, fromSeconds, toSeconds, namesNobody, limit }) =>
      [...rows.values()]
        .filter(({ skeleton: s }) => s.subject.bare === bare && s.atSeconds >= fromSeconds && s.atSeconds <= toSeconds)
        .filter(({ skeleton: s }) => !namesNobody || s.inReplyTo.length + s.references.length === 0)
        .slice(0, limit),
    repliesTo: async (id, limit) =>
      mails
        .filter(m => m.parent === id)
        .slice(0, limit)
        .map(m => rows.get(m.id)!),
  }
}
