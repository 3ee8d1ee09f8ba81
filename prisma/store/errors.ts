/** Something about the database that its owner can mend: the message is one line and says what to do. */
export class StoreError extends Error {
  readonly code: string
  constructor(code: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'StoreError'
    this.code = code
  }
}

const advice: Record<string, (path: string) => string> = {
  SQLITE_NOTADB: path => `${path} is no acknak database: move it away, or choose another data folder with ACKNAK_DATA`,
  SQLITE_CORRUPT: path =>
    `${path} is damaged: move it away and ingest again (raw mail in it may still be read with sqlite3 .recover)`,
  SQLITE_FULL: path =>
    `the disk under ${path} is full: free some space and run the same command again; nothing half-written is kept`,
  SQLITE_IOERR: path =>
    `${path} could not be read or written: check the disk and its free space, then run the same command again`,
  SQLITE_READONLY: path =>
    `${path} cannot be written: check who owns it, or choose another data folder with ACKNAK_DATA`,
  SQLITE_CANTOPEN: path => `${path} cannot be opened: check who owns the folder, or choose another with ACKNAK_DATA`,
  SQLITE_BUSY: path => `another acknak is writing to ${path}: wait for it to end and run the same command again`,
  SQLITE_LOCKED: path => `another acknak is writing to ${path}: wait for it to end and run the same command again`,
  ENOSPC: path => `the disk under ${path} is full: free some space and run the same command again`,
  EACCES: path => `${path} cannot be written: check who owns the folder, or choose another with ACKNAK_DATA`,
  EPERM: path => `${path} cannot be written: check who owns the folder, or choose another with ACKNAK_DATA`,
  EROFS: path => `${path} is on a read-only file system: choose another data folder with ACKNAK_DATA`,
  ENOTDIR: path =>
    `${path} cannot be a folder, something on the way is a file: choose another data folder with ACKNAK_DATA`,
  EEXIST: path => `${path} is a file, not a folder: choose another data folder with ACKNAK_DATA`,
}

/** Codes an error and what it was made from carry: the driver's, the file system's, and Prisma's words for either. */
function* codesOf(error: unknown): Generator<string> {
  for (let e = error, depth = 0; e !== null && typeof e === 'object' && depth < 8; depth++) {
    const { code, originalCode, meta, cause } = e as Record<string, unknown>
    if (typeof code === 'string') yield code
    if (typeof originalCode === 'string') yield originalCode
    e = (meta as Record<string, unknown> | undefined)?.driverAdapterError ?? cause
  }
}

/** SQLite's own words for what the migration engine passes on without a code. */
const told: readonly (readonly [string, string])[] = [
  ['database or disk is full', 'SQLITE_FULL'],
  ['disk I/O error', 'SQLITE_IOERR'],
]

/** The code that is known here, extended codes (`SQLITE_IOERR_WRITE`) cut to their family; empty when none is. */
function codeOf(error: unknown): string {
  for (const code of codesOf(error)) {
    const family = /^SQLITE_[A-Z]+/.exec(code)?.[0] ?? code
    if (Object.hasOwn(advice, family)) return family
  }
  if ((error as Partial<Error> | null)?.name !== 'SchemaConnectorError') return ''
  return told.find(([words]) => (error as Error).message.startsWith(words))?.[1] ?? ''
}

/** An error of the driver or the file system as a StoreError where its cause is in the owner's hands; bugs stay as they are. */
export function explain(error: unknown, path: string): unknown {
  if (error instanceof StoreError) return error
  const code = codeOf(error)
  const says = advice[code]
  return says ? new StoreError(code, says(path), error) : error
}

/** The same methods, each failure explained. */
export function explaining<T extends object>(methods: T, path: string): T {
  const wrapped = Object.entries(methods).map(([name, method]) => {
    if (typeof method !== 'function') return [name, method]
    const call = async (...args: unknown[]): Promise<unknown> => {
      try {
        return await (method as (...args: unknown[]) => unknown).apply(methods, args)
      } catch (error) {
        throw explain(error, path)
      }
    }
    return [name, call]
  })
  return Object.fromEntries(wrapped) as T
}
