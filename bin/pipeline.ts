import { hash } from 'node:crypto'
import { linksFor } from '../argue/index.ts'
import {
  annotate,
  buildSeries,
  buildThreads,
  cluesOf,
  idsMissing,
  idsNamedBy,
  listOf,
  parseMessage,
  pipelineVersion,
  settleArchiveTexts,
  skeletonOf,
} from '../ingest/index.ts'
import type { Mark, OpenedSource } from '../ingest/index.ts'
import type { ArchiveWriter, Delivered, PatchSeries, Quarantined, RawMessage, Skeleton } from '../model/index.ts'
import { freshOf, removalsOf, standing } from './removals.ts'
import type { Fresh } from './removals.ts'

/** Seconds of CPU-bearing phases, for the summary. */
export type Phases = { read: number; parse: number; thread: number; annotate: number; store: number }

/** What one source came to. `removed`: mails that it says its list removed. */
export type SourceOutcome = {
  added: number
  unchanged: number
  quarantined: number
  removed: number
  messages: number
}

/** Where mail goes and how it is marked. */
export type Target = {
  readonly writer: ArchiveWriter
  /** List for every mail of the source; null: each mail's own List-Id, else the source's name. */
  readonly list: string | null
  readonly isSample: boolean
  readonly phases: Phases
  /** False leaves annotations out: to measure what the rest costs. */
  readonly annotates?: boolean
  /** Keeps how far a history was read, once that is stored. */
  readonly remember?: (marks: readonly Mark[]) => Promise<void>
}

const now = () => performance.now() / 1000

/** Runs a part and adds its seconds to a phase. */
async function timed<T>(phases: Phases, phase: keyof Phases, part: () => T | Promise<T>): Promise<T> {
  const startedAt = now()
  try {
    return await part()
  } finally {
    phases[phase] += now() - startedAt
  }
}

/** Reads one source to its end, a chunk a transaction; `tell` is called after each. */
export async function ingestSource(
  source: OpenedSource,
  target: Target,
  tell: (outcome: SourceOutcome) => void,
): Promise<SourceOutcome> {
  const outcome: SourceOutcome = { added: 0, unchanged: 0, quarantined: 0, removed: 0, messages: 0 }
  const ensured = new Set<string>()
  const chunks = source.read()[Symbol.asyncIterator]()
  for (;;) {
    const next = await timed(target.phases, 'read', () => chunks.next())
    if (!next.done) await ingestChunk(next.value, source, target, outcome, ensured)
    // Only now that the chunk is stored: a mark kept before would lose the chunk to a kill.
    if (source.history !== undefined) await target.remember?.(source.history.marks())
    if (next.done) return outcome
    tell(outcome)
  }
}

async function ingestChunk(
  chunk: readonly (RawMessage | Quarantined)[],
  source: OpenedSource,
  target: Target,
  outcome: SourceOutcome,
  ensured: Set<string>,
): Promise<void> {
  const { writer, phases } = target
  const quarantined = chunk.filter(item => item.kind === 'quarantine')
  const came = chunk.filter(item => item.kind === 'mail')
  const removed = came.filter(mail => mail.removed !== undefined)
  const mails = removed.length === 0 ? came : came.filter(mail => mail.removed === undefined)
  const cut = chunk.flatMap(item => item.replaces ?? [])
  const tail = source.tail?.() ?? []
  outcome.messages += chunk.length
  if (removed.length > 0) await target.writer.atomically(() => withdrawAll(removed, source, target, outcome, ensured))

  const hashes = mails.map(mail => hash('sha256', mail.bytes))
  const known = await timed(phases, 'store', () => writer.known(target.list, hashes))
  const again = source.history === undefined ? new Set<string>() : await writer.withdrawn(hashes)
  const parsedMails: Fresh[] = []
  const seen = new Set<string>()
  await timed(phases, 'parse', async () => {
    for (const [index, raw] of mails.entries()) {
      const rawHash = hashes[index] ?? ''
      if ((known.has(rawHash) && !again.has(rawHash)) || seen.has(rawHash)) {
        outcome.unchanged++
        continue
      }
      seen.add(rawHash)
      const parsed = await parseMessage({ ...raw, hash: rawHash })
      if ('kind' in parsed) quarantined.push(parsed)
      else parsedMails.push({ raw, parsed, list: listOf(source, parsed) })
    }
  })
  if (parsedMails.length === 0 && quarantined.length === 0 && cut.length === 0) return target.remember?.(tail)
  // Threads are built from what is stored around the mail: nobody else may write until they are stored themselves.
  await writer.atomically(async () => {
    await target.remember?.(tail)
    // A source that grew: what its end cut goes in the moment in which the whole of it comes.
    const left = cut.length === 0 ? [] : await timed(phases, 'store', () => writer.takeBack(target.list, cut))
    const fresh = await timed(phases, 'store', () => standing(writer, source, parsedMails))
    outcome.unchanged += parsedMails.length - fresh.length
    if (fresh.length === 0 && quarantined.length === 0 && left.length === 0) return
    const { threads, series } = await placed(fresh, target, ensured, left)
    const deliveries = await timed(phases, 'annotate', () => annotated(fresh, series, target.annotates ?? true))
    const saved = await timed(phases, 'store', () =>
      writer.save({ deliveries, quarantined, threads, series, pipelineVersion }),
    )
    outcome.added += saved.added
    outcome.unchanged += saved.unchanged
    outcome.quarantined += saved.quarantined
  })
}

