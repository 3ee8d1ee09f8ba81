import { mkdirSync } from 'node:fs'
import { openSearch } from '../search/index.ts'
import { openArchive } from './archive.ts'
import { buildIfStale } from './build.ts'
import { stopAll, stopOnSignals, stopWithUs } from './children.ts'
import { startMeili } from './meili.ts'
import { warn } from './output.ts'
import type { Settings } from './settings.ts'
import { openSite, takePort } from './site.ts'
import type { SitePlace } from './site.ts'

/** How to serve: which archive, where, from source or from the build. */
export type ServeOptions = {
  readonly settings: Settings
  readonly place: SitePlace
  readonly dev: boolean
  /** Runs after the port is ours and before the site opens: `npm start` ingests here. */
  readonly before?: () => Promise<void>
}

/** Serves the site until a signal stops it. Everything it started stops with it. */
export async function serveArchive({ settings, place, dev, before }: ServeOptions): Promise<void> {
  stopOnSignals()
  try {
    const port = await takePort(place)
    mkdirSync(settings.dataDir, { recursive: true })
    if (!dev) await buildIfStale()
    await before?.()
    process.env.ACKNAK_DATA = settings.dataDir
    if (settings.databaseUrl) process.env.DATABASE_URL = settings.databaseUrl
    await startSearch(settings)
    port.use(await openSite({ host: place.host, port: port.port }, dev))
    process.stdout.write(`acknak is at ${port.url} (archive: ${settings.dataDir}; Ctrl-C stops it)\n`)
    await new Promise(() => {})
  } catch (error) {
    await stopAll()
    throw error
  }
}

/** Starts or finds the search server and lets it catch up in the background; without one, says what answers instead. */
async function startSearch(settings: Settings): Promise<void> {
  const meili = await startMeili({ dataDir: settings.dataDir, url: settings.meiliUrl, key: settings.meiliKey })
  if ('missing' in meili) {
    warn(`search: the database's own full text answers (${meili.missing})`)
    return
  }
  stopWithUs('search server', meili.stop)
  process.env.ACKNAK_MEILI_URL = meili.url
  process.env.ACKNAK_MEILI_KEY = meili.key
  const store = await openArchive(settings)
  stopWithUs('database', () => store.close())
  const search = await openSearch({ store, meili: { url: meili.url, key: meili.key } })
  stopWithUs('indexing', () => search.stop())
  search.startIndexing()
}
