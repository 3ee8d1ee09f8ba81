// Saves the mails of the interruption test batch by batch and says so after each; killed by that test in the middle.
// node save-until-killed.ts DATADIR [BATCHES]
import { openStore } from '../../prisma/store/index.ts'
import { interruptionBatches, bring } from './interruption.ts'

const [dataDir = '', batches = '1000'] = process.argv.slice(2)
const store = await openStore({ dataDir })
for (const [n, specs] of interruptionBatches(0).slice(0, Number(batches)).entries()) {
  await bring(store, specs)
  process.stdout.write(`batch ${n}\n`)
}
await store.close()
