import { readFileSync } from 'node:fs'
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'

/** Nursery at which it stops growing: two halves of 8 MB. */
const nurseryBytes = 16 * 1024 * 1024
let isBound = false
let isAlone = false

/**
 * Stops the heap's nursery from growing once it is large enough. On a large machine V8 lets it grow on (by 90 MB in the
 * bench), which ingest, whose mails die young at any size, pays for in peak memory and gains nothing by. It is collected
 * on the thread that fills it: several threads at it cost 3 in 100 more CPU and a tenth more memory. Call it now and then,
 * in commands that write and end.
 */
export const boundNursery = (): void => {
  if (!isAlone) setFlagsFromString('--no-parallel-scavenge')
  isAlone = true
  if (isBound) return
  const nursery = getHeapSpaceStatistics().find(space => space.space_name === 'new_space')
  if ((nursery?.space_size ?? 0) < nurseryBytes) return
  setFlagsFromString('--semi-space-growth-factor=1')
  isBound = true
}

/**
 * The most memory this process ever held, MiB. Linux tells it of this very program (`VmHWM`); what getrusage says is no
 * less than what the program held that started us, since that is counted on through fork and exec.
 */
export const peakRssMiB = (): number => {
  try {
    const told = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
    if (told !== undefined) return Math.ceil(Number(told) / 1024)
  } catch {
    // No such file outside Linux.
  }
  return Math.ceil(process.resourceUsage().maxRSS / 1024)
}
