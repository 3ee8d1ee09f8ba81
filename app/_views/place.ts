import type { ArchiveReader, MessageId, MessageRow } from '../../model/index.ts'
import type { PathReading, Suffix } from './urls.ts'

/** What stands at an address below a list. */
export type Place =
  | { readonly kind: 'mail'; readonly row: MessageRow; readonly suffix: Suffix | null }
  | { readonly kind: 'ghost'; readonly id: MessageId; readonly rootId: MessageId; readonly suffix: Suffix | null }
  | { readonly kind: 'missing'; readonly id: MessageId }

/** Finds the first reading that is stored, as mail or else as ghost. */
export async function findPlace(reader: ArchiveReader, readings: readonly PathReading[]): Promise<Place> {
  for (const { id, suffix } of readings) {
    const row = await reader.message(id)
    if (row !== null) return { kind: 'mail', row, suffix }
  }
  const roots = await reader.rootsOf(readings.map(r => r.id))
  for (const { id, suffix } of readings) {
    const rootId = roots.get(id)
    if (rootId !== undefined) return { kind: 'ghost', id, rootId, suffix }
  }
  return { kind: 'missing', id: (readings.at(-1) ?? { id: '' }).id }
}

/** The list a message is best read in: the one asked for if it is there, else the most specific (never LKML first). */
export function homeList(lists: readonly string[], asked: string | null): string {
  if (asked !== null && lists.includes(asked)) return asked
  return lists.find(l => l !== 'linux-kernel' && l !== 'lkml') ?? lists[0] ?? 'all'
}
