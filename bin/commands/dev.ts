import type { Command } from '../args.ts'
import { archiveToRead } from '../archive.ts'
import { serveArchive } from '../serve.ts'
import { readSettings } from '../settings.ts'
import { placeOf, serveFlags } from './serve.ts'

export const dev: Command = {
  name: 'dev',
  says: 'serves the site from source, rebuilding what changes',
  takes: '',
  flags: serveFlags,
  examples: ['dev', 'dev --port 3001'],
  run: async args => {
    await serveArchive({
      settings: archiveToRead(readSettings({ data: args.flags.data })),
      place: placeOf(args),
      dev: true,
    })
    return 0
  },
}
