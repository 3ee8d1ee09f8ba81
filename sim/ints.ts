/** Integer quotient, rounded towards zero as C does. The only division in this room. */
// eslint-disable-next-line no-restricted-syntax
export const div = (a: number, b: number): number => Math.trunc(a / b)

/** Largest integer whose square is not above n (the kernel's int_sqrt). */
export const isqrt = (n: number): number => {
  let low = 0
  let high = 67_108_864
  while (low < high) {
    const middle = div(low + high + 1, 2)
    if (middle * middle <= n) low = middle
    else high = middle - 1
  }
  return low
}

/** n held between two bounds, both included. */
export const clamp = (n: number, low: number, high: number): number => Math.max(low, Math.min(high, n))

/** Quotient rounded up, for non-negative a. */
export const divUp = (a: number, b: number): number => div(a + b - 1, b)

/** A broken rule of the model itself: stops the run, is never shown as an outcome. */
export const bug = (says: string): never => {
  throw new Error(`sim: ${says}`)
}
