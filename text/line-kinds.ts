import { isBlank } from './lines.ts'

const within = (text: string, word: string, start: number, end: number): boolean => {
  const at = text.indexOf(word, start)
  return at >= 0 && at < end
}

/** A kernel's own lines: `[  12.345678] ...`, `Call Trace:`, `func+0x12/0x34`, Mem-Info tables. `line` is one line. */
export const isTrace = (line: string): boolean => {
  const c = line.charCodeAt(0)
  if (c === 0x5b && /^\[ {0,6}\d{1,7}\.\d{3,6}\]/.test(line)) return true
  if (c === 0x5b && /^\[<[0-9a-f]{8,16}>\]/.test(line)) return true
  const body = line.trimStart()
  if (body.length === 0) return false
  if (
    /^(?:Call Trace|Mem-Info|RIP: |RSP: |RAX: |EIP: |Code: |CPU: \d|Oops: |BUG: |Modules linked in|Hardware name: )/.test(
      body,
    )
  )
    return true
  if (/^<(?:TASK|\/TASK|IRQ|\/IRQ|NMI|\/NMI)>$/.test(body.trimEnd())) return true
  if (/^\[<[0-9a-f]{8,16}>\]/.test(body)) return true
  const plus = body.indexOf('+0x')
  if (plus > 0 && body.indexOf('/0x', plus) > 0 && body.length < 160) return true
  return /^(?:Node \d+ |active_anon:|active_file:|unevictable:|lowmem_reserve\[\]|Total swap = |Free swap)/.test(body)
}

/** Code outside a diff: indented, and ending or built as C does. */
export const isCode = (line: string): boolean => {
  if (line.charCodeAt(0) !== 0x09 && !line.startsWith('    '))
    return /^#(?:include|define|ifdef|ifndef|endif) ?\S*/.test(line)
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
  return body.length > 1 && (salutation.test(body) || signOff.test(body))
}

/** ` mm/oom_kill.c | 12 +++---` and ` 3 files changed, ...` and the mode lines git puts under them. */
export const isDiffstat = (line: string): boolean => {
  if (line.charCodeAt(0) !== 0x20 && !/^\d+ files? changed/.test(line)) return false
  const bar = line.indexOf(' | ')
  if (bar > 0) return /^ *(?:\d+ *[+-]*|Bin .*|Unmerged)\s*$/.test(line.slice(bar + 3, bar + 200))
  return (
    / \d+ files? changed(?:,|$)/.test(` ${line.trim()}`) ||
    /^ (?:create|delete) mode \d{6} |^ rename .* \(\d+%\)$|^ mode change \d{6} => /.test(line)
  )
}

/** `base-commit:` and its like, and an in-body author line. */
export const isPatchMeta = (line: string): boolean =>
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
