import type { MessageId, PatchClues } from '../../model/index.ts'
import { patchIdsOf } from './id.ts'
import type { Sha1 } from './id-scan.ts'
import { placingIn } from './footer.ts'
import { linksOf } from './links.ts'
import type { PatchMail } from './read.ts'

/** A mail that may carry a patch. */
export type ClueMail = PatchMail & {
  /** Its own id, which is no link. */
  readonly messageId: MessageId
  /** Its text or an attachment holds a diff. */
  readonly hasDiff: boolean
  /** It is a cover or another part of a posting, by its subject. */
  readonly isPosting: boolean
}

/**
 * What a posting can be recognised by as a revision of the same work: the ids of its patches, change-id, base-commit,
 * and what it links to. Null for other mail, and for a posting that offers nothing.
 */
export const patchCluesOf = (mail: ClueMail, sha1: Sha1): PatchClues | null => {
  if (!mail.hasDiff && !mail.isPosting) return null
  const patchIds = mail.hasDiff ? patchIdsOf(mail, sha1) : []
  const links = linksOf(mail.text, mail.messageId)
  let { changeId, baseCommit } = placingIn(mail.text)
  if (mail.hasDiff)
    for (const { text, contentType } of mail.attachments) {
      if (text === null || contentType === 'message/rfc822') continue
      const placing = placingIn(text)
      changeId ??= placing.changeId
      baseCommit ??= placing.baseCommit
    }
  if (patchIds.length === 0 && links.length === 0 && changeId === null && baseCommit === null) return null
  return { patchIds, changeId, baseCommit, links }
}
