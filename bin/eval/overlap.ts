/**
 * For each wanted span the one of `said` that covers most of it, at least half (gold README); -1 for none. Both in order of
 * the text.
 */
export const overlapOf = (
  wanted: readonly { readonly start: number; readonly end: number }[],
  said: readonly { readonly start: number; readonly end: number }[],
): number[] =>
  wanted.map(w => {
    let at = -1
    let most = 0
    for (let i = 0; i < said.length; i++) {
      const s = said[i] as { readonly start: number; readonly end: number }
      const shared = Math.min(w.end, s.end) - Math.max(w.start, s.start)
      if (shared > most) {
        most = shared
        at = i
      }
    }
    return most * 2 >= w.end - w.start ? at : -1
  })
