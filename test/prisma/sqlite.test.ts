import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '../../prisma/store/index.ts'
import { storeSuite } from './store.case.ts'

storeSuite('SQLite', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'acknak-store-'))
  return {
    open: () => openStore({ dataDir }),
    clean: async () => rmSync(dataDir, { recursive: true, force: true }),
  }
})
