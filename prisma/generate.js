// Generates the database clients from models.prisma and one provider file each, when they are stale.
// Plain JavaScript without packages of its own, so that it runs before anything else does.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const room = import.meta.dirname
const root = resolve(room, '..')
const cli = join(root, 'node_modules', 'prisma', 'build', 'index.js')
const generated = join(room, 'generated')

function inputsHash(provider) {
  const hash = createHash('sha256')
  for (const file of ['models.prisma', `${provider}.prisma`, 'generate.js'])
    hash.update(readFileSync(join(room, file))).update('\0')
  return hash.update(readFileSync(join(root, 'node_modules', 'prisma', 'package.json'))).digest('hex')
}

/** Generates one client into generated/<provider>; false when it was fresh already. Throws with Prisma's own words. */
export function generate(provider, force = false) {
  const stamp = join(generated, `${provider}.stamp`)
  const wanted = inputsHash(provider)
  if (
    !force &&
    existsSync(stamp) &&
    existsSync(join(generated, provider, 'client.ts')) &&
    readFileSync(stamp, 'utf8') === wanted
  )
    return false
  const schema = join(generated, `${provider}-schema`)
  mkdirSync(schema, { recursive: true })
  copyFileSync(join(room, 'models.prisma'), join(schema, 'models.prisma'))
  copyFileSync(join(room, `${provider}.prisma`), join(schema, 'provider.prisma'))
  rmSync(join(generated, provider), { recursive: true, force: true })
  const run = spawnSync(process.execPath, [cli, 'generate', `--schema=${schema}`, '--no-hints'], {
    cwd: root,
    encoding: 'utf8',
    // Prisma insists on an engine binary to be there and never starts it for `generate`; any file will do.
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
  })
  rmSync(schema, { recursive: true, force: true })
  if (run.status !== 0)
    throw new Error(`prisma generate (${provider}) failed:\n${run.stdout ?? ''}${run.stderr ?? run.error ?? ''}`)
  writeFileSync(stamp, wanted)
  return true
}

if (process.argv[1] === import.meta.filename) {
  const providers = process.argv.slice(2).filter(word => word === 'sqlite' || word === 'postgres')
  try {
    for (const provider of providers.length > 0 ? providers : ['sqlite'])
      if (generate(provider)) console.log(`database client for ${provider} generated`)
  } catch (error) {
    console.error(error.message)
    process.exitCode = 1
  }
}
