import { cutMail, parseMessage, placeInThread, zonesFor } from '../../../ingest/index.ts'
import type { Cut } from '../../../ingest/index.ts'
import type { ParsedMessage } from '../../../model/index.ts'

/** An invented mail: who, what it answers, subject, words. */
export type Letter = { id: string; from: string; to?: string; subject: string; body: string }

const bytesOf = ({ id, from, to, subject, body }: Letter): Uint8Array =>
  new TextEncoder().encode(
    [
      `From: ${from} <${from.toLowerCase()}@example.org>`,
      `Subject: ${subject}`,
      'Date: Mon, 03 Mar 2031 10:00:00 +0000',
      `Message-ID: <${id}@example.org>`,
      ...(to === undefined ? [] : [`In-Reply-To: <${to}@example.org>`, `References: <${to}@example.org>`]),
      '',
      body,
    ].join('\n'),
  )

/** Reads invented mails and cuts each up among the others. */
export const cutAll = async (letters: readonly Letter[]): Promise<Cut[]> => {
  const all: ParsedMessage[] = []
  for (const letter of letters) {
    const read = await parseMessage({
      kind: 'mail',
      bytes: bytesOf(letter),
      form: 'rfc5322',
      source: 'test',
      position: '0',
      envelopeAt: null,
      problems: [],
    })
    if ('kind' in read) throw new Error(read.reason)
    all.push(read)
  }
  const byId = new Map(all.map(m => [m.headers.messageId, m]))
  return all.map(m => cutMail(placeInThread(m, zonesFor(m), id => byId.get(id))))
}
