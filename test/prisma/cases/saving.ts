import { expect, it } from 'vitest'
import { batchOf, mail, skeletonOf } from '../mails.ts'
import { ack, lists, orphan, patch, quarantined } from './base.ts'
import type { Case } from './base.ts'

/** What saving promises: all or nothing, the same mail twice, raw bytes, the digest. */
export function savingCases(at: Case): void {
  it('the same mail twice changes nothing', async () => {
    const batch = batchOf([patch, ack])
    expect(await at.save(batch)).toEqual({ added: 2, unchanged: 0, quarantined: 0 })
    const before = await at.store.digest()
    expect(await at.save(batch)).toEqual({ added: 0, unchanged: 2, quarantined: 0 })
    expect(await at.store.digest()).toBe(before)
  })

  it('one mail twice in one batch is stored once', async () => {
    expect(await at.save(batchOf([patch, patch]))).toEqual({ added: 1, unchanged: 1, quarantined: 0 })
  })

  it('two mails of one Message-ID with other content are both kept, the first seen stays primary', async () => {
    await at.bring(
      [{ ...patch, text: 'first words\n' }],
      [{ ...patch, text: 'other words\n' }],
      [{ ...patch, text: 'third words\n' }],
    )
    const row = await at.store.reader.message(patch.id)
    expect(row?.text).toBe('first words\n')
    expect(row?.variants).toBe(2)
    expect((await at.store.counts()).messages).toBe(3)
    expect((await at.store.counts()).threads).toBe(1)
  })

  it('the same bytes by the same list are known, by another list or never seen they are not', async () => {
    await at.bring([patch])
    const hash = mail(patch).parsed.rawHash
    expect(await at.store.writer.known('linux-mm', [hash, 'ffff'])).toEqual(new Set([hash]))
    expect(await at.store.writer.known('linux-fsdevel', [hash])).toEqual(new Set())
    expect(await at.store.writer.known(null, [hash])).toEqual(new Set([hash]))
  })

  it('a batch is all or nothing', async () => {
    await at.bring([patch])
    const before = await at.store.digest()
    const lost = batchOf([ack], { held: [skeletonOf(mail({ id: 'nowhere@example.org' }))] })
    await expect(at.save(lost)).rejects.toThrow('nowhere@example.org, which is not stored')
    expect(await at.store.digest()).toBe(before)
    expect(await at.store.reader.message(ack.id)).toBeNull()
  })

  it('a list nobody made is a bug', async () => {
    await expect(at.save(batchOf([{ ...patch, list: 'unheard-of' }]))).rejects.toThrow('list unheard-of')
  })

  it('raw out is raw in, byte for byte', async () => {
    const bytes = `From: odd\r\n\r\n\0 \u00ff ${'long '.repeat(5_000)}`
    await at.bring([{ ...patch, bytes }])
    expect(await at.store.reader.raw(patch.id)).toEqual(mail({ ...patch, bytes }).raw.bytes)
    expect(await at.store.reader.raw('unknown@example.org')).toBeNull()
  })

  it('what is no mail is kept once with its reason', async () => {
    const odd = quarantined('<html>not mail</html>')
    const batch = { ...batchOf([]), quarantined: [odd, odd] }
    expect(await at.save(batch)).toEqual({ added: 0, unchanged: 0, quarantined: 2 })
    await at.save(batch)
    expect((await at.store.counts()).quarantined).toBe(1)
  })

  it('the digest depends on what the archive says and not on how mail fell into batches', async () => {
    const mails = [
      patch,
      ack,
      orphan,
      { id: 'ghost@example.org', subject: 'an older mail' },
      { ...patch, text: 'another content\n' },
    ]
    const other = await at.place()
    const second = await other.open()
    try {
      for (const list of lists) await second.writer.ensureList(list)
      await at.bring(mails)
      const first = at.store
      at.store = second
      await at.bring([mails[0]!], [mails[1]!, mails[2]!], [mails[3]!], [mails[4]!])
      at.store = first
      expect([...(await second.tableDigests())]).toEqual([...(await first.tableDigests())])
      expect(await second.digest()).toBe(await first.digest())
      at.store = second
      await at.bring([{ id: 'one.more@example.org' }])
      at.store = first
      expect(await second.digest()).not.toBe(await first.digest())
    } finally {
      await second.close()
      await other.clean()
    }
  })

  it('what was saved is there when the archive is opened again', async () => {
    await at.bring([patch, ack])
    const before = await at.store.digest()
    await at.store.close()
    at.store = await at.here.open()
    expect(await at.store.digest()).toBe(before)
    expect((await at.store.reader.message(ack.id))?.text).toBe(ack.text)
  })
}
