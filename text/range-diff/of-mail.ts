import type { ParsedMessage, RangePatch } from '../../model/index.ts'
import { readPatches } from '../patch/index.ts'

/**
 * The patches of a mail as `rangeDiff` wants them, in order of appearance; none for covers and discussion. The author is
 * the one the patch names, else the mail's.
 */
export const rangePatchesOf = (mail: Pick<ParsedMessage, 'headers' | 'text' | 'attachments'>): RangePatch[] => {
  const { text, attachments, headers } = mail
  return readPatches({ text, title: headers.subject.bare, attachments }).map(patch => ({
    patch,
    text: patch.attachment === null ? text : (attachments.find(a => a.part === patch.attachment)?.text ?? ''),
    author: patch.author ?? headers.author,
    messageId: headers.messageId,
  }))
}
