import { readHead } from '../parse/head.ts'
import { openSingle } from './lib/single.ts'
import { slugOfFile, slugOfListId } from './lib/slug.ts'
import { mailBytesMax as bytesMax, mailOf } from './lib/whole.ts'
import type { Source } from './types.ts'

/** One mail in a file of its own, as it came. */
export const source: Source = {
  name: 'eml',
  accepts: probe => {
    if (probe.entries !== undefined || probe.url !== undefined) return 0
    const head = readHead(probe.head)
    if (!head.isMail || head.bodyStart === 0) return 0
    // Headers must open the file and be more than one line that happens to hold a colon.
    const named = ['message-id', 'from', 'date', 'received', 'subject'].filter(name => head.fields.has(name)).length
    if (/\.eml(?:\.gz)?$/i.test(probe.fileName)) return 3
    return named >= 3 && head.problems.length === 0 ? 1 : 0
  },
  open: (probe, options) => {
    const listId = /<([^<>\s]{1,200})>/.exec(readHead(probe.head).fields.get('list-id')?.[0] ?? '')?.[1]
    return openSingle(probe, options, {
      bytesMax,
      list: listId === undefined ? slugOfFile(probe.fileName) : slugOfListId(listId),
      record: mailOf,
    })
  },
}
