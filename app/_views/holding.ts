import type { ArchiveReader } from '../../model/index.ts'

/** What an archive holds as a whole: no mail, nothing but the invented sample, or mail that people wrote. */
export type Holding = 'nothing' | 'sample' | 'mail'

export async function holdingOf(reader: ArchiveReader): Promise<Holding> {
  const lists = (await reader.lists()).filter(l => l.messages > 0)
  if (lists.length === 0) return 'nothing'
  return lists.every(l => l.isSample) ? 'sample' : 'mail'
}
