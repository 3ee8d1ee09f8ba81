import type { Command } from '../args.ts'
import { UserError } from '../errors.ts'
import { ingestAll, reportIngest } from '../ingest.ts'
import { mboxFlags, mboxFrom } from '../mbox.ts'
import { readSettings } from '../settings.ts'

export const ingest: Command = {
  name: 'ingest',
  says: 'reads mail into the archive: mbox, Maildir, .eml, public-inbox in git, a thread on lore, standard input',
  more: [
    'The same mail again changes nothing. A SOURCE is told by what it holds:',
    '  FILE       mbox or mbox.gz, a single mail (.eml), a web archive page saved as text (.txt)',
    '  DIR        Maildir, a folder of .eml files, a public-inbox in git: v1, v2, one epoch (N.git) or all of them',
    '  FILE       a git bundle of a public-inbox',
    '  URL        a thread on lore or another public-inbox: the page of a message, or its t.mbox.gz',
    '  -          standard input: any of the files above, plain or gzip',
    'public-inbox is read from the last commit seen on, and what its list removed is purged here too.',
  ],
  takes: 'SOURCE...',
  flags: {
    list: { value: 'NAME', says: "list of every mail read (default: each mail's List-Id, else the file's name)" },
    ...mboxFlags,
    'from-start': { says: 'read a public-inbox from its first commit, whatever was read before' },
    data: { value: 'DIR', says: 'data folder (default .acknak)' },
  },
  examples: [
    'ingest linux-mm.mbox',
    'ingest 2016-*.mbox.gz --list linux-mm',
    'ingest ~/Maildir/linux-mm mirror/linux-mm/git/0.git linux-mm.bundle',
    'ingest old.mbox --mbox cl2',
    'ingest https://lore.kernel.org/linux-mm/20190820081902.24815-1-daniel.vetter@ffwll.ch/',
    'ingest - --list linux-mm --json',
  ],
  run: async args => {
    if (args.words.length === 0)
      throw new UserError('acknak ingest: name at least one source, for instance `acknak ingest linux-mm.mbox`')
    const mbox = mboxFrom(args)
    const settings = readSettings({ data: args.flags.data })
    const summary = await ingestAll({
      paths: args.words,
      settings,
      list: args.flags.list ?? null,
      ...mbox,
      fromStart: args.flags['from-start'] !== undefined,
      quiet: args.json,
    })
    return reportIngest(summary, args.json)
  },
}
