import type { Annotation, MessageRow, Span } from '../../model/index.ts'
import { gfpTitle, mechanismTitle } from './terms.ts'
import { gfpHref, mechanismHref } from './urls.ts'

/** A tag of a mail with what it rests on, for its why-box. */
export type TagView = {
  readonly kind: 'stance' | 'gfp' | 'mechanism' | 'sentence' | 'relation'
  readonly label: string
  readonly href: string | null
  readonly says: string
  /** Rule or model that said it. */
  readonly by: string
  readonly sure: string
  /** The words it rests on, each at most 160 characters. */
  readonly words: readonly string[]
}

const wordsCharsMax = 160
const wordsShown = 5

const stanceSays: Readonly<Record<string, string>> = {
  ack: 'agrees with the patch',
  'ack-conditional': 'agrees on a condition',
  revise: 'asks for changes',
  nak: 'objects to the patch',
  defer: 'leaves it to others or to later',
  'author-defend': 'the author defends it',
  withdraw: 'the author withdraws it',
}

const zoneSays: Readonly<Record<string, string>> = {
  prose: 'in the text',
  quote: 'in quotes',
  added: 'in added lines',
  removed: 'in removed lines',
  context: 'in unchanged lines',
  subject: 'in the subject',
}

/** The tags of a mail: what its author holds, then the flags and mechanisms it names, each with its reasons. */
export function tagViews(row: MessageRow): readonly TagView[] {
  return [...statements(row), ...mentioned(row)]
}

function statements(row: MessageRow): readonly TagView[] {
  const tags: TagView[] = []
  for (const note of row.annotations) {
    if (note.type === 'mention') continue
    if (note.type === 'stance' && note.value === 'none') continue
    tags.push({
      kind: note.type,
      label: labelOf(note),
      href: null,
      says: note.type === 'stance' ? (stanceSays[note.value] ?? note.value) : '',
      by: note.by,
      sure: note.probMille === null ? note.sure : `${note.sure}, ${(note.probMille / 10).toFixed(1)} %`,
      words: note.evidence
        .slice(0, wordsShown)
        .map(span => wordsOf(row, span))
        .filter(words => words !== ''),
    })
  }
  return tags
}

function labelOf(note: Exclude<Annotation, { type: 'mention' }>): string {
  // A first version says nothing: a patch without a version tag counts as one.
  if (note.type === 'stance')
    return note.version === null || note.version === 1 ? note.value : `${note.value} (v${note.version})`
  return note.type === 'sentence' ? note.label : note.relation
}

/** One tag a flag or mechanism, however often it is named. */
function mentioned(row: MessageRow): readonly TagView[] {
  const byKey = new Map<string, { tag: TagView; zones: Map<string, number>; words: string[] }>()
  for (const mention of row.mentions) {
    const id = `${mention.subject} ${mention.key}`
    let entry = byKey.get(id)
    if (entry === undefined) {
      const isGfp = mention.subject === 'gfp'
      const href = isGfp ? gfpHref(mention.key) : mechanismHref(mention.key)
      const says = isGfp ? gfpTitle(mention.key) : mechanismTitle(mention.key)
      const tag: TagView = {
        kind: mention.subject,
        label: mention.key,
        href,
        says,
        by: mention.by,
        sure: 'certain',
        words: [],
      }
      byKey.set(id, (entry = { tag, zones: new Map(), words: [] }))
    }
    const zone = (zoneSays[mention.zone] ?? mention.zone) + (mention.negated ? ', negated' : '')
    entry.zones.set(zone, (entry.zones.get(zone) ?? 0) + 1)
    if (entry.words.length < wordsShown && mention.zone !== 'subject') {
      const words = wordsOf(row, mention.span)
      if (words !== '' && !entry.words.includes(words)) entry.words.push(words)
    }
  }
  return [...byKey.values()].map(({ tag, zones, words }) => {
    const where = [...zones].map(([zone, n]) => `${n} ${zone}`).join(', ')
    const rule: string = tag.by
    return { ...tag, says: `${tag.says} (${where})`, by: rule, sure: 'named in these words', words }
  })
}

function wordsOf(row: MessageRow, span: Span): string {
  if (span.messageId !== row.skeleton.messageId) return `(in ${span.messageId})`
  return row.text
    .slice(span.start, Math.min(span.end, span.start + wordsCharsMax))
    .replace(/\s+/g, ' ')
    .trim()
}
