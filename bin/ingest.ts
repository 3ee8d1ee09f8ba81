import { basename } from 'node:path'
import { openSource } from '../ingest/index.ts'
import type { MboxVariant, OpenedSource } from '../ingest/index.ts'
import { openArchive } from './archive.ts'
import { adviceFor, UserError } from './errors.ts'
import { boundNursery, peakRssMiB } from './memory.ts'
import { count, plural, warn, writeJson } from './output.ts'
import { ingestSource, settle } from './pipeline.ts'
import type { Phases, Target } from './pipeline.ts'
import { openProgress } from './progress.ts'
import type { Settings } from './settings.ts'

/** What to ingest and where to. */
export type IngestJob = {
  readonly paths: readonly string[]
  readonly settings: Settings
  readonly list?: string | null
  /** How an mbox escapes `From ` lines. */
  readonly mbox?: MboxVariant
  /** With mboxo and mboxcl: take the `>` off lines that begin with exactly `>From `. */
  readonly stripFrom?: boolean
  /** Read histories from their start, whatever was read before. */
  readonly fromStart?: boolean
  /** The files are git-format-patch output. */
  readonly formatPatch?: boolean
  readonly isSample?: boolean
  readonly quiet?: boolean
}

/** What cli.md promises as `--json`, and the sources that could not be read with one line each. */
export type IngestSummary = {
  readonly messages: number
  readonly added: number
  readonly unchanged: number
  readonly quarantined: number
  /** Mails that a public-inbox says its list removed; their content is not kept. */
  readonly removed: number
  readonly threads: number
  readonly ghosts: number
  readonly series: number
  readonly patches: number
  readonly annotations: number
  readonly links: number
  readonly seconds: number
  readonly cpuSeconds: number
  readonly phases: Readonly<Phases>
  readonly peakRssMiB: number
  readonly sourcesRead: number
  /** What people should know of sources that were read, one line each. */
  readonly notes: readonly string[]
  readonly unreadable: readonly { readonly source: string; readonly says: string }[]
}

const round = (n: number) => Math.round(n * 1000) / 1000

/** A disk that has no room or fails is an outage already when the archive is made. */
const outageOf = (error: unknown): UserError | null => {
  const { code } = error as { code?: string }
  const line = code === 'SQLITE_FULL' || code === 'SQLITE_IOERR' || code === 'ENOSPC' ? adviceFor(error) : null
  return line === null ? null : new UserError(line, 3)
}

/** Ingests every source in order. A source that cannot be read is told and left; the rest go in. */
export async function ingestAll(job: IngestJob): Promise<IngestSummary> {
  const startedAt = performance.now()
  const cpuAtStart = process.cpuUsage()
  const phases: Phases = { read: 0, parse: 0, thread: 0, annotate: 0, store: 0 }
  const total = { messages: 0, added: 0, unchanged: 0, quarantined: 0, removed: 0 }
  const unreadable: { source: string; says: string }[] = []
  const refuse = (source: string, says: string) => {
    unreadable.push({ source, says })
    warn(says)
  }
  const notes: string[] = []
  let sourcesRead = 0
  const store = await openArchive(job.settings).catch((error: unknown) => {
    throw outageOf(error) ?? error
  })
  const remembered = new Map<string, string>()
  const target: Target = {
    writer: store.writer,
    list: job.list ?? null,
    isSample: job.isSample ?? false,
    phases,
    remember: async marks => {
      for (const { key, value } of marks) {
        if (remembered.get(key) === value) continue
        await store.setMeta(`ingest.${key}`, value)
        remembered.set(key, value)
      }
    },
  }
  const resume = async (key: string) =>
    job.fromStart === true && key.startsWith('git') ? null : store.meta(`ingest.${key}`)
  try {
    for (const path of job.paths) {
      const progress = openProgress(basename(path), job.quiet)
      let source: OpenedSource | null = null
      try {
        source = await openSource(path, {
          list: job.list ?? null,
          mbox: job.mbox,
          stripFrom: job.stripFrom,
          formatPatch: job.formatPatch,
          resume,
        })
        const opened = source
        const outcome = await ingestSource(opened, target, so => {
          boundNursery()
          progress.update(
            opened.bytesRead(),
            opened.sizeBytes,
            `${plural(so.messages, 'mail')}, ${count(so.added)} new`,
          )
        })
        for (const key of ['messages', 'added', 'unchanged', 'quarantined', 'removed'] as const)
          total[key] += outcome[key]
        sourcesRead++
        progress.end()
        for (const line of opened.notes?.() ?? []) {
          notes.push(line)
          warn(line)
        }
        const cut = opened.failure()
        if (cut) refuse(path, cut.message)
      } catch (error) {
        progress.end()
        if (!(error instanceof Error) || error.name !== 'SourceError') throw error
        refuse(path, error.message)
      }
    }
    await settle(target)
    await store.writer.scrub()
    const counts = await store.counts()
    const cpu = process.cpuUsage(cpuAtStart)
    return {
      ...total,
      threads: counts.threads,
      ghosts: counts.ghosts,
      series: counts.series,
      patches: counts.patches,
      annotations: counts.annotations,
      links: counts.links,
      seconds: round((performance.now() - startedAt) / 1000),
      cpuSeconds: round((cpu.user + cpu.system) / 1e6),
      phases: Object.fromEntries(Object.entries(phases).map(([k, v]) => [k, round(v)])) as Phases,
      peakRssMiB: peakRssMiB(),
      sourcesRead,
      notes,
      unreadable,
    }
  } catch (error) {
    const line = adviceFor(error)
    if (line === null || error instanceof UserError) throw error
    throw new UserError(line, 3)
  } finally {
    await store.close()
  }
}

/** Prints a summary and returns the exit code of cli.md. */
export function reportIngest(summary: IngestSummary, json: boolean): number {
  if (json) writeJson(summary)
  else {
    const s = summary
    process.stdout.write(
      `${plural(s.messages, 'mail')}: ${count(s.added)} added, ${count(s.unchanged)} unchanged, ${count(s.quarantined)} quarantined${s.removed > 0 ? `, ${count(s.removed)} removed by their list` : ''}, in ${s.seconds} s\n` +
        `the archive holds ${plural(s.threads, 'thread')}, ${plural(s.ghosts, 'ghost')}, ${count(s.series)} series, ${plural(s.patches, 'patch', 'patches')}, ${plural(s.annotations, 'annotation')}, ${plural(s.links, 'scenario link')}\n`,
    )
  }
  if (summary.unreadable.length === 0) return 0
  return summary.sourcesRead > 0 ? 1 : 2
}
