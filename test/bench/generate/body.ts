import type { Planned } from './plan.ts'
import { normal, random, seedOf } from './random.ts'
import type { Random } from './random.ts'
import type { Vocabulary } from './vocabulary.ts'

/** Characters of a mail's own words: log-normal, half below 1,100, one in a hundred above 17,000 (mail.md E51). */
const ownChars = (r: Random): number => Math.min(400_000, Math.floor(Math.exp(7 + 1.15 * normal(r))))

/** Lines a mail's author wrote himself, without quotes, trailers and diff. */
export const ownLines = (mail: Planned, seed: number, words: Vocabulary): readonly string[] => {
  const r = random(seedOf(seed, 2, mail.number))
  const lines: string[] = []
  const chars = ownChars(r)
  // A few logs are very long: they repeat their stamps, as kernel logs do.
  const isLog = chars > 12_000
  for (let size = 0; size < chars; ) {
    const u = r.unit()
    const line = isLog
      ? `[${String(lines.length + 1000).padStart(6)}.${String(r.below(1_000_000)).padStart(6, '0')}] ${words.identifier(r)}+0x${r.below(65_536).toString(16)}/0x${r.below(4096).toString(16)}`
      : u < 0.14
        ? ''
        : words.line(r)
    // About 7 in 1,000 mails hold a line that mboxrd must escape (E1).
    lines.push(lines.length === 3 && r.chance(0.012) ? `From what I see, ${line}` : line)
    size += line.length + 1
  }
  if (r.chance(0.12)) lines.push(r.pick(words.linesNonAscii))
  return lines
}

const diffOf = (r: Random, words: Vocabulary): { stat: string[]; diff: string[] } => {
  const stat: string[] = []
  const diff: string[] = []
  const files = 1 + Math.floor(5 * r.unit() ** 3)
  let added = 0
  for (let f = 0; f < files; f++) {
    const path = words.path(r)
    diff.push(`diff --git a/${path} b/${path}`)
    diff.push(`index ${hex(r, 12)}..${hex(r, 12)} 100644`, `--- a/${path}`, `+++ b/${path}`)
    let changed = 0
    for (let h = 1 + r.below(4); h > 0; h--) {
      const at = 10 + r.below(4000)
      const body: string[] = []
      let [minus, plus] = [0, 0]
      for (let i = 8 + r.below(20); i > 0; i--) {
        const u = r.unit()
        const sign = u < 0.55 ? ' ' : u < 0.82 ? '+' : '-'
        if (sign !== '+') minus++
        if (sign !== '-') plus++
        if (sign !== ' ') changed++
        body.push(sign + words.code(r))
      }
      diff.push(`@@ -${at},${minus} +${at},${plus} @@ ${words.identifier(r)}(void)`, ...body)
    }
    added += changed
    stat.push(` ${path} | ${changed} ${'+'.repeat(Math.min(40, changed))}`)
  }
  stat.push(` ${files} file${files === 1 ? '' : 's'} changed, ${added} insertions(+)`)
  return { stat, diff }
}

export const hex = (r: Random, digits: number): string => {
  let out = ''
  while (out.length < digits) out += r.below(0x1000000).toString(16).padStart(6, '0')
  return out.slice(0, digits)
}

/** What the reader of a mail must see, its lines broken by LF and closed by one. */
export const textOf = (
  mail: Planned,
  parent: Planned | null,
  grandparent: Planned | null,
  author: { name: string; address: string },
  seed: number,
  words: Vocabulary,
): string => {
  const r = random(seedOf(seed, 3, mail.number))
  const own = ownLines(mail, seed, words)
  const lines: string[] = []
  if (mail.kind === 'reply' && parent !== null && !mail.isParentMissing) {
    lines.push(`On some day, ${words.person(r).name} wrote:`)
    const older = grandparent === null ? [] : ownLines(grandparent, seed, words).slice(0, 3 + r.below(8))
    const quoted = ownLines(parent, seed, words)
    const from = r.below(Math.max(1, quoted.length - 5))
    for (const line of older) lines.push(line === '' ? '> >' : `> > ${line}`)
    for (const line of quoted.slice(from, from + 4 + r.below(28))) lines.push(line === '' ? '>' : `> ${line}`)
    lines.push('')
  }
  lines.push(...own)
  const sign = `Signed-off-by: ${author.name} <${author.address}>`
  if (mail.kind === 'patch') {
    const { stat, diff } = diffOf(r, words)
    lines.push('')
    if (r.chance(0.4)) {
      const other = words.person(r)
      lines.push(`Reviewed-by: ${other.name} <${other.address}>`)
    }
    lines.push(sign, '---', ...stat, '', ...diff, '-- ', '2.43.0')
  } else if (mail.kind === 'reply' && r.chance(0.2)) {
    lines.push('', `${r.pick(['Acked-by', 'Reviewed-by', 'Tested-by'])}: ${author.name} <${author.address}>`)
  } else if (r.chance(0.3)) lines.push('', '-- ', author.name)
  return `${lines.join('\n')}\n`
}
