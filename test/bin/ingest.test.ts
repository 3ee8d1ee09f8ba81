import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStore } from '../../prisma/store/index.ts'
import { acknak, mboxOf, sample, scratch } from './command.ts'

let place: ReturnType<typeof scratch>
beforeEach(() => void (place = scratch()))
afterEach(() => place.clean())

const digestOf = async (dataDir: string) => {
  const store = await openStore({ dataDir })
  return store.digest().finally(() => store.close())
}

describe('acknak ingest', () => {
  it('adds nothing when the same mail comes again', async () => {
    const first = await acknak(['ingest', sample, '--data', place.dir, '--json'])
    expect(first.err).toBe('')
    expect(first.code).toBe(0)
    const one = JSON.parse(first.out)
    expect(one.added + one.unchanged + one.quarantined).toBe(one.messages)
    expect(one.added).toBeGreaterThanOrEqual(60)
    const digest = await digestOf(place.dir)

    const two = JSON.parse((await acknak(['ingest', sample, '--data', place.dir, '--json'])).out)
    expect(two).toMatchObject({ added: 0, messages: one.messages, threads: one.threads, ghosts: one.ghosts })
    expect(two.unchanged + two.quarantined).toBe(one.messages)
    expect(await digestOf(place.dir)).toBe(digest)
  })

  it('ends in the same state whether or not it was killed in the middle', async () => {
    const mbox = join(place.dir, 'kill.mbox')
    const [undisturbed, killed] = [join(place.dir, 'undisturbed'), join(place.dir, 'killed')]
    writeFileSync(mbox, mboxOf(6000))
    const whole = JSON.parse((await acknak(['ingest', mbox, '--data', undisturbed, '--json'])).out)
    expect(whole.added).toBe(6000)

    // Killed once part of it is stored: seen by reading the store while the other process writes.
    const victim = await acknak(['ingest', mbox, '--data', killed, '--json'], {
      meanwhile: child => {
        const look = setInterval(() => {
          void openStore({ dataDir: killed })
            .then(store => store.counts().finally(() => store.close()))
            .then(counts => {
              if (counts.messages > 0) child.kill('SIGKILL')
            })
            .catch(() => {})
        }, 20)
        child.on('exit', () => clearInterval(look))
      },
    })
    expect(victim.signal).toBe('SIGKILL')
    const rest = JSON.parse((await acknak(['ingest', mbox, '--data', killed, '--json'])).out)
    expect(rest.added).toBeLessThan(6000)
    expect(rest.added + rest.unchanged).toBe(6000)
    expect(await digestOf(killed)).toBe(await digestOf(undisturbed))
  }, 120_000)

  it('says in one line what each unreadable source is, and takes the rest in', async () => {
    const at = (name: string, bytes: string | Uint8Array) => {
      writeFileSync(join(place.dir, name), bytes)
      return join(place.dir, name)
    }
    const bad = [
      place.dir,
      at('page.mbox', '<!DOCTYPE html>\n<html><body>502 Bad Gateway</body></html>\n'),
      at('empty.mbox', ''),
      join(place.dir, 'absent.mbox'),
    ]
    const good = at('good.mbox', mboxOf(10))
    const data = join(place.dir, 'data')
    const ran = await acknak(['ingest', ...bad, good, '--data', data, '--json'])
    const summary = JSON.parse(ran.out)
    expect(ran.code).toBe(1)
    expect(summary.added).toBe(10)
    expect(summary.unreadable).toHaveLength(bad.length)
    const lines = ran.err.trim().split('\n')
    expect(lines).toHaveLength(bad.length)
    for (const [index, path] of bad.entries()) expect(lines[index]).toContain(path)

    const none = await acknak(['ingest', ...bad, '--data', join(place.dir, 'none'), '--json'])
    expect(none.code).toBe(2)
  })

  it('keeps what a truncated gz held before its end, and says so', async () => {
    const whole = gzipSync(mboxOf(2000))
    const path = join(place.dir, 'cut.mbox.gz')
    writeFileSync(path, whole.subarray(0, Math.floor(whole.length / 2)))
    const ran = await acknak(['ingest', path, '--data', join(place.dir, 'data'), '--json'])
    const summary = JSON.parse(ran.out)
    expect(ran.code).toBe(1)
    expect(summary.added).toBeGreaterThan(500)
    expect(ran.err).toMatch(/truncated|cut short|ends/)
  })
})

describe('wrong usage', () => {
  it.each([
    [['serch', 'x'], 2, "did you mean 'search'"],
    [['ingest'], 2, 'name at least one source'],
    [['ingest', '--lst', 'x', 'y'], 2, 'did you mean --list'],
    [['sim', 'run', 'oom-reeper'], 2, "did you mean 'oom-reaper'"],
    [['sim', 'run', 'oom-reaper', '--variant', 'befor'], 2, 'before'],
    [['sim', 'run', 'oom-reaper', '--set', 'holdMS=1'], 2, 'holdMs'],
    [['gfp', 'explain', '__GFP_NOFAL'], 2, '__GFP_NOFAIL'],
    [['gfp', 'explain', '__GFP_NOFAIL', '--kernel', 'banana'], 2, 'v6.12'],
  ])('%j names what is valid', async (args, code, says) => {
    const ran = await acknak(args)
    expect(ran.err.trim().split('\n')).toHaveLength(1)
    expect(ran.err).toContain(says)
    expect(ran.out).toBe('')
    expect(ran.code).toBe(code)
  })
})
