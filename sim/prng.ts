import { div } from './ints.ts'

/** Dice are drawn while a scenario sets its machine up and never after (simulator.md 5). State: one 32-bit integer. */
export type Dice = { state: number }

/** Dice of a seed; neighbouring seeds give unrelated streams. */
export const diceOf = (seed: number): Dice => ({ state: (Math.imul(seed | 0, 0x9e3779b9) ^ 0x5bd1e995) | 0 })

/** Next 32 bits (splitmix32), as an unsigned integer. */
export const roll = (dice: Dice): number => {
  dice.state = (dice.state + 0x9e3779b9) | 0
  let z = dice.state
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
  return (z ^ (z >>> 15)) >>> 0
}

/** An integer in 0..bound-1; the bias is below bound / 2^32. */
export const below = (dice: Dice, bound: number): number => div(roll(dice) * bound, 4_294_967_296)
