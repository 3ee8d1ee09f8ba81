import { writeFileSync } from 'node:fs'
import type { Command } from '../args.ts'
import { UserError } from '../errors.ts'
import { readCorpus } from '../eval/corpus.ts'
import { evaluate } from '../eval/evaluate.ts'
import { mailsBeside } from '../eval/mails.ts'
import { markdownOf, tablesOf } from '../eval/report.ts'
import { warn, writeJson, writeLines } from '../output.ts'

export const evalCommand: Command = {
  name: 'eval',
  says: 'scores the tagger against labelled threads, with baselines and 95 % intervals',
  more: [
    'GOLD is a folder of labelled threads (*.jsonl). Mails are matched by Message-ID and hash of the text.',
    'A thread that the shipped weights were trained on is tagged by weights trained without its cluster of threads.',
  ],
  takes: 'GOLD',
  flags: {
    mail: {
      value: 'PATH',
      says: 'mailbox, or folder of mailboxes, that holds the mails (default: GOLD/../../corpus)',
      many: true,
    },
    report: { value: 'FILE', says: 'writes the figures as Markdown as well (docs/accuracy.md is made so)' },
  },
  examples: ['eval gold/dev', 'eval gold/dev --mail linux-mm.mbox --json'],
  run: async args => {
    const [gold, ...others] = args.words
    if (gold === undefined || others.length > 0)
      throw new UserError('acknak eval takes one folder of labelled threads: `acknak eval GOLD [--mail PATH]`')
    const mail = args.lists.mail ?? []
    const corpus = await readCorpus(gold, mail.length > 0 ? mail : [mailsBeside(gold)])
    if (corpus.labelled.length === 0)
      throw new UserError(
        `none of the ${corpus.messages} labelled messages has its mail here (by Message-ID and hash of the text): say where they are with --mail PATH`,
      )
    if (corpus.missing > 0)
      warn(`${corpus.missing} of ${corpus.messages} labelled messages have no mail here: left out`)
    const result = evaluate(corpus, process.stderr.isTTY ? warn : () => {})
    if (args.flags.report !== undefined) writeFileSync(args.flags.report, markdownOf(result))
    if (args.json) writeJson(result)
    else writeLines(tablesOf(result))
    return corpus.missing > 0 ? 1 : 0
  },
}
