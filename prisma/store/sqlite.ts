import { AsyncLocalStorage } from 'node:async_hooks'
import Database from 'better-sqlite3'
import { columns } from './tables.ts'
import type { Row, Rows, Table, TextRow, Value, WriteTx } from './tables.ts'

/** Values a statement with a list takes at once; shorter lists repeat their last value. */
const chunkSizes = [1, 8, 64, 512] as const
const busyMs = 10_000
/** Pages a writer keeps: what one batch touches, and the upper levels of the indexes. */
const writerCacheKiB = 24_576

const bind = (value: unknown): unknown => (typeof value === 'boolean' ? (value ? 1 : 0) : (value ?? null))

/** A raw connection to a SQLite file; statements are prepared once. */
export class SqliteConnection {
  readonly db: Database.Database
  readonly #statements = new Map<string, Database.Statement>()

  constructor(path: string, options: Database.Options = {}) {
    this.db = new Database(path, { timeout: busyMs, ...options })
    this.db.pragma('cache_size = -65536')
    this.db.pragma('temp_store = MEMORY')
  }

  protected prepare(sql: string): Database.Statement {
    let statement = this.#statements.get(sql)
    if (!statement) {
      statement = this.db.prepare(sql)
      this.#statements.set(sql, statement)
    }
    return statement
  }

  all(sql: string, params: readonly Value[] = []): Row[] {
    return this.prepare(sql).all(...params.map(bind)) as Row[]
  }

  /** Statement and values for each chunk of a list that goes where `sql` says `(??)`. */
  protected *chunks(sql: string, values: readonly (string | number)[]): Generator<[Database.Statement, unknown[]]> {
    const largest = chunkSizes[chunkSizes.length - 1] ?? 1
    for (let at = 0; at < values.length; at += largest) {
      const chunk = values.slice(at, at + largest)
      const size = chunkSizes.find(s => s >= chunk.length) ?? largest
      const params = chunk.concat(Array.from({ length: size - chunk.length }, () => chunk[chunk.length - 1] ?? ''))
      yield [this.prepare(sql.replace('(??)', `(${Array(size).fill('?').join(',')})`)), params]
    }
  }

  allIn(sql: string, values: readonly (string | number)[]): Row[] {
    const rows: Row[] = []
    for (const [statement, params] of this.chunks(sql, values)) {
      for (const row of statement.iterate(...params)) rows.push(row as Row)
    }
    return rows
  }

  close(): void {
    this.#statements.clear()
    this.db.close()
  }
}

/** The SQLite side of the bulk writer: one connection of its own. */
export class SqliteWriter extends SqliteConnection implements WriteTx {
  #queue: Promise<unknown> = Promise.resolve()
  /** Tells calls made by the transaction that is running from those of others, who wait. */
  readonly #within = new AsyncLocalStorage<true>()
  readonly #hasFullText: boolean

  /** `maxBytes`: the file may not grow beyond; a writer that meets the bound gets the error of a full disk. */
  constructor(path: string, options: { maxBytes?: number | undefined; fullText?: boolean | undefined } = {}) {
    super(path)
    this.#hasFullText = options.fullText ?? true
    this.db.pragma(`cache_size = -${writerCacheKiB}`)
    this.db.pragma('journal_mode = WAL')
    this.db.pragma('synchronous = NORMAL')
    this.db.pragma('foreign_keys = ON')
    this.db.pragma('wal_autocheckpoint = 8000')
    if (options.maxBytes !== undefined) {
      const pageSize = this.db.pragma('page_size', { simple: true }) as number
      this.db.pragma(`max_page_count = ${Math.max(1, Math.floor(options.maxBytes / pageSize))}`)
    }
  }

  /**
   * Runs `work` as one transaction, after those asked for before it. Any throw rolls all of it back. A transaction asked
   * for within `work` is part of this one.
   */
  transaction<T>(work: (tx: WriteTx) => T | Promise<T>): Promise<T> {
    if (this.#within.getStore() === true) return Promise.resolve(work(this))
    const turn = this.#queue.then(async () => {
      this.db.exec('BEGIN IMMEDIATE')
      try {
        const result = await this.#within.run(true, async () => work(this))
        this.db.exec('COMMIT')
        return result
      } catch (error) {
        if (this.db.inTransaction) this.db.exec('ROLLBACK')
        throw error
      }
    })
    this.#queue = turn.catch(() => undefined)
    return turn
  }

  run(sql: string, params: readonly Value[] = []): void {
    this.prepare(sql).run(...params.map(bind))
  }

  runIn(sql: string, values: readonly (string | number)[]): void {
    for (const [statement, params] of this.chunks(sql, values)) statement.run(...params)
  }

  insert<T extends Table>(table: T, rows: readonly Rows[T][]): void {
    if (rows.length === 0) return
    const names = columns[table]
    const marks = names.map(() => '?').join(',')
    const statement = this.prepare(`INSERT INTO "${table}" (${names.map(n => `"${n}"`).join(',')}) VALUES (${marks})`)
    const values: unknown[] = new Array(names.length)
    for (const row of rows) {
      for (let i = 0; i < names.length; i++) values[i] = bind(row[names[i] as keyof typeof row])
      statement.run(values)
    }
  }

  insertText(rows: Iterable<TextRow>): void {
    if (!this.#hasFullText) return
    const statement = this.prepare(
      'INSERT INTO message_text (rowid, subject, author, body, quoted, parts, files) VALUES (?,?,?,?,?,?,?)',
    )
    for (const r of rows) statement.run(r.id, r.subject, r.author, r.body, r.quoted, r.parts, r.files)
  }
}
