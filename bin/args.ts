import { nearest } from '../text/nearest.ts'
import { UserError } from './errors.ts'

/** A flag of a command. `value` names its argument; without it the flag is a switch. */
export type Flag = { readonly value?: string; readonly says: string; readonly many?: boolean }

/** One subcommand: what `--help` shows, what it takes, what it does. */
export type Command = {
  readonly name: string
  readonly says: string
  /** Further lines of its own help. */
  readonly more?: readonly string[]
  /** What follows the name: `SOURCE...`. */
  readonly takes: string
  readonly flags: Readonly<Record<string, Flag>>
  readonly examples: readonly string[]
  readonly run: (args: Args) => Promise<number>
}

/** Arguments after the grammar was checked. */
export type Args = {
  readonly words: readonly string[]
  readonly flags: Readonly<Record<string, string>>
  readonly lists: Readonly<Record<string, readonly string[]>>
  readonly json: boolean
}

/**
 * Reads the arguments of a command: `--flag value`, `--flag=value`, switches, words, `--` ends flags.
 * An unknown flag is an error that names the nearest valid one.
 */
export function readArgs(command: Pick<Command, 'name' | 'flags'>, argv: readonly string[]): Args {
  const words: string[] = []
  const flags: Record<string, string> = {}
  const lists: Record<string, string[]> = {}
  let json = false
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? ''
    if (word === '--') {
      words.push(...argv.slice(i + 1))
      break
    }
    if (!word.startsWith('--')) {
      words.push(word)
      continue
    }
    const equals = word.indexOf('=')
    const name = equals < 0 ? word.slice(2) : word.slice(2, equals)
    if (name === 'json' && equals < 0) {
      json = true
      continue
    }
    const flag = Object.hasOwn(command.flags, name) ? command.flags[name] : undefined
    if (!flag) {
      const near = nearest(name, [...Object.keys(command.flags), 'json', 'help'])
      throw new UserError(
        `acknak ${command.name}: no flag --${name}${near ? `; did you mean --${near}?` : ''} (see acknak ${command.name} --help)`,
      )
    }
    if (!flag.value) {
      if (equals >= 0) throw new UserError(`acknak ${command.name}: --${name} takes no value`)
      flags[name] = 'true'
      continue
    }
    const value = equals < 0 ? argv[++i] : word.slice(equals + 1)
    if (value === undefined)
      throw new UserError(`acknak ${command.name}: --${name} needs a value: --${name} ${flag.value}`)
    if (flag.many) (lists[name] ??= []).push(value)
    else flags[name] = value
  }
  return { words, flags, lists, json }
}

/** A flag as a whole number within bounds, or the fallback when it is absent. */
export function intFlag(args: Args, name: string, bounds: { min: number; max: number; fallback: number }): number {
  const text = args.flags[name]
  if (text === undefined) return bounds.fallback
  const value = Number(text)
  if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(value) || value < bounds.min || value > bounds.max) {
    throw new UserError(`--${name} takes a whole number from ${bounds.min} to ${bounds.max}, not '${text}'`)
  }
  return value
}
