import { createHash } from 'node:crypto'
import type { Address, Delivered, ParsedMessage, RawMessage, Removal } from '../model/index.ts'

/** Who stands as author of a mail that was removed. */
const nobody: Address = { name: '(removed)', address: '' }

/**
 * What stays of a mail that its list removed (mail.md E82): ids, date, the ids it refers to. Everything that somebody
 * wrote in it goes: subject, names, text, attachments, and what was read from them.
 */
export const removalOf = (raw: RawMessage, parsed: ParsedMessage, list: string): Removal => {
  const reason = raw.removed ?? 'removed'
  const blank: Delivered = {
    raw: { ...raw, bytes: new Uint8Array() },
    parsed: {
      ...parsed,
      headers: {
        ...parsed.headers,
        subject: {
          full: '(removed)',
          bare: '(removed)',
          isReply: false,
          isPatch: false,
          isRfc: false,
          isResend: false,
          version: null,
          part: null,
          total: null,
          labels: [],
        },
        from: nobody,
        author: nobody,
        to: [],
        cc: [],
        listIds: [],
      },
      text: '',
      textHash: createHash('sha256').update('').digest('hex'),
      attachments: [],
      trailers: [],
      hasDiff: false,
      files: [],
      problems: [{ stage: 'store', code: 'removed-by-its-list', detail: reason }],
    },
    list,
    annotations: [],
    links: [],
  }
  return { blank, reason }
}
