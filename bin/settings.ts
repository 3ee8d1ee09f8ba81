import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import { UserError } from './errors.ts'

const mirror = z
  .object({
    path: z.string().min(1),
    list: z
      .string()
      .regex(/[A-Za-z0-9]/, 'needs a name with a letter or digit')
      .max(100)
      .optional(),
    fetch: z.boolean().optional(),
  })
  .strict()

const shape = z
  .object({
    dataDir: z.string().min(1).optional(),
    databaseUrl: z.string().min(1).optional(),
    meiliUrl: z.url({ protocol: /^https?$/ }).optional(),
    meiliKey: z.string().min(1).optional(),
    loreUrl: z.url({ protocol: /^https?$/ }).optional(),
    mirrors: z.array(mirror).max(1000).optional(),
  })
  .strict()

/** What flags, the environment and `acknak.config.json` say together, checked. Paths are absolute. */
export type Settings = {
  readonly dataDir: string
  /** True when nobody named a folder and `.acknak` stands by default. */
  readonly dataDirIsDefault: boolean
  readonly databaseUrl: string | null
  readonly meiliUrl: string | null
  readonly meiliKey: string | null
  /** Where `fetch` finds threads; another value only in tests or for a mirror. */
  readonly loreUrl: string
  readonly mirrors: readonly Mirror[]
}

/** Something to keep in step with: a clone of a public-inbox, or any other source. Paths are absolute. */
export type Mirror = {
  readonly path: string
  readonly list: string | null
  /** Whether `acknak sync` runs `git fetch` in it first. */
  readonly fetch: boolean
}

/** Reads the settings: flags first, then the environment, then the file. Throws UserError on nonsense. */
export function readSettings(flags: { data?: string | undefined } = {}, env = process.env): Settings {
  const path = resolve('acknak.config.json')
  let file: unknown = {}
  if (existsSync(path)) {
    try {
      file = JSON.parse(readFileSync(path, 'utf8'))
    } catch (error) {
      throw new UserError(`acknak.config.json is not valid JSON: ${(error as Error).message}`)
    }
  }
  const parsed = shape.safeParse({
    ...(typeof file === 'object' && file !== null ? file : {}),
    ...(env.ACKNAK_DATA ? { dataDir: env.ACKNAK_DATA } : {}),
    ...(env.DATABASE_URL ? { databaseUrl: env.DATABASE_URL } : {}),
    ...(env.MEILI_URL ? { meiliUrl: env.MEILI_URL } : {}),
    ...(env.MEILI_MASTER_KEY ? { meiliKey: env.MEILI_MASTER_KEY } : {}),
    ...(env.ACKNAK_LORE ? { loreUrl: env.ACKNAK_LORE } : {}),
    ...(flags.data ? { dataDir: flags.data } : {}),
  })
  if (!parsed.success) {
    const first = parsed.error.issues[0]
    throw new UserError(`setting ${first?.path.join('.') || '(file)'}: ${first?.message ?? 'not understood'}`)
  }
  const s = parsed.data
  return {
    dataDir: resolve(s.dataDir ?? '.acknak'),
    dataDirIsDefault: s.dataDir === undefined,
    databaseUrl: s.databaseUrl ?? null,
    meiliUrl: s.meiliUrl ?? null,
    meiliKey: s.meiliKey ?? null,
    loreUrl: (s.loreUrl ?? 'https://lore.kernel.org').replace(/\/+$/, ''),
    mirrors: (s.mirrors ?? []).map(m => ({ path: resolve(m.path), list: m.list ?? null, fetch: m.fetch ?? true })),
  }
}
