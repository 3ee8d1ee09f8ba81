import { basename } from 'node:path'
import {
  cutMail,
  openSource,
  parseMessage,
  placeInThread,
  shippedModels,
  tagMail,
  withLinks,
  zonesFor,
} from '../../ingest/index.ts'
import type { ParsedMessage } from '../../model/index.ts'
import type { Command } from '../args.ts'
import { UserError } from '../errors.ts'
import { lineOf } from '../annotate-line.ts'
import { mboxFlags, mboxFrom } from '../mbox.ts'
import { warn, writeJson } from '../output.ts'

/** Characters of mail held at once; mails further apart do not see each other. */
const heldCharsMax = 200_000_000

/** Mails of a source until `heldCharsMax`, tagged among each other and printed in order. */
const tagAll = (held: readonly ParsedMessage[]): void => {
  const models = shippedModels()
  const byId = new Map<string, ParsedMessage>()
  for (const m of held) if (!byId.has(m.headers.messageId)) byId.set(m.headers.messageId, m)
  for (const parsed of held) {
    const mail = withLinks(placeInThread(parsed, zonesFor(parsed), id => byId.get(id)))
    writeJson(lineOf(tagMail(cutMail(mail), models)))
  }
}

export const annotate: Command = {
  name: 'annotate',
  says: 'tags the mails of sources without any database: stance, sentences, relations, mechanisms, GFP flags',
  more: [
    'One JSON document a mail, in the order of the source. Offsets count UTF-16 units of the decoded first text part.',
    'Mails of all sources given see each other: an answer is tagged better beside what it answers.',
  ],
  takes: 'SOURCE...',
  flags: mboxFlags,
  examples: ['annotate linux-mm.mbox', 'annotate thread.mbox | head -1'],
  run: async args => {
    if (args.words.length === 0)
      throw new UserError('acknak annotate takes sources of mail: `acknak annotate SOURCE...`')
    let held: ParsedMessage[] = []
    let chars = 0
    let unreadable = 0
    let tagged = 0
    const flush = () => {
      tagAll(held)
      tagged += held.length
      held = []
      chars = 0
    }
    for (const path of args.words) {
      try {
        const source = await openSource(path, { list: basename(path), ...mboxFrom(args) })
        for await (const chunk of source.read())
          for (const item of chunk) {
            if (item.kind === 'mail' && item.removed !== undefined) continue
            const parsed = item.kind === 'mail' ? await parseMessage(item) : item
            if ('kind' in parsed) {
              warn(`${parsed.source} at ${parsed.position}: no mail: ${parsed.reason}`)
              continue
            }
            held.push(parsed)
            chars += parsed.text.length
            if (chars > heldCharsMax) flush()
          }
        const cut = source.failure()
        if (cut) {
          warn(cut.message)
          unreadable++
        }
      } catch (error) {
        if (!(error instanceof Error) || error.name !== 'SourceError') throw error
        warn(error.message)
        unreadable++
      }
    }
    flush()
    return unreadable === 0 ? 0 : tagged > 0 ? 1 : 2
  },
}
