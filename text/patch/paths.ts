/** Folders at the top of a kernel tree: a path that begins with one names no tree before it. */
const topFolders: ReadonlySet<string> = new Set(
  (
    'Documentation LICENSES arch block certs crypto drivers fs include init io_uring ipc kernel lib mm net rust samples ' +
    'scripts security sound tools usr virt firmware'
  ).split(' '),
)

const escapes: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, '"': 34, '\\': 92 }

/** Words for bytes of UTF-8; what is none stands as U+FFFD. */
const utf8 = (bytes: readonly number[]): string => {
  let out = ''
  for (let i = 0; i < bytes.length; ) {
    const lead = bytes[i++] ?? 0
    const more = lead < 0x80 ? 0 : lead >= 0xf0 && lead < 0xf5 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc2 ? 1 : -1
    let code = more <= 0 ? lead : lead & (0x3f >> more)
    let isWhole = more >= 0 && lead < 0xf5
    for (let k = 0; k < more && isWhole; k++) {
      const next = bytes[i] ?? 0
      if ((next & 0xc0) === 0x80) {
        code = (code << 6) | (next & 0x3f)
        i++
      } else isWhole = false
    }
    out += isWhole && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
  }
  return out
}

/** A path as git quotes it where it holds odd bytes: `"a/\303\244.c"`; any other as it is. */
export const unquote = (path: string): string => {
  if (path.length < 2 || !path.startsWith('"') || !path.endsWith('"')) return path
  const bytes: number[] = []
  let out = ''
  const flush = () => {
    out += utf8(bytes)
    bytes.length = 0
  }
  for (let i = 1; i < path.length - 1; i++) {
    const c = path.charAt(i)
    if (c !== '\\') {
      flush()
      out += c
      continue
    }
    const octal = /^[0-3][0-7]{2}/.exec(path.slice(i + 1, i + 4))
    if (octal !== null) {
      bytes.push(Number.parseInt(octal[0], 8))
      i += 3
    } else bytes.push(escapes[path.charAt(++i)] ?? 92)
  }
  flush()
  return out
}

/** A path without the one letter git puts before it (`a/`, `b/`; `i/`, `w/`, `c/`, `o/` with mnemonic prefixes). */
export const withoutPrefix = (path: string): string => (/^[abciow]\//.test(path) ? path.slice(2) : path)

/** What a `--- ` or `+++ ` line names: a path as written, and whether the file is absent on that side. */
export type Side = { readonly path: string; readonly isAbsent: boolean }

/** Reads what stands behind `--- ` or `+++ `: a path, and behind it a tab or blanks and a date that is dropped. */
export const sideOf = (words: string): Side => {
  const tab = words.indexOf('\t')
  let path = (tab < 0 ? words : words.slice(0, tab)).trim()
  let date = tab < 0 ? '' : words.slice(tab + 1)
  const dated = path.search(/ {1,4}(?:\d{4}-\d\d-\d\d|[A-Z][a-z]{2} [A-Z][a-z]{2} )/)
  if (dated > 0) {
    date = path.slice(dated)
    path = path.slice(0, dated)
  }
  path = unquote(path)
  // `diff -N` dates a file that is not there at the epoch.
  return { path, isAbsent: path === '/dev/null' || /^\s*(?:1970-01-01|1969-12-31) /.test(date) }
}

/**
 * The path in the tree, or null for none: without `a/` and `b/`, and without the name of the tree that old diffs put
 * first (`linux-2.6.orig/mm/oom.c`, mail.md E74), which is a guess wherever no kernel folder stands first.
 */
export const treePath = (path: string, isGit: boolean): string | null => {
  if (path === '' || path === '/dev/null') return null
  if (isGit || /^[ab]\//.test(path)) return withoutPrefix(path)
  const plain = path.startsWith('./') ? path.slice(2) : path
  const slash = plain.indexOf('/')
  if (slash <= 0 || slash === plain.length - 1 || topFolders.has(plain.slice(0, slash))) return plain
  return plain.slice(slash + 1)
}

/** Both paths of a `diff --git` line, as written; null when it does not say where the first one ends. */
export const gitPair = (words: string): { before: string; after: string } | null => {
  const rest = words.trimEnd()
  const quoted = /^("(?:[^"\\]|\\.)*"|\S+) ("(?:[^"\\]|\\.)*"|\S+)$/.exec(rest)
  if (quoted !== null) return { before: unquote(quoted[1] ?? ''), after: unquote(quoted[2] ?? '') }
  // Blanks in a name: both halves are the same but for their prefix.
  const half = (rest.length - 1) / 2
  if (Number.isInteger(half) && rest.charAt(half) === ' ') {
    const [before, after] = [rest.slice(0, half), rest.slice(half + 1)]
    if (withoutPrefix(before) === withoutPrefix(after)) return { before, after }
  }
  const b = rest.indexOf(' b/')
  return b > 0 && b === rest.lastIndexOf(' b/') ? { before: rest.slice(0, b), after: rest.slice(b + 1) } : null
}
