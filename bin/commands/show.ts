import { archiveToRead, openArchive } from '../archive.ts'
import type { Command } from '../args.ts'
import { UserError } from '../errors.ts'
import { writeJson, writeLines } from '../output.ts'
import { readSettings } from '../settings.ts'
import { describeMail } from '../show/describe.ts'
import { idFrom, unknownId } from '../show/find.ts'
import { linesFor } from '../show/print.ts'

export const show: Command = {
  name: 'show',
  says: 'shows one mail: its zones, where its quotes come from, patches, trailers, series',
  more: ['The Message-ID may stand in angle brackets, or be the address of a page of lore.'],
  takes: 'MESSAGE-ID',
  flags: { data: { value: 'DIR', says: 'data folder (default .acknak)' } },
  examples: [
    'show 20310310081503.42475-2-ilse@example.org',
    "show '<20310310081503.42475-2-ilse@example.org>' --json | jq .quotes",
  ],
  run: async args => {
    const [word, ...others] = args.words
    if (word === undefined || others.length > 0)
      throw new UserError(
        'acknak show takes one Message-ID: `acknak show MESSAGE-ID`; `acknak search WORDS` finds some',
      )
    const id = idFrom(word)
    if (id === '') throw new UserError(`acknak show: '${word}' names no mail: \`acknak show MESSAGE-ID\``)
    const store = await openArchive(archiveToRead(readSettings({ data: args.flags.data })))
    try {
      const shown = await describeMail(store.reader, id)
      if (shown === null) throw await unknownId(store.reader, id)
      if (args.json) writeJson(shown)
      else writeLines(linesFor(shown))
      return 0
    } finally {
      await store.close()
    }
  },
}
