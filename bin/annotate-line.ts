import type { Tags } from '../ingest/index.ts'

/** How sure a tag is, in one word: rules are certain, models by their probability. */
const sureOf = (t: { readonly probMille: number | null }): 'certain' | 'likely' | 'guess' =>
  t.probMille === null ? 'certain' : t.probMille >= 700 ? 'likely' : 'guess'

/** A mail's tags as `acknak annotate` prints them. */
export const lineOf = (tags: Tags) => {
  const stances = tags.stances.map(s => ({
    value: s.value,
    sure: sureOf(s),
    by: s.by,
    object: s.object,
    version: s.version,
    probMille: s.probMille,
    reasons: s.reasons,
  }))
  return {
    messageId: tags.messageId,
    textHash: tags.textHash,
    stance: stances[0] ?? null,
    ...(stances.length > 1 ? { stances } : {}),
    sentences: tags.sentences.map(s => ({
      start: s.start,
      end: s.end,
      label: s.label,
      sure: sureOf(s),
      by: s.by,
      probMille: s.probMille,
      abstains: s.abstains,
      reasons: s.reasons,
      mechanisms: s.mechanisms,
      relations: s.relations.map(r => ({
        type: r.type,
        target: r.target,
        sure: sureOf(r),
        by: r.by,
        probMille: r.probMille,
        reasons: r.reasons,
      })),
    })),
    gfp: tags.gfp.map(g => ({
      start: g.start,
      end: g.end,
      flag: g.flag,
      role: g.role,
      negated: g.negated,
      sure: sureOf(g),
      by: g.by,
      probMille: g.probMille,
      reasons: g.reasons,
    })),
  }
}
