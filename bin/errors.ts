/** How a command ends (cli.md): 0 done, 1 done but a source could not be read, 2 nothing done, 3 outage. */
export type ExitCode = 0 | 1 | 2 | 3 | 130

/** Something the user can mend: printed as one line, without a stack. */
export class UserError extends Error {
  readonly exitCode: ExitCode
  constructor(message: string, exitCode: ExitCode = 2) {
    super(message)
    this.name = 'UserError'
    this.exitCode = exitCode
  }
}

const advice: Record<string, string> = {
  ENOSPC:
    'the disk is full: free some space (acknak needs about three times the size of the mail) and run the same command again',
  EACCES: 'permission denied: check who owns the folder, or choose another with ACKNAK_DATA',
  EROFS: 'the file system is read-only: choose another data folder with ACKNAK_DATA',
  EMFILE: 'too many open files: raise `ulimit -n`',
  SQLITE_FULL: 'the disk is full: free some space and run the same command again',
  SQLITE_CORRUPT: 'the database is damaged: move it away and ingest again',
  SQLITE_NOTADB: 'the file is no acknak database: move it away or choose another folder with ACKNAK_DATA',
  SQLITE_READONLY: 'the database cannot be written: check who owns the data folder',
  SQLITE_BUSY: 'another acknak is writing to this data folder: wait for it to end',
}

/** One line for an error that has a known cause in the user's hands; null for bugs. */
export function adviceFor(error: unknown): string | null {
  if (error instanceof UserError) return error.message
  if (!(error instanceof Error)) return null
  if (error.name === 'StoreError' || error.name === 'SourceError') return error.message
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const known = advice[code]
  if (!known) return null
  const path = 'path' in error && typeof error.path === 'string' ? `${error.path}: ` : ''
  return `${path}${known}`
}
