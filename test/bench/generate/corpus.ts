import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { entryOf, mailOf, subjectOf } from './mail.ts'
import type { Truth } from './mail.ts'
import { plan } from './plan.ts'
import type { Planned } from './plan.ts'
import { vocabulary } from './vocabulary.ts'

export type { Truth } from './mail.ts'

/** A mail of a generated corpus, in mboxrd form, with what must come of it. */
export type Generated = { readonly entry: Buffer; readonly truth: Truth }

/**
 * Mail like that of a kernel list, in order of its dates: sizes, threads, series, quotes, encodings and charsets by the
 * counts of mail.md. Same number and seed, same bytes.
 */
export function* corpus(mails: number, seed: number): Generator<Generated> {
  const words = vocabulary()
  const planned = plan(mails, seed)
  const byNumber: Planned[] = []
  for (const mail of planned) byNumber[mail.number] = mail
  const of = (number: number | null | undefined): Planned | null =>
    number === null || number === undefined ? null : (byNumber[number] ?? null)
  /** The subject that a reply repeats: of the nearest mail above that is no reply itself. */
  const answered = (mail: Planned): string => {
    let at: Planned | null = mail
    while (at !== null && at.kind === 'reply') at = of(at.parent)
    return at === null ? '' : subjectOf(at, seed, words)
  }
  for (const mail of planned) {
    const parent = of(mail.parent)
    const around = { parent, grandparent: of(parent?.parent), answered: answered(mail) }
    const { bytes, truth } = mailOf(mail, around, seed, words)
    yield { entry: entryOf(bytes, mail.atSeconds), truth }
  }
}

/** Writes a corpus to `path`, and one line of truth a mail (`id TAB parent TAB sha256`) to `path.truth`. */
export const writeCorpus = async (path: string, mails: number, seed: number): Promise<void> => {
  const out = createWriteStream(path, { highWaterMark: 4 * 1024 * 1024 })
  const truths = createWriteStream(`${path}.truth`)
  for (const { entry, truth } of corpus(mails, seed)) {
    truths.write(`${truth.id}\t${truth.parent ?? ''}\t${truth.textHash}\n`)
    if (!out.write(entry)) await once(out, 'drain')
  }
  out.end()
  truths.end()
  await Promise.all([once(out, 'finish'), once(truths, 'finish')])
}
