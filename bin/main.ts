import { nearest } from '../text/nearest.ts'
import { readArgs } from './args.ts'
import { commands } from './commands/all.ts'
import { adviceFor } from './errors.ts'
import { UserError } from './errors.ts'
import { helpAll, helpFor } from './help.ts'

/** Runs one command line and returns its exit code. Bugs keep their stack; what the user can mend is one line. */
export async function main(argv: readonly string[]): Promise<number> {
  // A reader such as `head` may close the pipe early; that is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
  try {
    const [name, ...rest] = argv
    if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
      const about = commands.find(c => c.name === rest[0])
      process.stdout.write(about ? helpFor(about) : helpAll(commands))
      return name === undefined ? 2 : 0
    }
    const command = commands.find(c => c.name === name)
    if (!command) {
      const near = nearest(
        name,
        commands.map(c => c.name),
      )
      throw new UserError(`acknak: no command '${name}'${near ? `; did you mean '${near}'?` : ''} (see acknak --help)`)
    }
    const flagsEnd = rest.indexOf('--')
    if ((flagsEnd < 0 ? rest : rest.slice(0, flagsEnd)).some(w => w === '--help' || w === '-h')) {
      process.stdout.write(helpFor(command))
      return 0
    }
    return await command.run(readArgs(command, rest))
  } catch (error) {
    const line = adviceFor(error)
    if (line === null) throw error
    process.stderr.write(`${line}\n`)
    return error instanceof UserError ? error.exitCode : 2
  }
}
