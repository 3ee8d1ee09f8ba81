// Saves the mails of the interruption test batch by batch and says so after each; killed by that test in the middle.
import { openStore } from '../../prisma/store/index.ts'
import { interruptionBatches, bring } from './interruption.ts'

const [dataDir = ''] = process.argv.slice(2)
const store = await openStore({ dataDir })
for (const [n, specs] of interruptionBatches(0).entries()) {
  await bring(store, specs)
  process.stdout.write(`batch ${n}\n`)
}
await store.close()
