import { compareVersions } from '../../text/revision.ts'

/** What the leading brackets of a subject say, gathered while they are read. */
export type Tags = {
  isPatch: boolean
  isRfc: boolean
  isResend: boolean
  version: number | null
  versionText?: string
  /** A dotted number stands there that may be a revision or a kernel (mail.md E64); it is kept as a label. */
  isUndecided: boolean
  part: number | null
  total: number | null
  labels: string[]
}

/** What the mail around a subject says about it. */
export type SubjectHints = {
  /** The mail is addressed to a stable tree: a dotted number that names a kernel is one (mail.md E64). */
  readonly toStable: boolean
  /** A stable tree gets a copy, as of fixes too: a longterm kernel is one, another kernel's number undecided. Left out: no. */
  readonly ccStable?: boolean
}

/** Tokens and labels kept from all brackets of one subject. */
const tokensMax = 64
const labelsMax = 32

const patchWord = /^(?:PATCHSET|PATCHBOMB|PATCHES|PATCHSERIES|SERIES|PATCH)/
const resendWords: ReadonlySet<string> = new Set(['RESEND', 'REPOST', 'RESENT', 'REPOSTED', 'RESUBMIT', 'RESEND2'])
const kernelWords: ReadonlySet<string> = new Set(['STABLE', 'AUTOSEL', 'BACKPORT', 'BACKPORTS', 'LTS', 'LONGTERM'])
/** Words that a number follows to name a revision: `[PATCH ver #3]`, `[patch, take 2]`. */
const versionWords: ReadonlySet<string> = new Set(['VER', 'VERSION', 'V', 'TAKE', 'TRY', 'REV', 'REVISION'])

const fraction = /^(\d{1,5}(?:\.\d{1,3})?)\/(\d{1,5}(?:\.\d{1,3})?)$/

/** `n/m`; two dotted numbers are kernels (`5.10/5.15`), `0.5/5` and `1.1/15` are parts put between (mail.md E65). */
const readPart = (token: string): { part: number; total: number } | null => {
  const match = fraction.exec(token)
  if (match === null || (match[2] ?? '').includes('.')) return null
  return { part: Number(match[1]), total: Number(match[2]) }
}

/** Highest release of each major number that kernels have had; a number beyond names none. */
const kernelMinors: readonly (readonly [major: number, minorMax: number])[] = [
  [2, 6],
  [3, 19],
  [4, 20],
  [5, 19],
  [6, 19],
  [7, 19],
]
const namesKernel = (major: number, minor: number): boolean =>
  kernelMinors.some(([m, max]) => m === major && minor <= max)

/** Kernels kept alive for years: a stable tree that gets a copy of `v5.10` means the kernel. */
const longtermKernels: ReadonlySet<string> = new Set(
  '3.2 3.4 3.10 3.12 3.16 3.18 4.1 4.4 4.9 4.14 4.19 5.4 5.10 5.15 6.1 6.6 6.12 6.18'.split(' '),
)

type Context = { readonly besideKernelWord: boolean; readonly hints: SubjectHints }

/**
 * A revision: `v2`, `V24.1`; null for a kernel. A dotted number is a kernel only with proof: `.y`, a range, a third
 * number, a word like STABLE beside it, or a stable tree that gets the mail and a number that kernels have had (mail.md E64).
 */
