import type { MessageId, ParentEdge, Problem, Skeleton, Thread, ThreadNode } from '../../model/index.ts'
import { ancestryOf, namedParent, silentParents, threadProblem } from './parents.ts'

/** Where a mail without ids was found to belong (`thread/place.ts`). */
export type Placement = { readonly parent: MessageId; readonly edge: ParentEdge }

export type ThreadOptions = {
  /** Parents for mails that name none themselves; they never override a header. */
  readonly placements?: ReadonlyMap<MessageId, Placement>
}

type Node = {
  readonly id: MessageId
  readonly mail: Skeleton | null
  parent: Node | null
  edge: ParentEdge | null
  /** Time of the mail; of a ghost the earliest mail below it. */
  at: number
  children: Node[]
}

const byIdentity = (a: Skeleton, b: Skeleton): number =>
  a.atSeconds - b.atSeconds || (a.contentHash < b.contentHash ? -1 : a.contentHash > b.contentHash ? 1 : 0)

/** One skeleton an id: of mails with the same id and different content the earliest speaks (mail.md E15). */
const heldById = (skeletons: readonly Skeleton[]): Map<MessageId, Skeleton> => {
  const held = new Map<MessageId, Skeleton>()
  for (const mail of skeletons) {
    const other = held.get(mail.messageId)
    if (other === undefined || byIdentity(mail, other) < 0) held.set(mail.messageId, mail)
  }
  return held
}

/** Further ids of mails that carry several Message-IDs, leading to the first (mail.md E13); an id of a mail's own wins. */
const otherNames = (
  skeletons: readonly Skeleton[],
  held: ReadonlyMap<MessageId, Skeleton>,
): ReadonlyMap<MessageId, MessageId> => {
  const named = new Map<MessageId, Skeleton>()
  for (const mail of skeletons)
    for (const id of mail.otherIds ?? []) {
      const other = named.get(id)
      if (!held.has(id) && (other === undefined || byIdentity(mail, other) < 0)) named.set(id, mail)
    }
  return new Map([...named].map(([id, mail]) => [id, mail.messageId]))
}

const renamed = (mail: Skeleton, names: ReadonlyMap<MessageId, MessageId>): Skeleton => {
  const first = (id: MessageId) => names.get(id) ?? id
  return { ...mail, inReplyTo: mail.inReplyTo.map(first), references: mail.references.map(first) }
}

const before = (a: Node, b: Node): number => a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

/** A ghost, and a reply without any usable id of its own, hang where the references of their replies put them. */
const chainEdge: ParentEdge = { sure: 'likely', reason: 'reference-chain' }

/**
 * Cuts every loop once (mail.md E25): above a ghost if there is one in it, else the earliest mail becomes a root. A ghost
 * that is left without a mail below it stays, so that its mail finds the thread when it comes.
 */
const breakCycles = (nodes: readonly Node[], problems: Map<Node, Problem[]>): void => {
  const done = new Set<Node>()
  for (const start of nodes) {
    const path = new Set<Node>()
    let at: Node | null = start
    while (at !== null && !done.has(at) && !path.has(at)) {
      path.add(at)
      at = at.parent
    }
    if (at !== null && path.has(at)) {
      const loop: Node[] = []
      for (let n: Node | null = at; n !== null && (n !== at || loop.length === 0); n = n.parent) loop.push(n)
      const ghosts = loop.filter(n => n.mail === null).sort((a, b) => (a.id < b.id ? -1 : 1))
      const cut = ghosts[0] ?? loop.sort(before)[0] ?? at
      problems.set(cut, [
        ...(problems.get(cut) ?? []),
        threadProblem(
          'cycle',
          loop
            .map(n => n.id)
            .sort()
            .join(' '),
        ),
      ])
      cut.parent = null
      cut.edge = null
    }
    for (const n of path) done.add(n)
  }
}

/** Gives ghosts the time of the earliest mail below them and sorts siblings; children first, without recursion. */
const settle = (roots: readonly Node[]): void => {
  const order: Node[] = []
  const stack = [...roots]
  for (let n = stack.pop(); n !== undefined; n = stack.pop()) {
    order.push(n)
    for (const child of n.children) stack.push(child)
  }
  for (const n of order.reverse()) {
    n.children.sort(before)
    if (n.mail === null) n.at = n.children.reduce((min, child) => Math.min(min, child.at), Number.MAX_SAFE_INTEGER)
  }
}

