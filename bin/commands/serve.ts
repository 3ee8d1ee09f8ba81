import type { Args, Command } from '../args.ts'
import { intFlag } from '../args.ts'
import { serveArchive } from '../serve.ts'
import { readSettings } from '../settings.ts'
import { archiveToRead } from '../archive.ts'

/** Flags that `serve`, `dev` and `npm start` share. */
export const serveFlags = {
  port: { value: 'N', says: 'port to listen on (default 3000)' },
  host: { value: 'ADDRESS', says: 'address to listen on (default 127.0.0.1: this machine only)' },
  data: { value: 'DIR', says: 'data folder (default .acknak)' },
} as const

/** Where to serve, from the flags. */
export const placeOf = (args: Args) => ({
  host: args.flags.host ?? '127.0.0.1',
  port: intFlag(args, 'port', { min: 0, max: 65_535, fallback: 3000 }),
})

export const serve: Command = {
  name: 'serve',
  says: 'serves the site and its search server',
  takes: '',
  flags: serveFlags,
  examples: ['serve', 'serve --port 8080', 'serve --data .acknak/sample'],
  run: async args => {
    await serveArchive({
      settings: archiveToRead(readSettings({ data: args.flags.data })),
      place: placeOf(args),
      dev: false,
    })
    return 0
  },
}
