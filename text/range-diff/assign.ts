/*
 * Least-cost assignment, by R. Jonker and A. Volgenant, "A Shortest Augmenting Path Algorithm for Dense and Sparse
 * Linear Assignment Problems", Computing 38 (1987): the algorithm that git uses. Where several assignments cost the
 * same, the order of the steps decides, so it is kept: columns from the last to the first, rows from the first on.
 */

const free = -1
/** Bids a row may need on average; rows still free then are left to the search for paths, which needs none. */
const bidsPerRowMax = 100

class Assignment {
  readonly n: number
  readonly cost: Int32Array
  /** What each column is worth: a row takes the column where cost less price is least. */
  readonly price: Float64Array
  readonly rowOf: Int32Array
  readonly columnOf: Int32Array

  constructor(n: number, cost: Int32Array) {
    this.n = n
    this.cost = cost
    this.price = new Float64Array(n)
    this.rowOf = new Int32Array(n).fill(free)
    this.columnOf = new Int32Array(n).fill(free)
  }

  reduced(column: number, row: number): number {
    return this.cost[row * this.n + column]! - this.price[column]!
  }

  /** Gives each column its cheapest row, as far as rows last; rows that only one column wants lower its price. */
  reduceColumns(): number[] {
    const { n, cost, price, rowOf, columnOf } = this
    const claims = new Int32Array(n)
    for (let column = n - 1; column >= 0; column--) {
      let best = 0
      for (let row = 1; row < n; row++) if (cost[row * n + column]! < cost[best * n + column]!) best = row
      price[column] = cost[best * n + column]!
      claims[best] = claims[best]! + 1
      if (claims[best] === 1) {
        columnOf[best] = column
        rowOf[column] = best
      }
    }
    const unassigned: number[] = []
    for (let row = 0; row < n; row++) {
      if (claims[row] === 0) unassigned.push(row)
      if (claims[row] !== 1) continue
      const own = columnOf[row]!
      let second = Infinity
      for (let column = 0; column < n; column++)
        if (column !== own) second = Math.min(second, this.reduced(column, row))
      price[own] = price[own]! - second
    }
    return unassigned
  }

  /** Lets each free row bid for its best column; who is outbid goes on bidding. */
  bid(rows: readonly number[]): number[] {
    const { n, price, rowOf, columnOf } = this
    const queue = [...rows]
    const left: number[] = []
    for (let at = 0, bids = 0; at < queue.length; bids++) {
      if (bids === bidsPerRowMax * n) return [...left, ...queue.slice(at)]
      const row = queue[at++]!
      let [column, other] = [0, free]
      let [least, second] = [this.reduced(0, row), Infinity]
      for (let c = 1; c < n; c++) {
        const cost = this.reduced(c, row)
        if (cost >= second) continue
        if (least < cost) [second, other] = [cost, c]
        else [second, other, least, column] = [least, column, cost, c]
      }
      if (other === free) [second, other] = [least, column]
      let outbid = rowOf[column]!
      const wins = least < second
      if (wins) price[column] = price[column]! - (second - least)
      else if (outbid !== free) {
        column = other
        outbid = rowOf[column]!
      }
      if (outbid !== free) {
        if (wins) queue[--at] = outbid
        else left.push(outbid)
      }
      columnOf[row] = column
      rowOf[column] = row
    }
    return left
  }

  /** Finds the shortest path from a free row to a free column and swaps along it. */
  augment(start: number): void {
    const { n, price, rowOf, columnOf } = this
    const distance = new Float64Array(n)
    const from = new Int32Array(n).fill(start)
    const order = new Int32Array(n)
    for (let column = 0; column < n; column++) {
      distance[column] = this.reduced(column, start)
      order[column] = column
    }
    // Columns of `order`: [0, done) scanned, [done, near) at the least distance, the rest further off.
    let [done, near, settled, least] = [0, 0, 0, 0]
    const toNear = (k: number) => {
      const column = order[k]!
      order[k] = order[near]!
      order[near++] = column
    }
    const reach = (): number => {
      for (;;) {
        if (done === near) {
          settled = done
          least = distance[order[near++]!]!
          for (let k = near; k < n; k++) {
            const d = distance[order[k]!]!
            if (d > least) continue
            if (d < least) {
              near = done
              least = d
            }
            toNear(k)
          }
          for (let k = done; k < near; k++) if (rowOf[order[k]!] === free) return order[k]!
        }
        const column = order[done++]!
        const row = rowOf[column]!
        const base = this.reduced(column, row) - least
        for (let k = near; k < n; k++) {
          const c = order[k]!
          const d = this.reduced(c, row) - base
          if (d >= distance[c]!) continue
          distance[c] = d
          from[c] = row
          if (d !== least) continue
          if (rowOf[c] === free) return c
          toNear(k)
        }
      }
    }
    let column = reach()
    for (let k = 0; k < settled; k++) {
      const c = order[k]!
      price[c] = price[c]! + distance[c]! - least
    }
    for (let row = free; row !== start; ) {
      row = from[column]!
      rowOf[column] = row
      const next = columnOf[row]!
      columnOf[row] = column
      column = next
    }
  }
}

/** The row for each column such that the costs add up to the least; `cost[row * n + column]`, `n` by `n`. */
export const assign = (n: number, cost: Int32Array): Int32Array => {
  const assignment = new Assignment(n, cost)
  if (n < 2) return new Int32Array(n)
  let rows = assignment.reduceColumns()
  for (let round = 0; round < 2 && rows.length > 0; round++) rows = assignment.bid(rows)
  for (const row of rows) assignment.augment(row)
  return assignment.rowOf
}
