import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import type { SchemaEngine } from '@prisma/schema-engine-wasm'
import type * as Bindings from '@prisma/schema-engine-wasm/schema_engine_bg'

type Glue = typeof Bindings & { __wbg_set_wasm(exports: WebAssembly.Exports): void }
type Registry = { PRISMA_WASM_PANIC_REGISTRY?: { set_message(text: string): void } }

let panic = ''
let loaded: Promise<Glue> | null = null

/**
 * The engine's module, instantiated once a process: its glue keeps views of the one memory it first met. By hand, since
 * importing `.wasm` as a module works only with a warning.
 */
async function load(): Promise<Glue> {
  const require = createRequire(import.meta.url)
  const gluePath = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const glue = (await import('@prisma/schema-engine-wasm/schema_engine_bg')) as Glue
  const module = new WebAssembly.Module(readFileSync(gluePath.replace(/\.js$/, '.wasm')))
  const { exports } = new WebAssembly.Instance(module, { './schema_engine_bg.js': glue as never })
  ;(globalThis as Registry).PRISMA_WASM_PANIC_REGISTRY = { set_message: text => (panic = text) }
  glue.__wbg_set_wasm(exports)
  ;(exports.__wbindgen_start as () => void)()
  return glue
}

/**
 * Runs `work` with Prisma's schema engine as WebAssembly over a SQLite file, and closes its connections after.
 * `models`: schema files by name, for comparing; none when migrations are only applied.
 */
export async function withEngine<T>(
  path: string,
  models: readonly [string, string][],
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  loaded ??= load()
  const glue = await loaded
  // The engine locks the file exclusively and never lets go: its connections are ours to close.
  const plain = new PrismaBetterSqlite3({ url: path })
  const open: SqlDriverAdapter[] = []
  const keep = async (adapter: Promise<SqlDriverAdapter>) => {
    open.push(await adapter)
    return adapter
  }
  const factory = bindMigrationAwareSqlAdapterFactory({
    provider: plain.provider,
    adapterName: plain.adapterName,
    connect: () => keep(plain.connect()),
    connectToShadowDb: async () => {
      const shadow = await keep(plain.connectToShadowDb())
      // The engine replays whole migrations there as one query, which this driver takes only as a script.
      const execute = shadow.executeRaw.bind(shadow)
      shadow.executeRaw = async query =>
        query.args.length > 0 ? execute(query) : (await shadow.executeScript(query.sql), 0)
      return shadow
    },
  })
  try {
    const engine = await glue.SchemaEngine.new(
      { datamodels: models.length > 0 ? [...models] : undefined },
      () => undefined,
      factory,
    )
    const result = await work(engine)
    engine.free()
    return result
  } catch (error) {
    throw panic ? new Error(`the schema engine panicked: ${panic}`, { cause: error }) : error
  } finally {
    for (const adapter of open) await adapter.dispose()
  }
}
