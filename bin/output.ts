/** One JSON document on stdout. */
export const writeJson = (value: unknown) => void process.stdout.write(`${JSON.stringify(value)}\n`)

/** Lines for people on stdout. */
export const writeLines = (lines: readonly string[]) => void process.stdout.write(`${lines.join('\n')}\n`)

/** A diagnostic on stderr. */
export const warn = (line: string) => void process.stderr.write(`${line}\n`)

const colour = () => process.stdout.isTTY === true && !process.env.NO_COLOR
/** Bold on a terminal that may have colours, plain elsewhere. */
export const bold = (text: string) => (colour() ? `\x1b[1m${text}\x1b[0m` : text)

/** `12 345` in groups of three, the same in every locale. */
export const count = (n: number) => String(n).replace(/\B(?=(\d{3})+$)/g, ' ')
/** `1 mail`, `2 mails`. */
export const plural = (n: number, one: string, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`
/** Control characters of a stranger's text made visible, so that a terminal shows it and obeys nothing. */
export const printable = (text: string) =>
  text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, c =>
    c === '\n' || c === '\t' ? ' ' : `\\x${c.charCodeAt(0).toString(16)}`,
  )
