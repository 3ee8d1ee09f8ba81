import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { dirname, resolve } from 'node:path'
import vm from 'node:vm'
import type { RunRequest, RunResult } from '../../model/index.ts'
import { goldenRequests, requestKey } from './golden.ts'

/*
 * Runs sim/ in a realm that has ECMAScript and nothing else, without clock, dice, locale and console, and prints the
 * digests as JSON:  node --experimental-vm-modules test/sim/bare-realm.ts
 */

type Linked = {
  link: (linker: (specifier: string, from: { identifier: string }) => Linked) => Promise<void>
  evaluate: () => Promise<void>
  namespace: Record<string, unknown>
}
const { SourceTextModule } = vm as unknown as { SourceTextModule: new (code: string, options: object) => Linked }

const realm = vm.createContext(Object.create(null) as object, { codeGeneration: { strings: false, wasm: false } })
vm.runInContext(
  `for (const name of ['Date', 'Intl', 'console', 'WebAssembly', 'SharedArrayBuffer', 'Atomics']) delete globalThis[name]
   delete Math.random`,
  realm,
)
/** What the realm still knows by name. */
export const globals = vm.runInContext('Object.getOwnPropertyNames(globalThis).join(" ")', realm) as string

const modules = new Map<string, Linked>()
const load = (path: string): Linked => {
  const known = modules.get(path)
  if (known !== undefined) return known
  const code = stripTypeScriptTypes(readFileSync(path, 'utf8'), { mode: 'strip' })
  const module = new SourceTextModule(code, { context: realm, identifier: path })
  modules.set(path, module)
  return module
}

const entry = load(resolve(import.meta.dirname, '../../sim/index.ts'))
await entry.link((specifier, from) => load(resolve(dirname(from.identifier), specifier)))
await entry.evaluate()
const run = entry.namespace.run as (request: RunRequest) => RunResult
process.stdout.write(
  JSON.stringify({
    globals: globals.split(' '),
    digests: Object.fromEntries(goldenRequests.map(r => [requestKey(r), run(r).digest])),
  }),
)
