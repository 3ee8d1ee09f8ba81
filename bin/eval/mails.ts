import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { openSource, parseMessage } from '../../ingest/index.ts'
import type { ParsedMessage } from '../../model/index.ts'
import { UserError } from '../errors.ts'

/** Files looked at below a folder of mail. */
const filesMax = 10_000

/** Mailboxes below a folder, small ones first, so that what is labelled is found before the big ones are opened. */
const mailboxesIn = (path: string): string[] => {
  const found: { path: string; size: number }[] = []
  const walk = (dir: string) => {
    for (const entry of readdirSync(dir, { withFileTypes: true })) {
      const at = join(dir, entry.name)
      if (found.length >= filesMax) return
      if (entry.isDirectory()) {
        if (entry.name !== 'fixtures' && !entry.name.endsWith('.git')) walk(at)
      } else if (/\.mbox(?:\.gz)?$/.test(entry.name)) found.push({ path: at, size: statSync(at).size })
    }
  }
  walk(path)
  return found.sort((a, b) => a.size - b.size || (a.path < b.path ? -1 : 1)).map(f => f.path)
}

/** Where mails are looked for when nobody says: `corpus` beside the folder that holds the labelled threads. */
export const mailsBeside = (gold: string): string => {
  const path = resolve(gold)
  const folder = existsSync(path) && statSync(path).isFile() ? dirname(path) : path
  return join(folder, '..', '..', 'corpus')
}

/** Mails by Message-ID, in order of reading; several where one id came with different texts. */
export type Mails = ReadonlyMap<string, readonly ParsedMessage[]>

/**
 * Reads mailboxes (or folders of them, found below) until every wanted message is there; a file is read to its end, since
 * the mails around a labelled one are part of it.
 */
export const readMails = async (
  paths: readonly string[],
  wanted: readonly { readonly messageId: string; readonly textSha256: string }[],
): Promise<Mails> => {
  const open = new Set(wanted.map(w => `${w.textSha256} ${w.messageId}`))
  const mails = new Map<string, ParsedMessage[]>()
  for (const path of paths) {
    if (!existsSync(path)) throw new UserError(`${path}: no mail there; say where it is with --mail PATH`)
    const isFolder = statSync(path).isDirectory()
    const files = isFolder ? mailboxesIn(path) : [path]
    if (files.length === 0)
      throw new UserError(`${path}: no mailboxes (*.mbox, *.mbox.gz) in it; give one with --mail PATH`)
    for (const file of files) {
      if (open.size === 0) return mails
      const source = await openSource(file, { list: basename(file) })
      for await (const chunk of source.read())
        for (const item of chunk) {
          if (item.kind !== 'mail' || item.removed !== undefined) continue
          const parsed = await parseMessage(item)
          if ('kind' in parsed) continue
          const id = parsed.headers.messageId
          const known = mails.get(id) ?? []
          if (known.some(m => m.textHash === parsed.textHash)) continue
          mails.set(id, [...known, parsed])
          open.delete(`${parsed.textHash} ${id}`)
        }
    }
  }
  return mails
}
