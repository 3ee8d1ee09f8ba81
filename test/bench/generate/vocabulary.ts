import { random } from './random.ts'
import type { Random } from './random.ts'

const plain =
  'the of to and a in is it that for not this on with we be as if are but you so can have from by at page when will or which do there because memory after only then what would any all may they allocation into one more lock no patch reclaim should still has could first caller under think before other code path time task zone need done just same flag where also some without pages make see each call order case while return now wait used does set been kernel system how fail test run get like them never since both too high point use work start until change cost small low large value limit group node count list again show even way every full hold held take thread idle cache free size number real problem question answer really maybe here last next long'.split(
    ' ',
  )
const syllables =
  'al ber con der es fi gan hol in jor kal len mor nu ol per qui ran sol tur um ver wen xi yor zal bre cla dro fle gri hap ilt jun kno lim mus nop oss pla rud ste tri und vol wis'.split(
    ' ',
  )
const stems =
  'alloc page slab zone node reclaim shrink scan charge cgroup memcg swap inode folio lru writeback bio queue lock task oom reap mm vma pte huge compact migrate kswapd throttle wait wake idle stat count limit high low min event notify flush dirty clean free'.split(
    ' ',
  )
const flags =
  'GFP_KERNEL GFP_NOFS GFP_NOIO GFP_ATOMIC __GFP_NOFAIL __GFP_NORETRY __GFP_DIRECT_RECLAIM PF_MEMALLOC mmap_sem oom_reaper exit_mmap'.split(
    ' ',
  )

/** Names of functions and fields, as they might stand in C. */
const identifierOf = (r: Random): string => {
  const parts = Array.from({ length: 2 + r.below(3) }, () => r.pick(stems))
  return (r.chance(0.15) ? '__' : '') + parts.join('_')
}

/** Where lines of mails come from: a fixed store of words and lines, drawn from at will. */
export type Vocabulary = {
  /** A line of prose, 40 to 74 characters, without its break. */
  line(r: Random): string
  /** A line of C without the diff's first column. */
  code(r: Random): string
  /** A short phrase, as a subject has it. */
  phrase(r: Random): string
  identifier(r: Random): string
  path(r: Random): string
  /** The name and address of one of the people. */
  person(r: Random): { name: string; address: string }
  readonly linesNonAscii: readonly string[]
}

const made = 24_000
const linesHeld = 16_384

/** Builds the store; the same for every corpus, whatever its seed. */
export const vocabulary = (): Vocabulary => {
  const r = random(20_310_303)
  const words = [...plain]
  while (words.length < made) {
    const word = Array.from({ length: 2 + r.below(3) }, () => r.pick(syllables)).join('')
    words.push(word)
  }
  const identifiers = Array.from({ length: 6000 }, () => identifierOf(r))
  // Zipf: the chance of a rank falls as one over the rank.
  const drawn = (from: readonly string[]): string =>
    from[Math.min(from.length - 1, Math.floor(Math.exp(r.unit() * Math.log(from.length + 1))) - 1)] ?? 'the'
  const lineOf = (): string => {
    let line = ''
    const length = 40 + r.below(32)
    while (line.length < length) {
      const u = r.unit()
      const word =
        u < 0.93 ? drawn(words) : u < 0.996 ? `${drawn(identifiers)}${r.chance(0.4) ? '()' : ''}` : r.pick(flags)
      line += (line === '' ? '' : ' ') + word + (r.chance(0.08) ? r.pick([',', '.', ';', '?', ':']) : '')
    }
    return line.slice(0, 76).trimEnd()
  }
  const codeOf = (): string => {
    const a = drawn(identifiers)
    const b = drawn(identifiers)
    const indent = '\t'.repeat(1 + r.below(3))
    return r.pick([
      `${indent}${a}(${b});`,
      `${indent}if (!${a}(${b}->${drawn(words)}))`,
      `${indent}${b}->${drawn(words)} = ${a}(${drawn(words)}, ${r.below(64)});`,
      `${indent}return ${a};`,
      `${indent}struct ${a} *${drawn(words)} = ${b}(${r.chance(0.2) ? r.pick(flags) : drawn(identifiers)});`,
      `${indent}/* ${drawn(words)} ${drawn(words)} ${drawn(words)} */`,
      `${indent}goto ${drawn(words)};`,
      `${indent}}`,
      '',
    ])
  }
  const lines = Array.from({ length: linesHeld }, lineOf)
  const codes = Array.from({ length: linesHeld }, codeOf)
  const phrases = Array.from({ length: 4096 }, () =>
    Array.from({ length: 3 + r.below(5) }, () => (r.chance(0.2) ? drawn(identifiers) : drawn(words))).join(' '),
  )
  const paths = Array.from(
    { length: 800 },
    () =>
      `${r.pick(['mm', 'fs', 'kernel', 'block', 'drivers/gpu', 'include/linux'])}/${r.pick(stems)}_${r.pick(stems)}.${r.pick(['c', 'c', 'h'])}`,
  )
  const people = Array.from({ length: 700 }, (_, i) => {
    const first = r.pick(syllables)
    const last = r.pick(syllables) + r.pick(syllables)
    const up = (s: string) => s.slice(0, 1).toUpperCase() + s.slice(1)
    return { name: `${up(first)} ${up(last)}`, address: `${first}.${last}${i}@example.org` }
  })
  return {
    line: x => x.pick(lines),
    code: x => x.pick(codes),
    phrase: x => x.pick(phrases),
    identifier: x => x.pick(identifiers),
    path: x => x.pick(paths),
    // Few people write most mail.
    person: x => people[Math.floor(people.length * x.unit() ** 2.5)] ?? x.pick(people),
    linesNonAscii: ['Grüße und größte Mühe für Åse', 'naïve café, déjà vu, señor', 'çok güzel — “quoted” … done'],
  }
}
