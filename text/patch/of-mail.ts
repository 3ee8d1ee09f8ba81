import type { Headers, ParsedMessage } from '../../model/index.ts'
import type { PatchMail } from './read.ts'

/** A mail to read patches from, with who sent it under which id. */
export type PatchMailFrom = PatchMail & Pick<Headers, 'author' | 'messageId'>

/**
 * What a mail gives to read patches from, parsed (`patchMailOf(mail.headers, mail)`) or as the archive holds it
 * (`patchMailOf(row.skeleton, row)`).
 */
export const patchMailOf = (
  head: Pick<Headers, 'subject' | 'author' | 'messageId'>,
  { text, attachments, problems }: Pick<ParsedMessage, 'text' | 'attachments' | 'problems'>,
): PatchMailFrom => ({
  text,
  title: head.subject.bare,
  attachments,
  isFlowed: problems.some(p => p.code === 'format-flowed'),
  author: head.author,
  messageId: head.messageId,
})
