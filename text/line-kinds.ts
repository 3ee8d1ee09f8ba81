import { isBlank } from './lines.ts'

const within = (text: string, word: string, start: number, end: number): boolean => {
  const at = text.indexOf(word, start)
  return at >= 0 && at < end
}

/** What the kernel prints at the start of lines that have a colon. */
const traceHead =
  /^(?:Call [Tt]race|Mem-Info|R[IS]P: |R[A-D]X: |RBP: |R(?:08|1\d): |CR2: |FS: {2}|CS: {2}|DR\d: |[ER]IP: |EAX: |EFLAGS: |Code: [0-9a-f<(]|CPU: \d|Oops: |BUG: |KASAN: |INFO: (?:task|possible|rcu)|WARNING: (?:CPU|possible|inconsistent|suspicious|bad)|Modules linked in|Hardware name: |Workqueue: |Allocated by task|Freed by task|task:\S+ +state:|Node \d+ |active_anon:|active_file:|unevictable:|slab_reclaimable:|mapped:\d|free:\d|lowmem_reserve\[\]|Swap cache stats: |memory: usage |swap: usage |kmem: usage |Tasks state \(|oom-kill:|Memory cgroup stats for |Out of memory: |Killed process \d)/
/** And of those that have none. */
const plainHead =
  /^(?:Node \d+ |Total swap += |Free swap +=|Kernel panic - |---\[ |Possible unsafe locking|Killed process \d|\d+ total pagecache pages|\d+ pages (?:RAM|reserved|HighMem|in swap cache))/
/** What syzbot says about a crash in lines of its own. */
const syzbot =
  /^(?:HEAD commit|git tree|console output|kernel config|dashboard link|syz repro|C reproducer|userspace arch|compiler|Reported-by-syzbot): /
/** A compiler's complaint: `mm/pool.c:12:3: error: ...`. */
const complaint = /^[\w./+-]{1,100}:\d{1,6}(?::\d{1,5})?:? (?:fatal |sparse: )?(?:error|warning|note|sparse|warn):? /

const isDigit = (c: number): boolean => c >= 0x30 && c <= 0x39

/** `  12 | code` and `     |  ^~~` as gcc and clang print below a complaint. */
const isExcerpt = (line: string): boolean => {
  let i = 0
  while (i < 12 && line.charCodeAt(i) === 0x20) i++
  if (i === 0) return false
  while (i < 18 && line.charCodeAt(i) >= 0x30 && line.charCodeAt(i) <= 0x39) i++
  if (line.charCodeAt(i) === 0x20) i++
  if (line.charCodeAt(i) !== 0x7c) return /^ +[~^][~^ ]*$/.test(line)
  return i >= 4 && (i + 1 === line.length || line.charCodeAt(i + 1) === 0x20) && !line.endsWith('|')
}

/**
 * A row of a table: columns with two blanks or a tab between, as many digits as letters or more; or a name, a wide gap and
 * another name (the configurations a robot built).
 */
const isTableRow = (line: string): boolean => {
  let at = 0
  while (line.charCodeAt(at) === 0x20 || line.charCodeAt(at) === 0x09) at++
  if (line.indexOf('  ', at) < 0 && line.indexOf('\t', at) < 0) return false
  let letters = 0
  let digits = 0
  let gaps = 0
  let blanks = 0
  let widest = 0
  for (let i = at; i < line.length; i++) {
    const c = line.charCodeAt(i)
    if (c === 0x20) blanks++
    else if (c === 0x09) blanks += 8
    else {
      if (blanks > 1) gaps++
      if (blanks > widest) widest = blanks
      blanks = 0
      if (isDigit(c)) digits++
      else if ((c | 0x20) >= 0x61 && (c | 0x20) <= 0x7a) letters++
    }
  }
  if (gaps > 1 && digits > 2 && digits >= letters) return true
  return gaps === 1 && widest > 7 && at === 0 && /^[a-z][\w-]* +[\w.-]+$/.test(line)
}

/**
 * A kernel's own lines: `[  12.345678] ...`, `Call Trace:`, `func+0x12/0x34`, registers, Mem-Info tables; crash's frames
 * (`#1 [ffff...] func at ...`), syzbot's facts, a compiler's complaints with their excerpts. `line` is one line.
 */
export const isTrace = (line: string): boolean => {
  let at = 0
  let c = line.charCodeAt(0)
  if (c === 0x20 && isExcerpt(line)) return true
  while (c === 0x20 || c === 0x09 || c === 0xa0) c = line.charCodeAt(++at)
  const body = at === 0 ? line : line.slice(at)
  if (body.length < 3) return false
  if (c === 0x3c || c === 0x5b) {
    if (/^(?:<\d>)?\[[ \u00a0]{0,8}\d{1,7}\.\d{3,6}\]/.test(body)) return true
    if (/^\[<[0-9a-f]{8,16}>\]/.test(body)) return true
    if (/^<(?:TASK|\/TASK|IRQ|\/IRQ|NMI|\/NMI|#\w\w|EOI)>\s*$/.test(body)) return true
    if (/^\[ {0,4}pid +\] {1,4}uid |^\[ {0,6}\d{1,7}\] {1,7}\d+ {1,7}\d+ {1,8}\d+/.test(body)) return true
  }
  if (c === 0x23 && /^#\d{1,2} +(?:\[[0-9a-f]{8,16}\]|0x[0-9a-f]{6,16}) /.test(body)) return true
  if (isTableRow(line)) return true
  const plus = body.indexOf('+0x')
  if (plus > 0 && body.indexOf('/0x', plus) > 0 && body.length < 160) return true
  const colon = body.indexOf(':')
  // Digits, N, T, F, K, P, -
  if (colon < 0)
    return (c < 0x3a || c === 0x4e || c === 0x54 || c === 0x46 || c === 0x4b || c === 0x50) && plainHead.test(body)
  if (traceHead.test(body) || body.indexOf(' invoked oom-killer: ') > 0) return true
  return body.charCodeAt(colon + 1) === 0x20 || isDigit(body.charCodeAt(colon + 1))
    ? syzbot.test(body) || complaint.test(body)
    : false
}

/** Code outside a diff: indented, and ending or built as C does. */
export const isCode = (line: string): boolean => {
  const c = line.charCodeAt(0)
  if (c !== 0x09 && !line.startsWith('    '))
    return c === 0x23 && /^#(?:include|define|ifdef|ifndef|endif) ?\S*/.test(line)
  const body = line.trim()
  if (body.length === 0) return false
  const last = body.charAt(body.length - 1)
  if (last === ';' || last === '{' || last === '}') return true
  return (
    /^(?:if|while|for|switch|return|else|do|goto|struct|static|void|int|unsigned|bool)\b.*[({)]/.test(body) ||
    /^[\w>.-]+\(.*\)?[,)]$/.test(body)
  )
}

const salutation = /^(?:hi|hello|hey|dear|good morning|greetings)\b[^.?:;]{0,40}[,!.]?$/i
const signOff =
  /^(?:thanks|thank you|thx|many thanks|regards|best regards|kind regards|best|cheers|br|mfg|sincerely)\b[^.?:;]{0,24}[,!.]*$/i

/** A salutation or a sign-off that stands alone on its line. */
export const isGreeting = (line: string): boolean => {
  if (line.length > 60) return false
  const body = line.trim()
  const c = body.charCodeAt(0) | 0x20
  // b c d g h k m r s t
  if (c < 0x62 || c > 0x74 || c === 0x65 || c === 0x66 || c === 0x69 || c === 0x6a || c === 0x6c || c === 0x6f)
    return false
  return body.length > 1 && (salutation.test(body) || signOff.test(body))
}

/** ` mm/oom_kill.c | 12 +++---` and ` 3 files changed, ...` and the mode lines git puts under them. */
export const isDiffstat = (line: string): boolean => {
  const c = line.charCodeAt(0)
  if (c !== 0x20 && !(isDigit(c) && /^\d+ files? changed/.test(line))) return false
  const bar = line.indexOf(' | ')
  if (bar > 0) return /^ *(?:\d+ *[+-]*|Bin .*|Unmerged)\s*$/.test(line.slice(bar + 3, bar + 200))
  return (
    / \d+ files? changed(?:,|$)/.test(` ${line.trim()}`) ||
    /^ (?:create|delete) mode \d{6} |^ rename .* \(\d+%\)$|^ mode change \d{6} => /.test(line)
  )
}

/** `base-commit:` and its like, and an in-body author line. */
export const isPatchMeta = (line: string): boolean =>
  line.indexOf(': ') > 0 &&
  /^(?:base-commit|prerequisite-patch-id|prerequisite-change-id|prerequisite-message-id|change-id|X-developer-\S+): /.test(
    line,
  )

/** Where a list's footer starts, searched in the last lines only; text.length when there is none (mail.md E48). */
export const footerStart = (text: string, starts: readonly number[]): number => {
  const last = starts.length - 1
  let found = text.length
  for (let i = last - 1; i >= 0 && i >= last - 14; i--) {
    const start = starts[i] ?? 0
    const end = starts[i + 1] ?? text.length
    if (isBlank(text, start, end)) continue
    const under = text.startsWith('_____________________', start)
    const unsubscribe =
      text.startsWith('To unsubscribe', start) || (text.startsWith('For more info on Linux MM', start) && i > 0)
    if (!under && !unsubscribe) continue
    if (under && !within(text, 'mailing list', end, text.length)) continue
    found = start
    // `--` or `-` put above it belongs to it.
    const before = starts[i - 1] ?? 0
    const above = i > 0 ? text.slice(before, start).trim() : ''
    if (above === '--' || above === '-') found = before
  }
  return found
}

/**
 * True for a line that a build robot marks with `>>` or `>`, which is no quote: `>> mm/pool.c:12:3: warning: ...`, and
 * ` > 12<tab>code` in its listings.
 */
export const isRobotMark = (text: string, start: number, end: number): boolean => {
  const line = text.slice(start, Math.min(end, start + 200))
  return /^ {0,4}> ?\d{1,6}\t/.test(line) || (line.startsWith('>> ') && complaint.test(line.slice(3)))
}
