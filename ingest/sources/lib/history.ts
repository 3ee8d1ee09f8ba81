import { resolve } from 'node:path'
import type { Quarantined, RawMessage } from '../../../model/index.ts'
import { SourceError } from '../types.ts'
import type { Mark, OpenedSource, Probe, SourceOptions } from '../types.ts'
import { openBlobs } from './blobs.ts'
import type { Blob } from './blobs.ts'
import { Chunk } from './chunks.ts'
import { changesIn, commitsIn, layoutOf, leadsTo, rootOf, tipOf } from './commits.ts'
import type { Change, Range } from './commits.ts'
import { GitError } from './git.ts'
import { goneFrom } from './rewritten.ts'
import type { Rewritten } from './rewritten.ts'
import { slugOf } from './slug.ts'
import { mailOf } from './whole.ts'

/** Blobs asked for at once: their ids fit a pipe, so that nobody waits for the other. */
const askedMax = 256

/** Words for a mail that its list's archive removed. */
const removedByList = 'removed by the public-inbox of its list'

const rewrittenByList = 'no longer in the history of its list, which was rewritten'

/** `keys`: what its mark is kept by: its first commit, and where it lies (a purge of the first mail makes another first commit). */
type Epoch = Range & {
  readonly keys: readonly string[]
  readonly commits: number
  /** Null where the history goes on from what was read before. */
  readonly rewritten: Rewritten | null
}

const epochOf = async (dir: string, probe: Probe, options: SourceOptions): Promise<Epoch | null> => {
  const tip = await tipOf(dir)
  if (tip === null) return null
  const layout = await layoutOf(dir, tip)
  if (layout === null)
    throw new SourceError(
      probe.path,
      'is a git repository, but no public-inbox: its commits hold no mails (files m or ab/cdef...)',
    )
  const keys = [`git.${await rootOf(dir, tip)}.${options.list ?? ''}`]
  // A temporary clone of a bundle is never met again.
  if (probe.entries !== undefined) keys.push(`git-at.${resolve(dir)}.${options.list ?? ''}`)
  let since: string | null = null
  let old: string | null = null
  for (const key of keys) {
    const seen = (await options.resume?.(key)) ?? null
    if (seen !== null && (await leadsTo(dir, seen, tip))) since ??= seen
    old = seen ?? old
  }
  const range: Range = { dir, layout, tip, since }
  const rewritten = since !== null || old === null ? null : await goneFrom(dir, layout, old, tip)
  return { ...range, keys, commits: await commitsIn(range), rewritten }
}

/** Without what another epoch holds: a mail that moved is not gone. */
const goneFromAll = async (epochs: readonly Epoch[]): Promise<Epoch[]> => {
  const gone = new Set(epochs.flatMap(({ rewritten }) => rewritten?.gone ?? []).map(({ oid }) => oid))
  if (gone.size > 0)
    for (const { dir, layout, tip } of epochs)
      for await (const { kind, oid } of changesIn({ dir, layout, tip, since: null }))
        if (kind === 'add') gone.delete(oid)
  return epochs.map(epoch => ({
    ...epoch,
    rewritten: epoch.rewritten && { ...epoch.rewritten, gone: epoch.rewritten.gone.filter(({ oid }) => gone.has(oid)) },
  }))
}

const sourceError = (path: string, error: unknown): unknown =>
  error instanceof GitError
    ? new SourceError(path, error.isMissing ? error.message : `${error.message}: check it with git fsck`)
    : error

const recordOf = (blob: Blob, change: Change, source: string, isRemoved: boolean): RawMessage | Quarantined => {
  const where = { source, position: blob.oid }
  if (blob.bytes === null) return { kind: 'quarantine', bytes: new Uint8Array(), ...where, reason: 'blob-missing' }
  if (blob.isCut) return { kind: 'quarantine', bytes: blob.bytes, ...where, reason: 'too-large' }
  const mail = mailOf(blob.bytes, where, change.atSeconds > 0 ? change.atSeconds : null)
  return mail.kind === 'mail' && isRemoved ? { ...mail, removed: removedByList } : mail
}

/** How often each blob is removed in a range: a mail that a later commit removes never comes in as mail. */
const removalsIn = async (range: Range): Promise<Map<string, number>> => {
  const counts = new Map<string, number>()
  for await (const { kind, oid } of changesIn(range, 'removals'))
    if (kind === 'remove') counts.set(oid, (counts.get(oid) ?? 0) + 1)
  return counts
}

/**
 * Opens a history of one or several git repositories, in order: what came after the marks of `options.resume`, all of
 * it where there is none or where the history was rewritten since.
 */
