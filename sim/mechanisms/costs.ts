/**
 * CPU time of a step, microseconds. These are the model's own round figures, not measurements of a kernel: they set
 * the pace and decide no outcome (test/sim varies them). All that a loop can repeat is a multiple of 20, so that a
 * lap falls on jiffies soon.
 */
export const costUs = {
  op: 1,
  fastPath: 1,
  slowPath: 20,
  reclaim: 80,
  mayOom: 20,
  outOfMemory: 20,
  kill: 200,
  fault: 1,
  exit: 20,
  lock: 1,
  reaper: 20,
  /** One bite of unmapping. */
  unmap: 100,
} as const

/** Pages that one bite of unmapping frees at most. */
export const unmapBitePages = 1_024

/**
 * Page tables are handed to RCU in batches of about so many (tlb_remove_table; from memory) and come back after a grace
 * period. What fits one batch is taken as given back at once.
 */
export const tableBatchPages = 509
/** The least that a grace period takes here, jiffies. */
export const gracePeriodJiffies = 2

/** How long a task keeps its CPU while others want it. */
export const sliceUs = 4_000
