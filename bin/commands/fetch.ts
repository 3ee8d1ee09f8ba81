import { join } from 'node:path'
import { debates } from '../../argue/index.ts'
import type { Command } from '../args.ts'
import { UserError } from '../errors.ts'
import { ingestAll, reportIngest } from '../ingest.ts'
import { fetchThreads } from '../lore.ts'
import { warn } from '../output.ts'
import { openProgress } from '../progress.ts'
import { readSettings } from '../settings.ts'

export const fetch: Command = {
  name: 'fetch',
  says: 'gets whole threads from lore.kernel.org by Message-ID and ingests them',
  takes: 'debates | MESSAGE-ID...',
  flags: { data: { value: 'DIR', says: 'data folder (default .acknak)' } },
  examples: ['fetch debates', 'fetch 20190820081902.24815-1-daniel.vetter@ffwll.ch'],
  run: async args => {
    if (args.words.length === 0) throw new UserError('acknak fetch: say `fetch debates`, or name Message-IDs')
    const settings = readSettings({ data: args.flags.data })
    const ids = [
      ...new Set(
        args.words.flatMap(word => (word === 'debates' ? debates.flatMap(d => d.roots) : [word.replace(/^<|>$/g, '')])),
      ),
    ]
    const wrong = ids.find(id => !/^[^\s<>@]+@[^\s<>@]+$/.test(id))
    if (wrong !== undefined)
      throw new UserError(
        `'${wrong}' is no Message-ID: say \`fetch debates\`, or an id such as 20160204145357.GE14425@dhcp22.suse.cz`,
      )
    const progress = openProgress('Fetching', args.json)
    const { files, absent } = await fetchThreads(settings.loreUrl, ids, join(settings.dataDir, 'fetched'), (done, id) =>
      progress.update(done, ids.length, id),
    ).finally(() => progress.end())
    for (const id of absent) warn(`${id}: lore has no such message`)
    if (files.length === 0) throw new UserError('nothing was fetched')
    const summary = await ingestAll({ paths: files, settings, quiet: args.json })
    return reportIngest(summary, args.json)
  },
}
