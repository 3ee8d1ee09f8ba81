import { openSearch } from '../../search/index.ts'
import { archiveToRead, openArchive } from '../archive.ts'
import type { Command } from '../args.ts'
import { intFlag } from '../args.ts'
import { UserError } from '../errors.ts'
import { bold, plural, printable, warn, writeJson, writeLines } from '../output.ts'
import { readSettings } from '../settings.ts'

const limitMax = 1000

export const search: Command = {
  name: 'search',
  says: "searches the archive with the site's grammar",
  takes: 'QUERY',
  flags: {
    limit: { value: 'N', says: `at most N hits, 1 to ${limitMax} (default 20)` },
    data: { value: 'DIR', says: 'data folder (default .acknak)' },
  },
  examples: ['search gfp:__GFP_NOFAIL', "search 'mech:oom-reaper mmap_sem'", 'search "s:reaper -f:bot" --json'],
  run: async args => {
    const text = args.words.join(' ')
    if (!text.trim()) throw new UserError('acknak search: what for? for instance `acknak search gfp:__GFP_NOFAIL`')
    const limit = intFlag(args, 'limit', { min: 1, max: limitMax, fallback: 20 })
    const settings = archiveToRead(readSettings({ data: args.flags.data }))
    const store = await openArchive(settings)
    try {
      const meili = settings.meiliUrl ? { url: settings.meiliUrl, key: settings.meiliKey ?? '' } : undefined
      const engine = await openSearch({ store, ...(meili ? { meili } : {}) })
      const answer = await engine.answer(text, { limit, offset: 0 })
      await engine.stop()
      if ('refused' in answer) throw new UserError(`${answer.refused}; ${answer.hint}`)
      if (args.json) {
        writeJson(answer)
        return 0
      }
      for (const note of answer.notes) warn(note)
      if (answer.total === 0) warn('nothing found: fewer words find more; `gfp:` and `mech:` take one name each')
      writeLines([
        `${plural(answer.total, 'message')}, ${answer.engine} answered`,
        ...answer.hits.flatMap(hit => [
          '',
          bold(printable(hit.subject)),
          `  ${printable(hit.author.name || hit.author.address)}  <${printable(hit.messageId)}>  ${hit.list}`,
          `  ${printable(hit.excerpt)}`,
        ]),
      ])
      return 0
    } finally {
      await store.close()
    }
  },
}
