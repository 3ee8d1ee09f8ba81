/** Raised when the same patches would give another result: rendering, distance, order. */
const version = 1

/**
 * A key under which a range-diff of two revisions can be kept. Give one id for each patch, in the order given to
 * `rangeDiff`. By `git patch-id` the pairing is right, but patch-ids pass over author, message and whitespace: where
 * the inner diffs are kept too, give `<patch-id> <Message-ID>`. Lists that differ have keys that differ.
 */
export const rangeDiffKey = (
  before: readonly string[],
  after: readonly string[],
  options: { readonly creationFactorPercent?: number } = {},
): string => `range-diff ${version} ${options.creationFactorPercent ?? 60} ${JSON.stringify([before, after])}`
