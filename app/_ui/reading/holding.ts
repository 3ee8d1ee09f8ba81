import type { Holding } from '../../_views/holding.ts'
import { markup } from '../html.ts'
import type { Safe } from '../html.ts'

const fetchDebates = markup`<code>npx acknak fetch debates</code> brings the real threads of the debates from lore.kernel.org.`

/** One line for an archive that holds none of the debates' mail yet, and what brings it; nothing once there is mail. */
export const firstRun = (holding: Holding): Safe | null =>
  holding === 'mail'
    ? null
    : holding === 'sample'
      ? markup`<p class="note">This archive is the invented sample; ${fetchDebates}</p>`
      : markup`<p class="note">This archive is empty; ${fetchDebates}</p>`

/** What to do with an empty archive. */
export const emptyArchive = markup`<p class="note">The archive is empty. <code>npx acknak ingest FILE.mbox</code> reads your own mail; ${fetchDebates} <code>npm start</code> reads the sample.</p>`
