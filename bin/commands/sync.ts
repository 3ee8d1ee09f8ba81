import { existsSync } from 'node:fs'
import { fetchMirror } from '../../ingest/index.ts'
import type { Command } from '../args.ts'
import { UserError } from '../errors.ts'
import type { ExitCode } from '../errors.ts'
import { ingestAll, reportIngest } from '../ingest.ts'
import { warn, writeJson } from '../output.ts'
import { openProgress } from '../progress.ts'
import { readSettings } from '../settings.ts'
import type { Mirror, Settings } from '../settings.ts'

export const sync: Command = {
  name: 'sync',
  says: 'fetches the mirrors of acknak.config.json with git and takes in what is new',
  more: [
    'acknak.config.json names them:',
    '  {"mirrors": [{"path": "mirror/linux-mm", "list": "linux-mm"}, {"path": "Maildir/lists", "fetch": false}]}',
    'path   a public-inbox that you cloned (git clone --mirror https://lore.kernel.org/linux-mm/0 linux-mm/git/0.git),',
    '       or any other source that acknak ingest reads from disk; epochs that its list begins later (1.git, ...) are',
    '       cloned beside the others where you name the folder of the inbox (linux-mm)',
    'list   list of every mail in it (default: what the mails say)',
    'fetch  false where something else keeps it up to date, such as grokmirror',
  ],
  takes: '',
  flags: {
    'no-fetch': { says: 'do not run git fetch: take in what the mirrors hold already' },
    'from-start': { says: 'read the mirrors from their first commit, whatever was read before' },
    data: { value: 'DIR', says: 'data folder (default .acknak)' },
  },
  examples: ['sync', 'sync --no-fetch', 'sync --json'],
  run: async args => {
    if (args.words.length > 0)
      throw new UserError(
        `acknak sync takes no sources, they stand in acknak.config.json: 'acknak ingest' reads ${args.words[0]}`,
      )
    const settings = readSettings({ data: args.flags.data })
    if (settings.mirrors.length === 0)
      throw new UserError(
        'no mirrors: name them in acknak.config.json, for instance {"mirrors": [{"path": "mirror/linux-mm", "list": "linux-mm"}]}',
      )
    const codes: ExitCode[] = []
    for (const mirror of settings.mirrors)
      codes.push(
        await syncOne(mirror, settings, {
          fetch: mirror.fetch && args.flags['no-fetch'] === undefined,
          fromStart: args.flags['from-start'] !== undefined,
          json: args.json,
        }),
      )
    if (codes.every(code => code === 0)) return 0
    return codes.every(code => code === 2) ? 2 : 1
  },
}

type How = { readonly fetch: boolean; readonly fromStart: boolean; readonly json: boolean }

/** Fetches one mirror and ingests it; a fetch that fails is told, and what is there goes in all the same. */
async function syncOne(mirror: Mirror, settings: Settings, how: How): Promise<ExitCode> {
  let failures: readonly string[] = []
  let cloned: readonly string[] = []
  if (how.fetch && existsSync(mirror.path)) {
    const progress = openProgress(`Fetching ${mirror.path}`, how.json)
    const fetched = await fetchMirror(mirror.path).finally(() => progress.end())
    failures = fetched.failures
    cloned = fetched.cloned
    for (const dir of cloned) warn(`${dir}: a new epoch of its list, cloned`)
    for (const line of failures) warn(line)
  }
  const summary = await ingestAll({
    paths: [mirror.path],
    settings,
    list: mirror.list,
    fromStart: how.fromStart,
    quiet: how.json,
  })
  if (how.json) writeJson({ source: mirror.path, fetchFailures: failures, epochsCloned: cloned, ...summary })
  else process.stdout.write(`${mirror.path}: `)
  const code = how.json ? codeOf(summary) : (reportIngest(summary, false) as ExitCode)
  return code === 0 && failures.length > 0 ? 1 : code
}

const codeOf = (summary: { unreadable: readonly unknown[]; sourcesRead: number }): ExitCode =>
  summary.unreadable.length === 0 ? 0 : summary.sourcesRead > 0 ? 1 : 2
