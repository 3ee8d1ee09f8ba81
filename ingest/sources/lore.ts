import { download } from './lib/http.ts'
import { probeHead } from './lib/probe.ts'
import { openMbox } from './mbox.ts'
import { SourceError } from './types.ts'
import type { Source } from './types.ts'

/** Names under which lore shows every list; they are none themselves. */
const notLists: ReadonlySet<string> = new Set(['all', 'r'])

const says =
  'is no address of a thread: give the page of a message (https://lore.kernel.org/linux-mm/MESSAGE-ID/) or its t.mbox.gz'

/** The mbox behind an address of public-inbox, and the list it names: any page of a message stands for its thread. */
export const threadUrl = (url: URL): { readonly mbox: URL; readonly list: string | null } | null => {
  const steps = url.pathname.split('/')
  const at = steps.findIndex(step => /@|%40/i.test(step))
  const mbox = new URL(url.origin)
  const list = (name: string | undefined) => (name === undefined || name === '' || notLists.has(name) ? null : name)
  if (at > 0) {
    mbox.pathname = [...steps.slice(0, at + 1), 't.mbox.gz'].join('/')
    return { mbox, list: list(steps[at - 1]) }
  }
  if (!/\.mbox(?:\.gz)?$/i.test(url.pathname)) return null
  mbox.pathname = url.pathname
  return { mbox, list: list(/\/t\.mbox\.gz$/.test(url.pathname) ? steps[steps.length - 3] : steps[steps.length - 1]) }
}

/** A thread of a public-inbox server (lore): its mboxrd, fetched whole into memory, at most 64 MiB. */
export const source: Source = {
  name: 'lore',
  accepts: ({ url }) => (url === undefined ? 0 : 3),
  open: async (probe, options) => {
    const thread = probe.url === undefined ? null : threadUrl(probe.url)
    if (thread === null) throw new SourceError(probe.path, says)
    const got = await download(thread.mbox, thread.mbox.hostname === '127.0.0.1' ? 0 : undefined)
    if (got.kind === 'absent') throw new SourceError(probe.path, 'the server has no such thread: check the address')
    if (got.kind !== 'bytes') throw new SourceError(probe.path, got.says)
    const { bytes } = got
    async function* input(): AsyncGenerator<Uint8Array> {
      yield bytes
    }
    const fetched = probeHead({
      path: probe.path,
      fileName: thread.list ?? thread.mbox.host,
      sizeBytes: bytes.length,
      bytes,
      input,
    })
    if (/^\s*</.test(fetched.head.toString('latin1', 0, 64)))
      throw new SourceError(probe.path, 'the server answered with a page, no mailbox: open it in a browser')
    // public-inbox writes mboxrd, whatever the files on this machine are.
    return openMbox(fetched, { ...options, mbox: 'rd' })
  },
}
