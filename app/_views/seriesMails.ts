import type { ArchiveReader, MessageId, MessageRow, RangePatch } from '../../model/index.ts'
import { patchMailOf } from '../../text/patch/index.ts'
import { rangePatchesOf } from '../../text/range-diff/index.ts'
import { clipLine, subjectCharsMax } from './bounds.ts'
import { damageSays } from './seriesCompare.ts'
import type { SlotView } from './seriesCompare.ts'
import type { Slot } from './seriesSlots.ts'
import { messageHref } from './urls.ts'

/** Mails of a series' page that are read, and read at a time. */
const mailsMax = 1_000
const mailsPerRead = 100

/** Rows of many mails by id; ids that are no held mail are left out. `unread`: mails beyond the bound. */
export async function readRows(
  reader: ArchiveReader,
  ids: readonly MessageId[],
): Promise<{ readonly rows: ReadonlyMap<MessageId, MessageRow>; readonly unread: number }> {
  const distinct = [...new Set(ids)]
  const asked = distinct.slice(0, mailsMax)
  const rows = new Map<MessageId, MessageRow>()
  for (let from = 0; from < asked.length; from += mailsPerRead)
    for (const row of await reader.messages(asked.slice(from, from + mailsPerRead)))
      rows.set(row.skeleton.messageId, row)
  return { rows, unread: distinct.length - asked.length }
}

/** A patch of a revision as it is compared, with its name. `id`: the same only for the same patch of the same mail. */
export type ComparedPatch = { readonly id: string; readonly range: RangePatch; readonly slot: SlotView }

/** The patches of a revision in order, and what keeps others from being compared. */
export function comparedPatches(
  slots: readonly Slot[],
  rows: ReadonlyMap<MessageId, MessageRow>,
  list: string,
): { readonly patches: readonly ComparedPatch[]; readonly incomplete: readonly string[] } {
  const incomplete: string[] = []
  const patches = slots.flatMap((slot): readonly ComparedPatch[] => {
    const at = `${slot.part}/${slot.total}`
    const label = `v${slot.version} ${at}`
    const row = slot.messageId === null ? undefined : rows.get(slot.messageId)
    if (row === undefined) {
      incomplete.push(`${label} is not in the archive`)
      return []
    }
    const found = rangePatchesOf(patchMailOf(row.skeleton, row))
    if (found.length === 0) incomplete.push(`${label} holds no diff`)
    const href = messageHref(list, row.skeleton.messageId)
    return found.map(range => ({
      id: `${row.skeleton.contentHash} ${range.patch.pos}`,
      range,
      slot: {
        at,
        label,
        title: clipLine(range.patch.title || slot.title, subjectCharsMax),
        href,
        damage: range.patch.damage.map(d => damageSays[d]),
      },
    }))
  })
  return { patches, incomplete }
}