/**
 * Threads and series around new mail, with what the archive holds of them; its lists are made where they are new.
 * `left`: mails of threads that were taken apart.
 */
async function placed(
  fresh: readonly Fresh[],
  { writer, phases, isSample }: Target,
  ensured: Set<string>,
  left: readonly Skeleton[] = [],
) {
  const past = await timed(phases, 'store', async () => {
    for (const { list } of fresh) {
      if (ensured.has(list)) continue
      await writer.ensureList({ slug: list, title: list, isSample })
      ensured.add(list)
    }
    return around(writer, fresh, left)
  })
  const threads = await timed(phases, 'thread', () =>
    buildThreads(
      merge(
        past,
        fresh.map(f => skeletonOf(f.parsed)),
      ),
    ),
  )
  return { threads, series: await timed(phases, 'thread', () => buildSeries(threads)) }
}

/** Honours removals: what is held is purged, what never came leaves its id, date and place, and threads are built anew. */
async function withdrawAll(
  removed: readonly RawMessage[],
  source: OpenedSource,
  target: Target,
  outcome: SourceOutcome,
  ensured: Set<string>,
): Promise<void> {
  const { writer, phases } = target
  const { removals, junkHashes, kept } = await timed(phases, 'parse', () => removalsOf(removed, source, writer))
  const missing = await timed(phases, 'store', () => writer.withdraw(removals, junkHashes))
  const { threads, series } = await placed(freshOf(removals.map(r => r.blank)), target, ensured)
  await timed(phases, 'store', () =>
    writer.save({ deliveries: missing, quarantined: [], threads, series, pipelineVersion }),
  )
  outcome.removed += removed.length - kept
}

/** Mails without ids are few; those beyond this keep the threads of their own that they came in with. */
const archiveTextsMax = 1000
const threadsAroundMax = 8

/** Finds the places of mails without ids, once all other mail is in, so that the order of arrival cannot matter. */
export const settle = (target: Target): Promise<void> => target.writer.atomically(() => settleAll(target))

async function settleAll({ writer, phases }: Target): Promise<void> {
  const mails = await timed(phases, 'store', () => writer.archiveTexts(archiveTextsMax))
  if (mails.length === 0) return
  const unplaced = await timed(phases, 'store', () =>
    Promise.all(
      mails.map(async mail => ({ mail, around: await writer.neighboursLike(cluesOf(mail), threadsAroundMax) })),
    ),
  )
  const threads = await timed(phases, 'thread', () => settleArchiveTexts(unplaced))
  const series = await timed(phases, 'thread', () => buildSeries(threads))
  await timed(phases, 'store', () => writer.save({ deliveries: [], quarantined: [], threads, series, pipelineVersion }))
}

/** Rounds of asking for threads that the threads just found name; conflicting References are rare and shallow. */
const neighbourRoundsMax = 5

/** The stored threads around new mail, and around what those threads miss, until nothing new comes. */
async function around(
  writer: ArchiveWriter,
  fresh: readonly Pick<Fresh, 'parsed'>[],
  left: readonly Skeleton[],
): Promise<readonly Skeleton[]> {
  const skeletons = fresh.map(({ parsed }) => skeletonOf(parsed))
  let asked = new Set(fresh.flatMap(({ parsed }) => idsNamedBy(parsed)))
  let found: readonly Skeleton[] = merge(left, (await writer.neighbours([...asked])).skeletons)
  for (let round = 1; round < neighbourRoundsMax; round++) {
    const more = idsMissing([...found, ...skeletons]).filter(id => !asked.has(id))
    if (more.length === 0) break
    asked = new Set([...asked, ...more])
    found = merge(found, (await writer.neighbours(more)).skeletons)
  }
  return found
}

/** Stored and new skeletons, the stored one first where both are the same message. */
function merge(stored: readonly Skeleton[], fresh: readonly Skeleton[]): Skeleton[] {
  const held = new Set(stored.map(s => s.contentHash))
  return [...stored, ...fresh.filter(s => !held.has(s.contentHash))]
}

function annotated(fresh: readonly Fresh[], series: readonly PatchSeries[], annotates: boolean): Delivered[] {
  const seriesOf = new Map<string, PatchSeries>()
  for (const one of series) {
    if (one.coverId !== null) seriesOf.set(one.coverId, one)
    for (const part of one.parts) if (part.messageId !== null) seriesOf.set(part.messageId, one)
  }
  return fresh.map(({ raw, parsed, list }) => {
    const { messageId, subject, author } = parsed.headers
    const links = linksFor({
      messageId,
      subject,
      author,
      hasDiff: parsed.hasDiff,
      series: seriesOf.get(messageId) ?? null,
    })
    return { raw, parsed, list, annotations: annotates ? annotate(parsed) : [], links }
  })
}
