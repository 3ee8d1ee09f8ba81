import type { Index, Mapping, Mm } from '../machine.ts'
import type { World } from '../world.ts'
import { freePages } from './freelist.ts'
import { uncharge } from './memcg.ts'

/** Somebody lets go of a file in memory; the last one takes its pages along. */
export const dropFile = (w: World, index: Index): void => {
  const file = w.m.files[index]!
  file.users--
  if (file.users > 0) return
  for (let zone = 0; zone < file.pages.length; zone++) {
    const pages = file.pages[zone]!
    file.pages[zone] = 0
    freePages(w, zone, pages)
    uncharge(w.m, file.memcg, pages)
    w.out.measures.pagesFreedByExit += pages
  }
}

/** An address space that is torn down unmaps its files. */
export const dropMaps = (w: World, mm: Mm): void => {
  const maps: readonly Mapping[] = mm.maps
  mm.maps = []
  for (const map of maps) dropFile(w, map.file)
}

/** The reaper unmaps private mappings of files: that takes them off the rss and frees nothing. */
export const unmapPrivate = (mm: Mm): void => {
  for (const map of mm.maps) if (!map.shared) map.pages = 0
}
