import type { ArchiveReader, MessageId, MessageRow } from '../../../model/index.ts'
import { mboxrdEntry } from '../../../text/mboxrd.ts'
import { clipLine, subjectCharsMax } from '../../_views/bounds.ts'
import { differencesView } from '../../_views/differences.ts'
import { ghostView } from '../../_views/ghost.ts'
import { messagePage } from '../../_views/messagePage.ts'
import { missingView } from '../../_views/missing.ts'
import { findPlace, homeList } from '../../_views/place.ts'
import type { Place } from '../../_views/place.ts'
import { readPart, threadPage } from '../../_views/threadPage.ts'
import { canonicalPath, differencesHref, messageHref, readAt, readAttachment, readPath } from '../../_views/urls.ts'
import type { Suffix } from '../../_views/urls.ts'
import { markup } from '../html.ts'
import { streamOf } from '../http.ts'
import type { Answer } from '../http.ts'
import { moved, notFound, page } from './answer.ts'
import { attachmentAnswer } from './attachmentAnswer.ts'
import { differencesContent } from './differencesPage.ts'
import { ghostArticle } from './ghost.ts'
import { messageContent } from './messagePage.ts'
import { missingMail } from './plainPages.ts'
import { threadContent } from './threadPage.ts'

/** Answers everything below `/<list>/`: a message, its thread, its raw bytes, its attachments, its thread's mbox. */
export async function mailAnswer(
  reader: ArchiveReader,
  list: string,
  segments: readonly string[],
  url: URL,
): Promise<Answer> {
  const place = await findPlace(reader, readPath(segments))
  if (place.kind === 'missing') {
    const view = await missingView(reader, place.id)
    return page(
      {
        title: 'No such mail',
        path: messageHref(list, place.id),
        isSample: false,
        layout: 'page',
        content: missingMail(view),
      },
      404,
    )
  }
  const id = place.kind === 'mail' ? place.row.skeleton.messageId : place.id
  const lists = place.kind === 'mail' ? place.row.lists : ((await reader.thread(place.rootId))?.row.lists ?? [])
  if (list !== 'all' && !lists.includes(list))
    return moved(canonicalPath(homeList(lists, null), { id, suffix: place.suffix }))
  // Compared decoded: how a client spells its escapes is no reason to redirect, a missing slash is.
  if (url.pathname.endsWith('/') !== canonicalPath(list, { id, suffix: place.suffix }).endsWith('/'))
    return moved(canonicalPath(list, { id, suffix: place.suffix }) + url.search)
  if (place.kind === 'mail') return mail(reader, place.row, place.suffix, list, url)
  return ghost(reader, place, list, url)
}

async function mail(
  reader: ArchiveReader,
  row: MessageRow,
  suffix: Suffix | null,
  list: string,
  url: URL,
): Promise<Answer> {
  const id = row.skeleton.messageId
  if (suffix === 'raw') return raw(reader, id)
  if (suffix === 't.mbox.gz') return mbox(reader, id)
  if (suffix === 't' || suffix === 'T') return thread(reader, id, list, suffix, url)
  if (suffix === 'd') return differences(reader, row, list)
  const part = readAttachment(suffix)
  if (part !== null) return attachmentAnswer(reader, row, part, list)
  const view = await messagePage(reader, row, list, readAt(url.searchParams))
  return page({
    title: clipLine(row.skeleton.subject.full, subjectCharsMax),
    path: messageHref(list === 'all' ? homeList(row.lists, null) : list, id),
    isSample: row.isSample,
    layout: 'thread',
    content: messageContent(view),
  })
}

async function differences(reader: ArchiveReader, row: MessageRow, list: string): Promise<Answer> {
  const id = row.skeleton.messageId
  return page({
    title: `Mails with one Message-ID: ${clipLine(row.skeleton.subject.full, subjectCharsMax)}`,
    path: differencesHref(list, id),
    isSample: row.isSample,
    layout: 'page',
    content: differencesContent(await differencesView(reader, id, list)),
  })
}

async function ghost(
  reader: ArchiveReader,
  place: Extract<Place, { kind: 'ghost' }>,
  list: string,
  url: URL,
): Promise<Answer> {
  const { id, suffix } = place
  if (suffix === 't' || suffix === 'T') return thread(reader, id, list, suffix, url)
  if (suffix === 't.mbox.gz') return mbox(reader, id)
  if (suffix === 'raw' || suffix === 'd' || readAttachment(suffix) !== null)
    return notFound(messageHref(list, id), 'The archive does not hold this mail, only replies to it.', [
      { label: 'what its replies quote', href: messageHref(list, id) },
    ])
  const view = await ghostView(reader, id, list)
  const content = [
    markup`<main id="main">${ghostArticle(view, 0, 'h1')}<p><a href="${canonicalPath(list, { id, suffix: 't' })}">Its thread</a></p></main>`,
  ]
  return page({
    title: view.title ?? 'A missing mail',
    path: messageHref(list, id),
    isSample: (await reader.thread(place.rootId))?.row.isSample ?? false,
    layout: 'page',
    content,
  })
}

async function thread(
  reader: ArchiveReader,
  id: MessageId,
  list: string,
  suffix: 't' | 'T',
  url: URL,
): Promise<Answer> {
  const view = await threadPage(reader, id, list, suffix === 'T', readPart(url.searchParams))
  if (view === null)
    return notFound(messageHref(list, id), 'This mail is in no thread.', [
      { label: 'the mail', href: messageHref(list, id) },
    ])
  return page({
    title: view.thread.title,
    path: view.part.hrefs[view.part.part - 1]!,
    isSample: view.thread.isSample,
    layout: 'thread',
    content: threadContent(view, suffix === 'T'),
  })
}

/** The mail as an mboxrd of one, as lore gives it; text that no browser runs. */
async function raw(reader: ArchiveReader, id: MessageId): Promise<Answer> {
  const bytes = await reader.raw(id)
  if (bytes === null) return notFound(messageHref('all', id), 'The raw bytes of this mail are not held.')
  return {
    status: 200,
    body: mboxrdEntry(bytes, null),
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Security-Policy': "default-src 'none'; sandbox" },
  }
}

/** The whole thread as mboxrd inside gzip, exact raw bytes in the outline's order, read as it is sent. */
async function mbox(reader: ArchiveReader, id: MessageId): Promise<Answer> {
  const mails = ((await reader.thread(id))?.nodes ?? []).flatMap(n => n.message ?? [])
  if (mails.length === 0) return notFound(messageHref('all', id), 'No mail of this thread is held.')
  const entries = async function* (): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    for (const mail of mails) {
      const bytes = await reader.raw(mail.messageId)
      if (bytes !== null) yield new Uint8Array(mboxrdEntry(bytes, mail.atSeconds))
    }
  }
  return {
    status: 200,
    body: streamOf(entries()).pipeThrough(new CompressionStream('gzip')),
    headers: { 'Content-Type': 'application/gzip', 'Content-Disposition': 'attachment; filename="t.mbox.gz"' },
  }
}
