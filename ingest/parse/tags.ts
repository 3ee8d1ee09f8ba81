/** What the leading brackets of a subject say, gathered while they are read. */
export type Tags = {
  isPatch: boolean
  isRfc: boolean
  isResend: boolean
  version: number | null
  part: number | null
  total: number | null
  labels: string[]
}

/** Tokens and labels kept from all brackets of one subject. */
const tokensMax = 64
const labelsMax = 32

const patchWord = /^(?:PATCHSET|PATCHBOMB|PATCHES|PATCHSERIES|SERIES|PATCH)/
const resendWords: ReadonlySet<string> = new Set(['RESEND', 'REPOST', 'RESENT', 'REPOSTED'])
const kernelWords: ReadonlySet<string> = new Set(['STABLE', 'AUTOSEL', 'BACKPORT', 'LTS'])

const fraction = /^(\d{1,5}(?:\.\d{1,3})?)\/(\d{1,5}(?:\.\d{1,3})?)$/

/** `n/m`; two dotted numbers are kernels (`5.10/5.15`), `0.5/5` and `1.1/15` are parts put between (mail.md E65). */
const readPart = (token: string): { part: number; total: number } | null => {
  const match = fraction.exec(token)
  if (match === null || (match[2] ?? '').includes('.')) return null
  return { part: Number(match[1]), total: Number(match[2]) }
}

/**
 * A revision: `v2`, `V24.1`; null for a kernel. A dotted number is a kernel only with proof: `.y`, a range, a third
 * number, a word like STABLE beside it, or a stable tree among the recipients and a number of a kernel series (E64).
 */
const readVersion = (token: string, besideKernelWord: boolean, toStable: boolean): number | null => {
  const match = /^(?:V|VER\.?|VERSION)[.#]?(\d{1,4})(?:\.(\d{1,3}))?:?$/.exec(token)
  if (match === null) return null
  const major = Number(match[1])
  if (match[2] === undefined) return major
  if (besideKernelWord || (toStable && major >= 2 && major <= 7)) return null
  return Number(`${match[1]}.${match[2]}`)
}

/** Takes one upper-cased token into `tags`; false when it means nothing here. */
const take = (token: string, tags: Tags, besideKernelWord: boolean, toStable: boolean): boolean => {
  const patch = patchWord.exec(token)
  if (patch !== null) {
    const rest = token.slice(patch[0].length).replace(/^[-:_/]+/, '')
    if (rest !== '' && !take(rest, tags, besideKernelWord, toStable)) return false
    tags.isPatch = true
    return true
  }
  const glued = /^(V\d{1,4}(?:\.\d{1,3})?)[-_:]?(PATCH.*|RFC.*|\d+\/\d+)$/.exec(token)
  if (glued !== null) {
    const ok = take(glued[2] ?? '', tags, besideKernelWord, toStable)
    return take(glued[1] ?? '', tags, besideKernelWord, toStable) && ok
  }
  if (token.startsWith('RFC') || token.startsWith('RFT')) {
    const rest = token.slice(3).replace(/^[-:_/]+/, '')
    if (rest !== '' && !take(rest, tags, besideKernelWord, toStable)) return false
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
  const version = readVersion(token, besideKernelWord, toStable)
  if (version !== null) {
    tags.version = tags.version === null ? version : Math.max(tags.version, version)
    return true
  }
  const pair = /^([A-Z]+)[-/_](.+)$/.exec(token)
  if (pair !== null && /^(?:PATCH(?:SET|ES)?|RFC|RESEND|REPOST)$/.test(pair[1] ?? '')) {
    const before = { ...tags }
    if (take(pair[1] ?? '', tags, besideKernelWord, toStable) && take(pair[2] ?? '', tags, besideKernelWord, toStable))
      return true
    Object.assign(tags, before)
  }
  return false
}

/** Reads the inside of one bracket. A bracket in which nothing is known becomes one label as written. */
export const readTags = (inside: string, tags: Tags, toStable: boolean): void => {
  const written = inside
    .replace(/[[\]]/g, ' ')
    .split(/[\s,;|]+/)
    .filter(t => t !== '')
    .slice(0, tokensMax)
  const upper = written.map(t => t.toUpperCase())
  const besideKernelWord = upper.some(t => kernelWords.has(t) || t.startsWith('STABLE'))
  const unknown: string[] = []
  let understood = 0
  for (let i = 0; i < upper.length; i++) {
    const token = upper[i] ?? ''
    const next = upper[i + 1] ?? ''
    if ((token === 'VER' || token === 'VERSION' || token === 'V') && /^#?\d{1,4}$/.test(next)) {
      if (take(`V${next.replace('#', '')}`, tags, besideKernelWord, toStable)) understood++
      i++
    } else if (/^\d{1,5}$/.test(token) && next === 'OF' && /^\d{1,5}$/.test(upper[i + 2] ?? '')) {
      take(`${token}/${upper[i + 2]}`, tags, besideKernelWord, toStable)
      understood++
      i += 2
    } else if (take(token, tags, besideKernelWord, toStable)) understood++
    else unknown.push(written[i] ?? '')
  }
  const labels = understood === 0 ? [written.join(' ')] : unknown
  for (const label of labels) if (label !== '' && tags.labels.length < labelsMax) tags.labels.push(label.slice(0, 80))
}
