// Starts a search server, says its process id, and waits to be killed: the server has to go with it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startMeili } from '../../bin/meili.ts'

const [dataDir = ''] = process.argv.slice(2)
const meili = await startMeili({ dataDir })
if ('missing' in meili) throw new Error(meili.missing)
process.stdout.write(
  `${(JSON.parse(readFileSync(join(dataDir, 'meilisearch', 'running.json'), 'utf8')) as { pid: number }).pid}\n`,
)
setInterval(() => undefined, 1_000)
