/** A prose name of a flag: lower-case words as they stand in running text, a space standing for space or hyphen. */
export type GfpProse = { readonly words: string; readonly flag: string }

const units = ['allocation', 'allocations', 'request', 'requests']
const combine = (flag: string, names: readonly string[], tails: readonly string[]): readonly GfpProse[] =>
  names.flatMap(name => tails.map(tail => ({ words: `${name} ${tail}`, flag })))

/**
 * Names by which prose means a flag without spelling it. Only phrases that can hardly mean anything else: a bare
 * `atomic` or `nofs` is left to a tagger that reads the sentence. Sorted by words.
 */
export const gfpProse: readonly GfpProse[] = [
  ...combine('__GFP_NOFAIL', ['nofail', 'no fail'], units),
  ...combine('__GFP_NORETRY', ['noretry'], units),
  ...combine('__GFP_RETRY_MAYFAIL', ['retry mayfail'], units),
  ...combine('GFP_NOFS', ['nofs'], [...units, 'context', 'contexts', 'scope', 'scopes', 'reclaim']),
  ...combine('GFP_NOIO', ['noio'], [...units, 'context', 'contexts', 'scope', 'scopes', 'reclaim']),
  ...combine('GFP_NOWAIT', ['nowait'], units),
  ...combine('GFP_ATOMIC', ['atomic'], units),
].sort((a, b) => (a.words < b.words ? -1 : 1))
