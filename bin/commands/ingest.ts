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
    mbox: { value: 'rd|o', says: 'how the files escape `From ` lines: rd (lore, the default) or o (Pipermail, Mutt)' },
    'format-patch': { says: 'the files are git-format-patch output, whose separators name commits' },
    data: { value: 'DIR', says: 'data folder (default .acknak)' },
  },
  examples: ['ingest linux-mm.mbox', 'ingest 2016-*.mbox.gz --list linux-mm', 'ingest a.mbox b.mbox.gz --json'],
  run: async args => {
    if (args.words.length === 0)
      throw new UserError('acknak ingest: name at least one source, for instance `acknak ingest linux-mm.mbox`')
    const settings = readSettings({ data: args.flags.data })
    const summary = await ingestAll({
      paths: args.words,
      settings,
      list: args.flags.list ?? null,
      mbox: mboxOf(args.flags.mbox),
      formatPatch: args.flags['format-patch'] !== undefined,
      quiet: args.json,
    })
    return reportIngest(summary, args.json)
  },
}

function mboxOf(variant: string | undefined): 'rd' | 'o' {
  if (variant === undefined || variant === 'rd') return 'rd'
  if (variant === 'o') return 'o'
  throw new UserError(`--mbox takes rd or o, not '${variant}'`)
}
