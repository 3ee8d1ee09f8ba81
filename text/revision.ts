/** A revision as subjects and series carry it. */
type Versioned = { readonly version: number | null; readonly versionText?: string | undefined }

/** How a revision is written, without the `v`: `2`, `24.10`; `1` where none is known. */
export const versionLabel = (of: Versioned): string => of.versionText ?? String(of.version ?? 1)

const pairOf = (label: string): readonly [number, number] => {
  const [major = '', minor = ''] = label.split('.')
  return [Number(major) || 0, Number(minor) || 0]
}

/** Order of revisions: a dotted one is a pair of numbers (mail.md E64), so 24 = 24.0 < 24.1 < 24.10 < 25.0. */
export const compareVersions = (a: Versioned, b: Versioned): number => {
  const [one, two] = [pairOf(versionLabel(a)), pairOf(versionLabel(b))]
  return one[0] - two[0] || one[1] - two[1]
}

/** The same for the same revision, however it is written: `24.0` for 24 and 24.0. */
export const versionKey = (of: Versioned): string => pairOf(versionLabel(of)).join('.')

/** The number before the dot: `5` of 5.1, which partial rerolls `v5.1 10/12` belong to (mail.md E65). */
export const majorVersion = (of: Versioned): number => pairOf(versionLabel(of))[0]

/** True for a revision with a number other than 0 behind its dot. */
export const isDotted = (of: Versioned): boolean => pairOf(versionLabel(of))[1] > 0
