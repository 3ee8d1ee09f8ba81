import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStore } from '../../prisma/store/index.ts'
import { bring, interruptionBatches } from './interruption.ts'

const script = join(import.meta.dirname, 'save-until-killed.ts')

/** Saves in a process of its own and kills it (signal 9) when it has said `afterBatch`; returns the batches it told. */
function saveAndKill(dataDir: string, afterBatch: number): Promise<number> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] })
    let told = 0
    child.stdout.on('data', (bytes: Buffer) => {
      told += bytes.toString().split('\n').length - 1
      if (told >= afterBatch) child.kill('SIGKILL')
    })
    child.on('error', fail)
    child.on('exit', () => done(told))
  })
}

describe('a save that was killed', () => {
  const dirs: string[] = []
  const place = () => {
    const dir = mkdtempSync(join(tmpdir(), 'acknak-kill-'))
    dirs.push(dir)
    return dir
  }
  let undisturbed: ReadonlyMap<string, string>
  beforeEach(async () => {
    const store = await openStore({ dataDir: place() })
    for (const specs of interruptionBatches(0)) await bring(store, specs)
    undisturbed = await store.tableDigests()
    expect((await store.counts()).messages).toBe(1_200)
    await store.close()
  })
  afterEach(() => {
    for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true, force: true })
  })

  it('ends, after the same mail was brought again, in the same archive as an undisturbed one', async () => {
    const dataDir = place()
    for (const afterBatch of [2, 4]) expect(await saveAndKill(dataDir, afterBatch)).toBeGreaterThanOrEqual(afterBatch)
    const store = await openStore({ dataDir })
    expect((await store.counts()).messages).toBeLessThan(1_200)
    // Other borders between batches than before: what ingest does when it leaves out what it knows.
    for (const specs of interruptionBatches(23)) await bring(store, specs)
    expect([...(await store.tableDigests())]).toEqual([...undisturbed])
    await store.close()
  }, 120_000)
})
