import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'

/** Nursery at which it stops growing: two halves of 8 MB. */
const nurseryBytes = 16 * 1024 * 1024
let isBound = false

/**
 * Stops the heap's nursery from growing once it is large enough. On a large machine V8 lets it grow on (by 90 MB in the
 * bench), which ingest, whose mails die young at any size, pays for in peak memory and gains nothing by. Call it now and
 * then, in commands that write and end.
 */
export const boundNursery = (): void => {
  if (isBound) return
  const nursery = getHeapSpaceStatistics().find(space => space.space_name === 'new_space')
  if ((nursery?.space_size ?? 0) < nurseryBytes) return
  setFlagsFromString('--semi-space-growth-factor=1')
  isBound = true
}
