// Writes the generated files:
//   node facts/write.js gfp FILE    tables of facts/gfp/tables from a JSON of measured headers
//   node facts/write.js lists       all.ts of each folder of members
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { renderGfp } from './gfp/import.ts'
import { lists, renderList } from './list.ts'

const root = resolve(import.meta.dirname, '..')
const [what, file] = process.argv.slice(2)

if (what === 'gfp' && file !== undefined) {
  for (const [name, text] of renderGfp(JSON.parse(readFileSync(file, 'utf8'))))
    writeFileSync(join(root, 'facts/gfp/tables', name), text)
} else if (what === 'lists') {
  for (const { folder, exported, type, from } of lists) {
    const slugs = readdirSync(join(root, folder))
      .filter(name => name.endsWith('.ts') && name !== 'all.ts')
      .map(name => name.slice(0, -3))
    writeFileSync(join(root, folder, 'all.ts'), renderList(slugs, exported, type, from))
  }
} else {
  console.error('usage: node facts/write.js gfp FILE | node facts/write.js lists')
  process.exitCode = 2
}
