import { execFileSync } from 'node:child_process'
import { hash } from 'node:crypto'

export const sha1 = (bytes: Uint8Array): Uint8Array => hash('sha1', bytes, 'buffer')

/** What git itself would take for the start of another patch. */
const startsAnother = /^(?:commit |From |diff-tree )?[0-9a-f]{40}/m

const run = (input: string): string[] =>
  execFileSync('git', ['patch-id', '--stable'], { input, maxBuffer: 1 << 28 })
    .toString()
    .split('\n')
    .filter(Boolean)

/** What `git patch-id --stable` prints for each text, in order: its ids. One process, but for texts that hold hashes. */
export const gitPatchIds = (texts: readonly string[]): string[][] => {
  const found: string[][] = texts.map(() => [])
  const plain = texts.map((text, i) =>
    startsAnother.test(text) ? '' : `From f00d${String(i).padStart(36, '0')}\n${text}\n\nend\n`,
  )
  let last = 0
  for (const line of run(plain.join(''))) {
    const [id = '', name = ''] = line.split(' ')
    // A second patch of one text carries no name.
    if (name.startsWith('f00d')) last = Number(name.slice(4))
    found[last]?.push(id)
  }
  for (const [i, text] of texts.entries())
    if (startsAnother.test(text)) found[i] = run(text).map(line => line.slice(0, 40))
  return found
}
