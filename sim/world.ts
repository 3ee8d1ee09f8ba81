import { gfpTables } from '../facts/index.ts'
import type { GfpTable } from '../model/index.ts'
import { bug } from './ints.ts'
import type { Behaviours } from './kernels/behaviours.ts'
import type { Ledger } from './ledger.ts'
import type { Machine } from './machine.ts'

/** The bits of a GFP mask that the mechanisms test, as the kernel at hand numbers them. */
export type GfpBits = {
  /** GFP_KERNEL. */
  readonly kernel: number
  readonly directReclaim: number
  readonly fs: number
  readonly io: number
  readonly high: number
  readonly atomic: number
  readonly noRetry: number
  /** __GFP_REPEAT, later __GFP_RETRY_MAYFAIL. */
  readonly repeat: number
  /** __GFP_NO_KSWAPD of up to 4.3. */
  readonly noKswapd: number
  readonly noFail: number
  readonly noMemalloc: number
  readonly memalloc: number
  readonly thisNode: number
  readonly noLockdep: number
  readonly dma: number
  readonly dma32: number
  readonly highmem: number
  readonly movable: number
}

/** A machine with the kernel that runs it and the ledger that watches it. */
export type World = {
  readonly m: Machine
  readonly k: Behaviours
  readonly gfp: GfpBits
  readonly table: GfpTable
  readonly out: Ledger
}

/** The flag table of a kernel. */
export const tableOf = (k: Behaviours): GfpTable => gfpTables[k.gfpTable] ?? bug(`no GFP table ${k.gfpTable}`)

/** Value of a mask written as `GFP_NOFS|__GFP_NOFAIL` in one table. */
export const maskOf = (table: GfpTable, text: string): number =>
  text.split('|').reduce((mask, name) => mask | (table.flags[name] ?? bug(`${table.kernel} has no ${name}`)).value, 0)

/** Bits of a table by meaning; a bit that the version lacks is 0. */
export const bitsOf = (k: Behaviours, table: GfpTable): GfpBits => {
  const bit = (name: string): number => table.flags[name]?.value ?? 0
  return {
    kernel: bit('GFP_KERNEL'),
    directReclaim: bit(k.blockingBit),
    fs: bit('__GFP_FS'),
    io: bit('__GFP_IO'),
    high: bit('__GFP_HIGH'),
    atomic: bit('__GFP_ATOMIC'),
    noRetry: bit('__GFP_NORETRY'),
    repeat: bit('__GFP_REPEAT') || bit('__GFP_RETRY_MAYFAIL'),
    noKswapd: bit('__GFP_NO_KSWAPD'),
    noFail: bit('__GFP_NOFAIL'),
    noMemalloc: bit('__GFP_NOMEMALLOC'),
    memalloc: bit('__GFP_MEMALLOC'),
    thisNode: bit('__GFP_THISNODE'),
    noLockdep: bit('__GFP_NOLOCKDEP'),
    dma: bit('__GFP_DMA'),
    dma32: bit('__GFP_DMA32'),
    highmem: bit('__GFP_HIGHMEM'),
    movable: bit('__GFP_MOVABLE'),
  }
}
