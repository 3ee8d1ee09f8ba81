import { writeFileSync } from 'node:fs'
import { weightsPath } from '../ingest/index.ts'
import { UserError } from './errors.ts'
import { readCorpus } from './eval/corpus.ts'
import { trainModels } from './eval/examples.ts'
import { mailsBeside } from './eval/mails.ts'

/**
 * `npm run train -- GOLD [MAIL...]`: trains the tagger's models on labelled threads and writes the weights that ship.
 * Mails default to `corpus` beside the labelled threads. Same threads, same file.
 */
const [gold, ...mail] = process.argv.slice(2)
try {
  if (gold === undefined) throw new UserError('say where the labelled threads are: npm run train -- GOLD [MAIL...]')
  const corpus = await readCorpus(gold, mail.length > 0 ? mail : [mailsBeside(gold)])
  if (corpus.missing > 0)
    throw new UserError(`${corpus.missing} labelled messages have no mail: training takes all of them`)
  const file = trainModels(corpus.labelled)
  writeFileSync(weightsPath, `${JSON.stringify(file)}\n`)
  process.stdout.write(
    `${file.id}: trained on ${corpus.labelled.length} mails of ${corpus.clusters.length} clusters of threads\n`,
  )
} catch (error) {
  if (!(error instanceof UserError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = error.exitCode
}
