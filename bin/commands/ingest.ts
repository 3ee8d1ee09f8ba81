import type { Command } from '../args.ts'
import { UserError } from '../errors.ts'
import { ingestAll, reportIngest } from '../ingest.ts'
import { readSettings } from '../settings.ts'

export const ingest: Command = {
  name: 'ingest',
  says: 'reads mail into the archive: mbox, mbox.gz, a web archive page saved as text',
  takes: 'SOURCE...',
  flags: {
    list: { value: 'NAME', says: "list of every mail read (default: each mail's List-Id, else the file's name)" },
    data: { value: 'DIR', says: 'data folder (default .acknak)' },
  },
  examples: ['ingest linux-mm.mbox', 'ingest 2016-*.mbox.gz --list linux-mm', 'ingest a.mbox b.mbox.gz --json'],
  run: async args => {
    if (args.words.length === 0)
      throw new UserError('acknak ingest: name at least one source, for instance `acknak ingest linux-mm.mbox`')
    const settings = readSettings({ data: args.flags.data })
    const summary = await ingestAll({ paths: args.words, settings, list: args.flags.list ?? null, quiet: args.json })
    return reportIngest(summary, args.json)
  },
}
