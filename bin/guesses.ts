import { openSource, parseMessage, skeletonOf } from '../ingest/index.ts'
import type { SourceOptions } from '../ingest/index.ts'
import type { ArchiveReader, GuessedJoin, MessageId, MessageRow, ParsedMessage } from '../model/index.ts'
import { conversationOf, guessJoin, isLostReply, joinMailOf, joinSecondsMax } from '../text/joins.ts'
import type { JoinMail } from '../text/joins.ts'
import { UserError } from './errors.ts'
import { warn } from './output.ts'

/** A join that no header proves (mail.md E29), with the subject of the mail that names nobody. */
export type Guess = GuessedJoin & { readonly subject: string }

const threadsAtOnce = 200
/** Mails of one subject that a reply is held against. */
const candidatesMax = 200

const ofParsed = (parsed: ParsedMessage, raw: Uint8Array): JoinMail => {
  const { headers, text } = parsed
  return {
    messageId: headers.messageId,
    subject: headers.subject,
    namesOthers: headers.inReplyTo.length + headers.references.length > 0,
    from: headers.from,
    to: headers.to,
    cc: headers.cc,
    atSeconds: skeletonOf(parsed).atSeconds,
    text,
    conversation: conversationOf(raw),
  }
}

const ofRow = (row: MessageRow, raw: Uint8Array | null): JoinMail =>
  joinMailOf(row, raw === null ? null : conversationOf(raw))

/** Every mail of some sources, in order; sources that cannot be read are told and counted. */
async function mailsOf(
  paths: readonly string[],
  options: SourceOptions,
  take: (parsed: ParsedMessage, raw: Uint8Array) => void,
  isTelling: boolean,
): Promise<number> {
  let unreadable = 0
  for (const path of paths) {
    try {
      const source = await openSource(path, options)
      for await (const chunk of source.read())
        for (const item of chunk) {
          const parsed = item.kind === 'mail' && item.removed === undefined ? await parseMessage(item) : item
          if ('headers' in parsed && item.kind === 'mail') take(parsed, item.bytes)
        }
      const cut = source.failure()
      if (cut === null) continue
      if (isTelling) warn(cut.message)
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'SourceError') throw error
      if (isTelling) warn(error.message)
    }
    unreadable++
  }
  return unreadable
}

/** Guessed joins among the mails of sources. They are read twice: few mails need their text held. */
export async function guessesInSources(
  paths: readonly string[],
  options: SourceOptions,
): Promise<{ guesses: readonly Guess[]; unreadable: number }> {
  if (paths.includes('-'))
    throw new UserError('--guesses reads its sources twice: save standard input to a file and name that')
  const subjects = new Set<string>()
  const unreadable = await mailsOf(
    paths,
    options,
    ({ headers }) => {
      const { subject, inReplyTo, references } = headers
      if (isLostReply({ subject, namesOthers: inReplyTo.length + references.length > 0 }))
        subjects.add(subject.bare.toLowerCase())
    },
    true,
  )
  const held = new Map<string, Map<MessageId, JoinMail & { full: string }>>()
  await mailsOf(
    paths,
    options,
    (parsed, raw) => {
      const { full } = parsed.headers.subject
      const bare = parsed.headers.subject.bare.toLowerCase()
      if (!subjects.has(bare)) return
      const same = held.get(bare) ?? new Map<MessageId, JoinMail & { full: string }>()
      const mail = { ...ofParsed(parsed, raw), full }
      if (!same.has(mail.messageId) && same.size < candidatesMax) same.set(mail.messageId, mail)
      held.set(bare, same)
    },
    false,
  )
  const guesses: Guess[] = []
  for (const same of held.values()) {
    const mails = [...same.values()]
    for (const mail of mails) {
      const join = guessJoin(mail, mails)
      if (join !== null) guesses.push({ ...join, subject: mail.full })
    }
  }
  return { guesses, unreadable }
}

/** Guessed joins in an archive, newest threads first: only the first mail of a thread can have lost its parent. */
export async function* guessesInArchive(reader: ArchiveReader): AsyncGenerator<Guess> {
  let before: { lastAt: number; rootId: MessageId } | null = null
  for (;;) {
    const page = await reader.threads({ list: null, before, limit: threadsAtOnce })
    for (const { rootId } of page) {
      const row = await reader.message(rootId)
      if (row === null || !isLostReply(ofRow(row, null))) continue
      const { subject, atSeconds } = row.skeleton
      const rows = await reader.sameSubject({
        bare: subject.bare,
        fromSeconds: atSeconds - joinSecondsMax,
        toSeconds: atSeconds,
        namesNobody: false,
        limit: candidatesMax,
      })
      const mails: JoinMail[] = []
      for (const one of rows) mails.push(ofRow(one, await reader.raw(one.skeleton.messageId)))
      const mail = mails.find(m => m.messageId === rootId)
      const join = mail === undefined ? null : guessJoin(mail, mails)
      if (join !== null) yield { ...join, subject: subject.full }
    }
    const last = page.at(-1)
    if (last === undefined || page.length < threadsAtOnce) return
    before = { lastAt: last.lastAt, rootId: last.rootId }
  }
}