/** A tree as a flat array, parents first, siblings by time. */
const flatten = (root: Node, problems: ReadonlyMap<Node, readonly Problem[]>): Thread => {
  const nodes: ThreadNode[] = []
  const odd: Problem[] = []
  const stack: { node: Node; parent: number | null; depth: number }[] = [{ node: root, parent: null, depth: 0 }]
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const { node, parent, depth } = top
    const index = nodes.length
    nodes.push({ messageId: node.id, message: node.mail ?? 'ghost', parent, edge: node.edge, depth })
    if (odd.length < 100) odd.push(...(problems.get(node) ?? []))
    for (let i = node.children.length - 1; i >= 0; i--) {
      const child = node.children[i]
      if (child !== undefined) stack.push({ node: child, parent: index, depth: depth + 1 })
    }
  }
  return { rootId: root.id, nodes, problems: odd }
}

/**
 * Threads of a set of mails by In-Reply-To and References, with ghosts for mails that others name and nobody has
 * brought (mail.md E18-E33). The result depends on the set alone, not on its order. Every mail is in exactly one
 * thread; no thread has a loop. To join late parents the caller passes the mails of all neighbour threads too.
 */
export const buildThreads = (skeletons: readonly Skeleton[], options: ThreadOptions = {}): Thread[] => {
  const held = heldById(skeletons)
  const nodes = new Map<MessageId, Node>()
  for (const [id, mail] of held) nodes.set(id, { id, mail, parent: null, edge: null, at: mail.atSeconds, children: [] })
  const problems = new Map<Node, Problem[]>()
  const nodeOf = (id: MessageId): Node => {
    let node = nodes.get(id)
    if (node === undefined) nodes.set(id, (node = { id, mail: null, parent: null, edge: null, at: 0, children: [] }))
    return node
  }
  const parents = new Map<MessageId, Placement>()
  const ancestries: (readonly MessageId[])[] = []
  const names = otherNames(skeletons, held)
  for (const [id, written] of held) {
    const mail = names.size === 0 ? written : renamed(written, names)
    const named = namedParent(mail)
    if (named === null) {
      const placed = options.placements?.get(id)
      if (placed !== undefined && placed.parent !== id) parents.set(id, placed)
      continue
    }
    parents.set(id, named)
    ancestries.push(ancestryOf(mail, named.parent))
    const node = nodes.get(id)
    const others = mail.inReplyTo.filter(other => other !== named.parent && other !== id)
    if (others.length > 0 && node !== undefined)
      problems.set(node, [threadProblem('also-refers-to', `${id}: ${others.join(' ')}`)])
  }
  // A held mail that names nothing is a root, unless its subject says it answers something and others know what.
  const isSilent = (id: MessageId): boolean => {
    const mail = held.get(id)
    return mail === undefined || (!parents.has(id) && mail.subject.isReply)
  }
  for (const [id, parent] of silentParents(ancestries, isSilent)) parents.set(id, { parent, edge: chainEdge })
  for (const [id, { parent, edge }] of parents) {
    const node = nodeOf(id)
    node.parent = nodeOf(parent)
    node.edge = edge
  }
  // A placed mail that nobody could date stands right behind the mail it was placed under.
  for (const id of options.placements?.keys() ?? []) {
    const node = nodes.get(id)
    if (node?.mail?.atSeconds === 0) node.at = node.parent?.mail?.atSeconds ?? 0
  }
  const all = [...nodes.values()]
  breakCycles(all, problems)
  const roots: Node[] = []
  for (const node of all) {
    if (node.parent === null) roots.push(node)
    else node.parent.children.push(node)
  }
  settle(roots)
  return roots.sort(before).map(root => flatten(root, problems))
}

/**
 * Ids that these mails name and none of them is. A store that holds some of them (in threads not brought yet) must bring
 * those threads too before `buildThreads`, and so on until it holds none; nearly always the first answer is nothing.
 */
export const idsMissing = (skeletons: readonly Skeleton[]): MessageId[] => {
  const held = new Set(skeletons.flatMap(s => [s.messageId, ...(s.otherIds ?? [])]))
  const missing = new Set<MessageId>()
  for (const mail of skeletons)
    for (const ids of [mail.inReplyTo, mail.references]) for (const id of ids) if (!held.has(id)) missing.add(id)
  return [...missing]
}
