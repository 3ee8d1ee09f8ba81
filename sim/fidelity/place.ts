import { addProcess } from '../build.ts'
import type { ZoneSetup } from '../build.ts'
import type { Index, Machine, MemoryKind, Zone } from '../machine.ts'
import { upFrom } from '../mechanisms/memcg.ts'
import type { RunZone } from './run-json.ts'

/** Zone types that this model knows, by name. */
const typeOf: Readonly<Record<string, number>> = { DMA: 0, DMA32: 1, Normal: 2 }

/** Zones of a run as the machine orders them: those of the first node last, each node's from low to high. */
export const orderedZones = (zones: readonly RunZone[]): readonly RunZone[] | string => {
  const unknown = zones.find(z => typeOf[z.name] === undefined)
  if (unknown !== undefined) return `zone ${unknown.name}`
  return [...zones].sort((a, b) => b.node - a.node || typeOf[a.name]! - typeOf[b.name]!)
}

export const zoneSetups = (zones: readonly RunZone[]): readonly ZoneSetup[] =>
  zones.map(z => ({ name: z.name, type: typeOf[z.name]!, managedPages: z.managedPages }))

/** Writes the measured marks and the free pages before the scenario; what is not free belongs to the kernel. */
export const measureZones = (m: Machine, zones: readonly RunZone[]): void => {
  for (const [i, z] of m.zones.entries()) {
    const from = zones[i]!
    z.node = from.node
    z.freePages = Math.min(from.freePages, z.managedPages)
    z.kernelPages = z.managedPages - z.freePages
    z.minPages = from.minPages
    z.lowPages = from.lowPages
    z.highPages = from.highPages
    z.reservePages = [0, 1, 2].map(j => from.protection[j] ?? 0)
  }
}

/** Zones that a request may use, the first one tried first, as indices. */
const zonelist = (m: Machine, nodes: number): readonly Index[] =>
  m.zones.map((_, i) => m.zones.length - 1 - i).filter(i => nodes === 0 || (nodes & (1 << m.zones[i]!.node)) !== 0)

const takeFrom = (m: Machine, pages: number, nodes: number, floor: (z: Zone) => number, out: number[]): number => {
  let left = pages
  for (const i of zonelist(m, nodes)) {
    const z = m.zones[i]!
    const take = Math.max(0, Math.min(left, z.freePages - floor(z)))
    z.freePages -= take
    out[i]! += take
    left -= take
  }
  return left
}

/** Takes free pages as the allocator does: down to low, zone by zone, then down to min, then what there is. Null: too many. */
export const takePages = (m: Machine, pages: number, nodes = 0): number[] | null => {
  const out = m.zones.map(() => 0)
  const top = m.zones[m.zones.length - 1]!.type
  const reserve = (z: Zone): number => z.reservePages[top] ?? 0
  let left = takeFrom(m, pages, nodes, z => z.lowPages + reserve(z), out)
  if (left > 0) left = takeFrom(m, left, nodes, z => z.minPages + reserve(z), out)
  if (left > 0) left = takeFrom(m, left, nodes, () => 0, out)
  if (left === 0) return out
  for (const [i, n] of out.entries()) m.zones[i]!.freePages += n
  return null
}

/** Gives the kernel, or takes from it, what is needed for so many pages to be free. */
export const settleFree = (m: Machine, freePages: number): void => {
  const now = m.zones.reduce((sum, z) => sum + z.freePages, 0)
  if (now > freePages) {
    const taken = takePages(m, now - freePages) ?? []
    for (const [i, n] of taken.entries()) m.zones[i]!.kernelPages += n
    return
  }
  let left = freePages - now
  for (const i of zonelist(m, 0)) {
    const z = m.zones[i]!
    const give = Math.min(left, z.kernelPages)
    z.kernelPages -= give
    z.freePages += give
    left -= give
  }
}

export type Newcomer = {
  readonly pid: number
  readonly comm: string
  readonly adj: number
  readonly memcg: Index
  readonly parent: Index
  readonly globalInit?: boolean
}

/** A process with an address space that has no pages yet. */
export const addEmpty = (m: Machine, who: Newcomer): { process: Index; mm: Index; mmapSem: Index } => {
  const added = addProcess(m, {
    pid: who.pid,
    comm: who.comm,
    pages: {},
    oomScoreAdj: who.adj,
    globalInit: who.globalInit ?? false,
    uid: 0,
  })
  const mm = m.mms[added.mm]!
  for (const [i, n] of mm.pages.pageTables.entries()) {
    mm.pages.pageTables[i] = 0
    m.zones[i]!.freePages += n
  }
  mm.totalVmPages = 365
  mm.memcg = who.memcg
  Object.assign(m.processes[added.process]!, { memcg: who.memcg, parent: who.parent })
  return added
}

/** Puts pages into an address space and charges them. False: there are not so many. */
export const fillMm = (m: Machine, mm: Index, kind: MemoryKind, pages: number, nodes = 0): boolean => {
  const taken = takePages(m, pages, nodes)
  if (taken === null) return false
  const space = m.mms[mm]!
  for (const [i, n] of taken.entries()) space.pages[kind][i]! += n
  space.totalVmPages += pages
  for (const i of upFrom(m, space.memcg)) m.memcgs[i]!.usedPages += pages
  return true
}

/** Adds a file in memory with so many pages. Null: there are not so many. */
export const addFile = (m: Machine, name: string, pages: number, memcg: Index): Index | null => {
  const taken = takePages(m, pages)
  if (taken === null) return null
  for (const i of upFrom(m, memcg)) m.memcgs[i]!.usedPages += pages
  return m.files.push({ name, users: 0, pages: taken, memcg }) - 1
}

/** Maps pages of a file. */
export const mapFile = (m: Machine, mm: Index, file: Index, pages: number, shared: boolean): void => {
  m.files[file]!.users++
  m.mms[mm]!.maps.push({ file, pages, shared })
  m.mms[mm]!.totalVmPages += pages
}
