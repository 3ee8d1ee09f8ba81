import type { CommentFate, CommentReason } from '../../model/index.ts'

const sentences: Readonly<Record<CommentReason, (after: string) => string>> = {
  'same-patch': after => `${after} has the whole patch as it was.`,
  'same-lines': after => `${after} has these lines as they were.`,
  'changed-near': after => `${after} has these lines as they were; lines next to them changed.`,
  moved: after => `${after} has these lines elsewhere in the patch.`,
  'moved-part': after => `${after} has these lines in another patch.`,
  reworded: after => `${after} has other lines in their place.`,
  partly: after => `${after} has some of these lines; the others changed.`,
  'now-context': after => `In ${after} the text is there, but the patch neither adds nor removes it.`,
  gone: after => `${after} has nothing in their place.`,
  dropped: after => `${after} has no patch that corresponds to this one.`,
  'whole-patch': after => `${after} has the patch with changes.`,
  'no-place': after => `Where this stands in ${after} could not be told.`,
}

/** Why a comment ended where it did, in a sentence; `after` names the later revision ("v2"). */
export const fateSentence = ({ reason, sure }: CommentFate, after: string): string => {
  const sentence = sentences[reason](after)
  return sure === 'guess' && reason !== 'no-place' ? `${sentence.slice(0, -1)}, as far as can be told.` : sentence
}
