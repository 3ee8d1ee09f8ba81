import type { Evaluation } from './evaluate.ts'
import type { Scores, SetScore } from './metrics.ts'
import type { Card } from './score.ts'

const two = (x: number): string => x.toFixed(2)
const range = ([a, b]: readonly [number, number]): string => `${two(a)} to ${two(b)}`

/** Goals of the figures that have one. */
const goals = {
  five: 0.65,
  eight: 0.5,
  plain: 0.9,
  labels: 0.64,
  question: 0.92,
  mechanisms: 0.7,
  spelled: 0.99,
  prose: 0.9,
  roles: 0.7,
  existence: 0.9,
  polarity: 0.6,
}

type Row = readonly string[]

/** Headline figures: what, figure, 95 % interval, goal, rules alone, number of things. */
const headRows = (e: Evaluation): Row[] => {
  const row = (
    what: string,
    pick: (
      c: Card,
    ) => { readonly interval: readonly [number, number] } & (
      | { readonly macroF1: number; readonly n: number }
      | { readonly f1: number; readonly gold: number }
    ),
    goal: number,
  ): Row => {
    const figure = (c: Card) => {
      const x = pick(c)
      return 'macroF1' in x ? x.macroF1 : x.f1
    }
    const mine = pick(e)
    return [
      what,
      two(figure(e)),
      range(mine.interval),
      two(goal),
      two(figure(e.rules)),
      String('n' in mine ? mine.n : mine.gold),
    ]
  }
  const question = (c: Card) => c.labels.classes.question
  return [
    row('stance, five groups: macro-F1', c => c.stance.five, goals.five),
    row('stance, eight values: macro-F1', c => c.stance.eight, goals.eight),
    row('stance with a trailer or plain word: macro-F1', c => c.stance.plain, goals.plain),
    row('sentence labels: macro-F1', c => c.labels, goals.labels),
    [
      'questions: F1',
      two(question(e)?.f1 ?? 0),
      '',
      two(goals.question),
      two(question(e.rules)?.f1 ?? 0),
      String(question(e)?.gold ?? 0),
    ],
    row('relation to the right quote: F1', c => c.relations.existence, goals.existence),
    row('polarity, four groups: macro-F1', c => c.relations.polarity, goals.polarity),
    row('mechanisms: micro-F1', c => c.mechanisms, goals.mechanisms),
    row('GFP names as spelled: F1', c => c.gfp.spelled, goals.spelled),
    row('GFP names with prose names: F1', c => c.gfp.withProse, goals.prose),
    row('GFP roles: macro-F1', c => c.gfp.roles, goals.roles),
  ]
}

const classRows = (s: Scores): Row[] =>
  Object.entries(s.classes).map(([name, c]) => [name, two(c.p), two(c.r), two(c.f1), String(c.gold), String(c.said)])

const baseRows = (e: Evaluation): Row[] => [
  ...(['majority', 'structure', 'cues', 'words'] as const).map(name => {
    const b = e.baselines[name]
    return [name, two(b.stanceFive.macroF1), two(b.stanceEight.macroF1), two(b.labels.macroF1), two(b.polarity.macroF1)]
  }),
  [
    'the tagger',
    two(e.stance.five.macroF1),
    two(e.stance.eight.macroF1),
    two(e.labels.macroF1),
    two(e.relations.polarity.macroF1),
  ],
]

const sections = (e: Evaluation): { title: string; head: Row; rows: Row[] }[] => [
  { title: 'Figures', head: ['what', 'figure', '95 % interval', 'goal', 'rules alone', 'in gold'], rows: headRows(e) },
  {
    title: 'Beside simple ways (macro-F1)',
    head: ['', 'stance, five', 'stance, eight', 'labels', 'polarity'],
    rows: baseRows(e),
  },
  ...(
    [
      ['Stance, five groups', e.stance.five],
      ['Stance, eight values', e.stance.eight],
      ['Sentence labels', e.labels],
      ['Polarity of relations to quotes', e.relations.polarity],
      ['GFP roles', e.gfp.roles],
    ] as const
  ).map(([title, s]) => ({
    title: `${title} (kappa ${two(s.kappa)})`,
    head: ['class', 'precision', 'recall', 'F1', 'in gold', 'said'],
    rows: classRows(s),
  })),
]

const setLine = (name: string, s: SetScore): string =>
  `${name}: precision ${two(s.p)}, recall ${two(s.r)}, ${s.gold} in gold, ${s.said} said`

const notes = (e: Evaluation): string[] => {
  const left = e.threads.filter(t => t.by === 'left-out').map(t => t.thread)
  const fresh = e.threads.filter(t => t.by === 'shipped').map(t => t.thread)
  return [
    `${e.matched.found} of ${e.matched.messages} labelled messages matched a mail by Message-ID and hash of the text.`,
    `Threads in training of the shipped weights (${e.model}), tagged here by weights that did not see their cluster: ${left.join(', ') || 'none'}.`,
    `Threads the shipped weights never saw, tagged by them: ${fresh.join(', ') || 'none'}.`,
    'Training options, thresholds, cue lists and rules for names were chosen on the threads in training: their figures flatter somewhat.',
    'Stance with a trailer or plain word counts the mails in which a rule of the tagger finds one: it says nothing of those missed.',
    `${e.labels.extra} sentences of the tagger cover none of the gold; a gold sentence that the tagger lacks counts against recall.`,
    `${setLine('Negated flags', e.gfp.negated)}.`,
    `${setLine('Relations to quotes', e.relations.existence)}.`,
    `${setLine('Mechanisms', e.mechanisms)}.`,
  ]
}

/** The figures as plain tables. */
export const tablesOf = (e: Evaluation): string[] => {
  const lines: string[] = [...notes(e), '']
  for (const { title, head, rows } of sections(e)) {
    const all = [head, ...rows]
    const widths = head.map((_, c) => Math.max(...all.map(r => (r[c] ?? '').length)))
    lines.push(title)
    for (const r of all)
      lines.push(
        `  ${r.map((cell, c) => (c === 0 ? cell.padEnd(widths[c] ?? 0) : cell.padStart(widths[c] ?? 0))).join('  ')}`.trimEnd(),
      )
    lines.push('')
  }
  return lines
}

/** The figures as Markdown: `docs/accuracy.md`. */
export const markdownOf = (e: Evaluation): string => {
  const lines = [
    '# How well the tagger does',
    '',
    'Written by `acknak eval GOLD --report docs/accuracy.md`; not by hand. Figures are on threads whose whole cluster was left',
    'out of training. Intervals: threads drawn again with replacement 1000 times, fixed seed. Labels were given by one careful',
    'machine-assisted annotator a thread; two of these threads, and two others, were labelled a second time, blind.',
    '',
    ...notes(e).map(n => `- ${n}`),
    '',
  ]
  for (const { title, head, rows } of sections(e)) {
    const widths = head.map((_, c) => Math.max(4, ...[head, ...rows].map(r => (r[c] ?? '').length)))
    const cells = (r: Row) =>
      `| ${r.map((x, c) => (c === 0 ? x.padEnd(widths[c] ?? 0) : x.padStart(widths[c] ?? 0))).join(' | ')} |`
    const rule = widths.map((w, c) => (c === 0 ? '-'.repeat(w) : `${'-'.repeat(w - 1)}:`))
    lines.push(`## ${title}`, '', cells(head), `| ${rule.join(' | ')} |`, ...rows.map(cells), '')
  }
  return `${lines.join('\n').trimEnd()}\n`
}
