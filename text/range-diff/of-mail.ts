import type { RangePatch } from '../../model/index.ts'
import { readPatches } from '../patch/index.ts'
import type { PatchMailFrom } from '../patch/index.ts'

/**
 * The patches of a mail (`patchMailOf`) as `rangeDiff` wants them, in order of appearance; none for covers and discussion.
 * The author is the one the patch names, else the mail's.
 */
export const rangePatchesOf = (mail: PatchMailFrom): readonly RangePatch[] =>
  readPatches(mail).map(patch => ({
    patch,
    text: patch.attachment === null ? mail.text : (mail.attachments.find(a => a.part === patch.attachment)?.text ?? ''),
    author: patch.author ?? mail.author,
    messageId: mail.messageId,
  }))
