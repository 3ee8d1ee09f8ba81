/**
 * Mends a raw request target before a router sees it. Next answers 500 to percent escapes that do not decode, and
 * folds `//` and `\` by redirect, which would lose Message-IDs that hold them: the odd characters are encoded instead.
 */
export function mendTarget(target: string): string {
  const cut = target.indexOf('?')
  const path = cut < 0 ? target : target.slice(0, cut)
  if (!/[%\\]|\/\//.test(path)) return target
  const mended = path
    .replace(/\\/g, '%5C')
    .replace(/%(?![0-9A-Fa-f]{2})/g, '%25')
    .replace(/\/{2,}/g, (run, at: number) => (at === 0 ? '/' : '/' + '%2F'.repeat(run.length - 1)))
    .replace(/(?:%[0-9A-Fa-f]{2})+/g, mendBytes)
  return cut < 0 ? mended : mended + target.slice(cut)
}

/** Escapes that are no UTF-8 are taken as the characters they wrote: `%FF` becomes `%25FF`. */
function mendBytes(escapes: string): string {
  try {
    decodeURIComponent(escapes)
    return escapes
  } catch {
    return escapes.replace(/%(?=[89A-Fa-f])/g, '%25')
  }
}