export const openHistory = async (
  probe: Probe,
  dirs: readonly string[],
  list: string,
  options: SourceOptions,
): Promise<OpenedSource> => {
  let epochs: Epoch[] = []
  try {
    for (const dir of dirs) {
      const epoch = await epochOf(dir, probe, options)
      if (epoch !== null) epochs.push(epoch)
    }
    epochs = await goneFromAll(epochs)
  } catch (error) {
    throw sourceError(probe.path, error)
  }
  if (epochs.length === 0) throw new SourceError(probe.path, 'holds no commits yet: fetch it with git first')
  const marks = new Map<string, string>()
  let failed: SourceError | null = null
  let commitsRead = 0
  const notes: string[] = []

  /** First of all goes what a rewriting took: what it put in its place may have the same content. */
  async function* readGone({ dir, rewritten }: Epoch): AsyncGenerator<(RawMessage | Quarantined)[]> {
    if (rewritten === null) return
    if (rewritten.doubt !== null) {
      notes.push(
        `was read from its start, for it does not go on from what was read before; nothing is removed for that: ${rewritten.doubt}`,
      )
      return
    }
    notes.push(`its history was rewritten; mails that it no longer holds: ${rewritten.gone.length}`)
    const blobs = openBlobs(dir)
    const chunk = new Chunk()
    try {
      for (let at = 0; at < rewritten.gone.length; at += askedMax) {
        const asked = rewritten.gone.slice(at, at + askedMax)
        let next = 0
        for await (const blob of blobs.read(asked.map(change => change.oid))) {
          const item = recordOf(blob, asked[next++] as Change, probe.path, false)
          if (item.kind === 'mail') chunk.add({ ...item, removed: rewrittenByList, onlyFromHere: true })
          if (chunk.isFull) yield chunk.take()
        }
      }
      if (!chunk.isEmpty) yield chunk.take()
    } finally {
      blobs.close()
    }
  }

  async function* readEpoch(epoch: Epoch): AsyncGenerator<(RawMessage | Quarantined)[]> {
    const removals = await removalsIn(epoch)
    const blobs = openBlobs(epoch.dir)
    const chunk = new Chunk()
    /** The last commit whose mails are all in chunks handed out or in the one at hand. */
    let whole: string | null = null
    let isDamaged = false
    const mark = (commit: string | null) => {
      if (commit !== null && !isDamaged) for (const key of epoch.keys) marks.set(key, commit)
    }
    const take = async function* (
      asked: readonly Change[],
      next: string | null,
    ): AsyncGenerator<(RawMessage | Quarantined)[]> {
      let at = 0
      for await (const blob of blobs.read(asked.map(c => c.oid))) {
        const change = asked[at++] as Change
        const left = removals.get(change.oid) ?? 0
        if (change.kind === 'remove') removals.set(change.oid, left - 1)
        if (blob.bytes === null) {
          isDamaged = true
          failed = new SourceError(probe.path, `lacks the blob ${blob.oid}: fetch it again, or check it with git fsck`)
        }
        chunk.add(recordOf(blob, change, probe.path, change.kind === 'remove' || left > 0))
        commitsRead++
        const isLastOfCommit = (asked[at]?.commit ?? next) !== change.commit
        if (isLastOfCommit) whole = change.commit
        if (!chunk.isFull) continue
        const items = chunk.take()
        mark(whole)
        yield items
      }
    }
    try {
      let asked: Change[] = []
      for await (const change of changesIn(epoch)) {
        if (asked.length >= askedMax) {
          yield* take(asked, change.commit)
          asked = []
        }
        asked.push(change)
      }
      yield* take(asked, null)
      if (!chunk.isEmpty) {
        const items = chunk.take()
        mark(epoch.tip)
        yield items
      }
      mark(epoch.tip)
    } finally {
      blobs.close()
    }
  }

  async function* read(): AsyncGenerator<(RawMessage | Quarantined)[]> {
    try {
      for (const epoch of epochs) {
        yield* readGone(epoch)
        yield* readEpoch(epoch)
      }
    } catch (error) {
      const told = sourceError(probe.path, error)
      if (!(told instanceof SourceError)) throw error
      failed = told
    }
  }
  const given = options.list ?? null
  return {
    name: probe.fileName,
    path: probe.path,
    list: given === null ? list : slugOf(given),
    isListGiven: given !== null,
    sizeBytes: epochs.reduce((sum, epoch) => sum + epoch.commits, 0),
    read,
    bytesRead: () => commitsRead,
    failure: () => failed,
    notes: () => notes.map(says => `${probe.path}: ${says}`),
    history: { marks: () => [...marks].map(([key, value]): Mark => ({ key, value })) },
  }
}
