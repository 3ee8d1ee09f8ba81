import { buildThreads, openSource, parseMessage, removalOf, skeletonOf } from '../../ingest/index.ts'
import type { Certainty, Skeleton } from '../../model/index.ts'
import { archiveToRead, openArchive } from '../archive.ts'
import type { Args, Command } from '../args.ts'
import { guessesInArchive, guessesInSources } from '../guesses.ts'
import type { Guess } from '../guesses.ts'
import { mboxFlags, mboxFrom } from '../mbox.ts'
import { printable, warn, writeJson } from '../output.ts'
import { readSettings } from '../settings.ts'

/** One place in a thread, as `--json` prints it. */
type Line = {
  messageId: string
  parent: string | null
  root: string
  depth: number
  ghost: boolean
  sure: Certainty | null
  reason: string | null
}

const pageSize = 200

export const threads: Command = {
  name: 'threads',
  says: 'prints thread structure, of sources without any database or of the archive',
  takes: '[SOURCE...]',
  flags: {
    ...mboxFlags,
    guesses: {
      says: 'prints instead where replies that name no mail possibly belong, with the reason: never in a tree',
    },
    data: { value: 'DIR', says: 'data folder (default .acknak)' },
  },
  examples: ['threads linux-mm.mbox', 'threads --json | head', 'threads --guesses linux-mm.mbox'],
  run: async args => {
    if (args.flags.guesses !== undefined) return guesses(args)
    const print = (line: Line, subject: string | null) => {
      if (args.json) writeJson(line)
      else
        process.stdout.write(
          `${'  '.repeat(line.depth)}${subject === null ? '(not here)' : printable(subject)}  <${printable(line.messageId)}>${line.sure === 'guess' ? '  (guess)' : ''}\n`,
        )
    }
    return args.words.length > 0 ? ofSources(args.words, mboxFrom(args), print) : ofArchive(args.flags.data, print)
  },
}

/** What a guess rests on, in words. */
const reasons: Readonly<Record<string, string>> = {
  'outlook-conversation': 'the same subject and Outlook conversation',
  'subject-and-quotes': 'the same subject, and it quotes words of it',
  'subject-and-people': 'the same subject and people in common',
}

async function guesses(args: Args): Promise<number> {
  const print = ({ child, parent, reason, subject }: Guess) => {
    if (args.json) writeJson({ messageId: child, parent, sure: 'guess', reason })
    else
      process.stdout.write(
        `${printable(subject)}  <${printable(child)}>\n  possibly answers <${printable(parent)}>: ${reasons[reason] ?? reason}\n`,
      )
  }
  if (args.words.length > 0) {
    const found = await guessesInSources(args.words, { list: null, ...mboxFrom(args) })
    found.guesses.forEach(print)
    return found.unreadable === 0 ? 0 : found.unreadable < args.words.length ? 1 : 2
  }
  const store = await openArchive(archiveToRead(readSettings({ data: args.flags.data })))
  try {
    for await (const guess of guessesInArchive(store.reader)) print(guess)
    return 0
  } finally {
    await store.close()
  }
}

async function ofSources(
  paths: readonly string[],
  dialect: ReturnType<typeof mboxFrom>,
  print: (line: Line, subject: string | null) => void,
): Promise<number> {
  const skeletons = new Map<string, Skeleton>()
  let unreadable = 0
  for (const path of paths) {
    try {
      const source = await openSource(path, { list: null, ...dialect })
      for await (const chunk of source.read())
        for (const item of chunk) {
          const parsed = item.kind === 'mail' ? await parseMessage(item) : item
          if ('kind' in parsed) warn(`${parsed.source} at ${parsed.position}: no mail: ${parsed.reason}`)
          else {
            const isRemoved = item.kind === 'mail' && item.removed !== undefined
            const shown = isRemoved ? removalOf(item, parsed, source.list).blank.parsed : parsed
            skeletons.set(parsed.contentHash, skeletonOf(shown))
          }
        }
      const cut = source.failure()
      if (cut) {
        warn(cut.message)
        unreadable++
      }
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'SourceError') throw error
      warn(error.message)
      unreadable++
    }
  }
  for (const thread of buildThreads([...skeletons.values()]))
    for (const node of thread.nodes) {
      const parent = node.parent === null ? null : (thread.nodes[node.parent]?.messageId ?? null)
      const ghost = node.message === 'ghost'
      print(
        {
          messageId: node.messageId,
          parent,
          root: thread.rootId,
          depth: node.depth,
          ghost,
          sure: node.edge?.sure ?? null,
          reason: node.edge?.reason ?? null,
        },
        node.message === 'ghost' ? null : node.message.subject.full,
      )
    }
  return unreadable === 0 ? 0 : skeletons.size > 0 ? 1 : 2
}

async function ofArchive(
  data: string | undefined,
  print: (line: Line, subject: string | null) => void,
): Promise<number> {
  const store = await openArchive(archiveToRead(readSettings({ data })))
  try {
    let before: { lastAt: number; rootId: string } | null = null
    for (;;) {
      const page = await store.reader.threads({ list: null, before, limit: pageSize })
      for (const row of page) {
        const thread = await store.reader.thread(row.rootId)
        for (const node of thread?.nodes ?? [])
          print(
            {
              messageId: node.messageId,
              parent: node.parentId,
              root: row.rootId,
              depth: node.depth,
              ghost: node.message === null,
              sure: node.sure,
              reason: node.reason,
            },
            node.message?.subject.full ?? null,
          )
      }
      const last = page.at(-1)
      if (!last || page.length < pageSize) return 0
      before = { lastAt: last.lastAt, rootId: last.rootId }
    }
  } finally {
    await store.close()
  }
}
