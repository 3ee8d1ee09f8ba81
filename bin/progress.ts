/** A line that tells how far work over a second is: redrawn on a terminal, a line every ten seconds elsewhere. */
export type Progress = { update(done: number, total: number | null, says: string): void; end(says?: string): void }

const barWidth = 24
const redrawMs = 100
const logMs = 10_000
const patienceMs = 400

/** Progress on stderr, so that stdout holds answers only. `quiet` for JSON on a pipe. */
export function openProgress(title: string, quiet = false): Progress {
  const stream = process.stderr
  const live = stream.isTTY === true
  const startedAt = performance.now()
  let shownAt = live ? startedAt - redrawMs : startedAt
  let drawn = false
  return {
    update(done, total, says) {
      if (quiet && !live) return
      const now = performance.now()
      if (now - startedAt < patienceMs || now - shownAt < (live ? redrawMs : logMs)) return
      shownAt = now
      const share = total ? Math.min(1, done / total) : null
      const percent = share === null ? '' : ` ${String(Math.floor(share * 100)).padStart(3)} %`
      if (live) {
        const full = share === null ? 0 : Math.round(share * barWidth)
        const bar = share === null ? '' : ` [${'#'.repeat(full)}${'.'.repeat(barWidth - full)}]`
        const line = `${title}${bar}${percent} ${says}`
        stream.write(`\r\x1b[2K${line.slice(0, (stream.columns ?? 80) - 1)}`)
        drawn = true
      } else stream.write(`${title}${percent} ${says}\n`)
    },
    end(says) {
      if (drawn) stream.write('\r\x1b[2K')
      if (says && !quiet) stream.write(`${says}\n`)
    },
  }
}
