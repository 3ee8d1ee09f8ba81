import type { Command } from './args.ts'

const pad = (text: string, width: number) => text + ' '.repeat(Math.max(1, width - text.length))

/** `acknak --help`: every command, a line each. */
export function helpAll(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(c => c.name.length)) + 3
  return [
    'acknak: an archive of kernel mailing lists that shows an argument beside its evidence',
    '',
    'usage: acknak COMMAND ...      (acknak COMMAND --help tells more)',
    '',
    ...commands.map(c => `  ${pad(c.name, width)}${c.says}`),
    '',
    'Settings: ACKNAK_DATA (data folder, default .acknak), DATABASE_URL, MEILI_URL, MEILI_MASTER_KEY, MEILI_BIN, NO_COLOR,',
    'or the same in acknak.config.json. Exit: 0 done, 1 done but a source could not be read, 2 nothing done, 3 outage.',
    '',
  ].join('\n')
}

/** `acknak COMMAND --help`, with examples. */
export function helpFor(command: Command): string {
  const flags = Object.entries(command.flags).map(([name, flag]) => ({
    left: flag.value ? `--${name} ${flag.value}` : `--${name}`,
    says: flag.says,
  }))
  flags.push({ left: '--json', says: 'one JSON document (or JSON Lines) on stdout and nothing else' })
  const width = Math.max(...flags.map(f => f.left.length)) + 3
  return [
    `usage: acknak ${command.name}${command.takes ? ' ' + command.takes : ''}`,
    '',
    command.says,
    ...(command.more ?? []),
    '',
    ...flags.map(f => `  ${pad(f.left, width)}${f.says}`),
    '',
    'Examples:',
    ...command.examples.map(e => `  acknak ${e}`),
    '',
  ].join('\n')
}