const readVersion = (
  token: string,
  { besideKernelWord, hints }: Context,
): { version: number; text: string } | 'undecided' | null => {
  const match = /^-?(?:V|VER\.?|VERSION)[.#]?(\d{1,4})(?:\.(\d{1,3}))?:?$/.exec(token)
  if (match === null) return null
  const [major, minor] = [Number(match[1]), Number(match[2] ?? 0)]
  if (match[2] === undefined) return { version: major, text: String(major) }
  if (besideKernelWord) return null
  const text = `${major}.${minor}`
  if (namesKernel(major, minor)) {
    if (hints.toStable) return null
    if (hints.ccStable === true) return longtermKernels.has(text) ? null : 'undecided'
  }
  return { version: Number(text), text }
}

/** The higher of several versions counts. */
const takeVersion = (version: number, text: string, tags: Tags): void => {
  if (tags.version !== null && compareVersions(tags, { version, versionText: text }) >= 0) return
  tags.version = version
  delete tags.versionText
  if (text !== String(version)) tags.versionText = text
}

/** Takes one upper-cased token into `tags`; false when it means nothing here. */
const take = (token: string, tags: Tags, context: Context): boolean => {
  const patch = patchWord.exec(token)
  if (patch !== null) {
    const rest = token.slice(patch[0].length).replace(/^[-:_/.]+/, '')
    if (rest !== '' && !take(rest, tags, context)) return false
    tags.isPatch = true
    return true
  }
  const glued = /^(V\d{1,4}(?:\.\d{1,3})?)[-_:]?(PATCH.*|RFC.*|RESEND|REPOST|\d+\/\d+)$/.exec(token)
  if (glued !== null) {
    const ok = take(glued[2] ?? '', tags, context)
    return take(glued[1] ?? '', tags, context) && ok
  }
  if (token.startsWith('RFC') || token.startsWith('RFT')) {
    const rest = token.slice(3).replace(/^[-:_/.]+/, '')
    if (rest !== '' && !take(rest, tags, context)) return false
    if (token.startsWith('RFC')) tags.isRfc = true
    else if (rest === '') return false
    return true
  }
  if (resendWords.has(token.replace(/[:!]+$/, ''))) {
    tags.isResend = true
    return true
  }
  const part = readPart(token)
  if (part !== null) {
    tags.part = part.part
    tags.total = part.total
    return true
  }
  const version = readVersion(token, context)
  if (version === 'undecided') {
    tags.isUndecided = true
    return false
  }
  if (version !== null) {
    takeVersion(version.version, version.text, tags)
    return true
  }
  const pair = /^([A-Z]+)[-/_](.+)$/.exec(token)
  if (pair !== null && /^(?:PATCH(?:SET|ES)?|RFC|RESEND|REPOST)$/.test(pair[1] ?? '')) {
    const before = { ...tags }
    if (take(pair[1] ?? '', tags, context) && take(pair[2] ?? '', tags, context)) return true
    delete tags.versionText
    Object.assign(tags, before)
  }
  return false
}

/** Reads the inside of one bracket. A bracket in which nothing is known becomes one label as written. */
export const readTags = (inside: string, tags: Tags, hints: SubjectHints): void => {
  const written = inside
    .replace(/[[\](){}]/g, ' ')
    .split(/[\s,;|]+/)
    .filter(t => t !== '')
    .slice(0, tokensMax)
  const upper = written.map(t => t.toUpperCase())
  const context = { besideKernelWord: upper.some(t => kernelWords.has(t) || t.startsWith('STABLE')), hints }
  const unknown: string[] = []
  let understood = 0
  for (let i = 0; i < upper.length; i++) {
    const token = upper[i] ?? ''
    const next = upper[i + 1] ?? ''
    if (versionWords.has(token.replace(/:$/, '')) && /^#?\d{1,4}$/.test(next)) {
      if (take(`V${next.replace('#', '')}`, tags, context)) understood++
      i++
    } else if (/^\d{1,5}$/.test(token) && (next === 'OF' || next === '/') && /^\d{1,5}$/.test(upper[i + 2] ?? '')) {
      take(`${token}/${upper[i + 2]}`, tags, context)
      understood++
      i += 2
    } else if (take(token, tags, context)) understood++
    else unknown.push(written[i] ?? '')
  }
  const labels = understood === 0 ? [written.join(' ')] : unknown
  for (const label of labels) if (label !== '' && tags.labels.length < labelsMax) tags.labels.push(label.slice(0, 80))
}
