/** Words that stand before a bracket and name no function. */
const noFunctions: ReadonlySet<string> = new Set([
  ...['if', 'for', 'while', 'switch', 'return', 'sizeof', 'do', 'else', 'int', 'void', 'char', 'long', 'unsigned'],
  ...['bool', 'short', 'signed', 'typeof', '__typeof__', 'defined', 'struct', 'union', 'enum', 'case', 'asm'],
])

/** Attributes with an argument, which stand before a function's name. */
const attribute =
  /\b(?:__attribute__|__printf|__scanf|__aligned|__section|__alloc_size|__acquires|__releases|__must_hold|__diagnose_as|__realloc_size|__counted_by)\s*\({1,2}[^()]{0,100}(?:\([^()]{0,100}\)[^()]{0,100})?\){1,2}/g

/** Characters of a heading that are read; git cuts it at 80 bytes. */
const headingCharsMax = 200

/**
 * The function that the heading of a hunk names, or null: a struct, an enum, a label, a macro's use (`EXPORT_SYMBOL(x)`,
 * `SYSCALL_DEFINE3(x`) and a heading cut before the name have none. A heading is the last line of the file above the
 * hunk that begins in its first column, so a hunk may lie behind the end of the function that it names.
 */
export const functionNameOf = (heading: string): string | null => {
  const words = heading.slice(0, headingCharsMax).replace(attribute, ' ').trim()
  const python = /^(?:async )?def ([A-Za-z_]\w*)\s*\(/.exec(words)
  if (python !== null) return python[1] ?? null
  const open = words.indexOf('(')
  if (open <= 0 || words.startsWith('#') || /^(?:typedef|struct \w+ \{|enum|union)\b/.test(words)) return null
  const before = words.slice(0, open)
  // `static const struct x y = F(z)`, `x: f(y)`
  if (/[=:;,{}"]/.test(before)) return null
  const name = /(?:^|[\s*])([A-Za-z_]\w*)\s*$/.exec(before)?.[1]
  if (name === undefined || noFunctions.has(name) || /^[A-Z][A-Z0-9_]*$/.test(name)) return null
  // A function's return type stands before its name; `module_init(x);` has none.
  return before.trimEnd().length === name.length && /\)\s*;?$/.test(words) ? null : name
}
