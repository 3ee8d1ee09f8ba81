import type { SubjectInfo } from '../model/index.ts'

type Topic = Pick<SubjectInfo, 'bare' | 'isPatch'>

/** What a subject is about, for comparing: without what it says it was before, without case and marks of punctuation. */
const keyOf = (bare: string): string => {
  const lower = bare.toLowerCase()
  const was = /[([]\s*was\b/.exec(lower)
  return (was === null ? lower : lower.slice(0, was.index)).replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
}

/**
 * True for a mail that goes on under another subject than the one it answers (mail.md E32): it stays in the tree, and may
 * be read as a thread of its own. A patch names itself, so it begins no topic; nor does a subject that was only cut or
 * added to.
 */
export const startsTopic = (mail: Topic, parent: Topic): boolean => {
  if (mail.isPatch) return false
  const [now, before] = [keyOf(mail.bare), keyOf(parent.bare)]
  return now !== '' && before !== '' && now !== 'no subject' && !now.includes(before) && !before.includes(now)
}
