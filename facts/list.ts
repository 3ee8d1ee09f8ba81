/** Identifier of a member's constant: `mmap-lock` -> `mmapLock`. */
export const constOfSlug = (slug: string): string =>
  slug.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())

/**
 * The text of a folder's `all.ts`: one import a member, sorted by slug. Members are files `<slug>.ts` that export
 * one constant named after the slug; `type` is the type's name, `from` the module it comes from.
 */
export const renderList = (slugs: readonly string[], exported: string, type: string, from: string): string => {
  const sorted = [...slugs].sort()
  return [
    '// Written by `node facts/write.js lists`; a test fails when it is stale.',
    `import type { ${type} } from '${from}'`,
    ...sorted.map(slug => `import { ${constOfSlug(slug)} } from './${slug}.ts'`),
    '',
    `export const ${exported}: readonly ${type}[] = [`,
    ...sorted.map(slug => `  ${constOfSlug(slug)},`),
    ']',
    '',
  ].join('\n')
}

/** Folders whose `all.ts` is written from their files. */
export const lists = [
  { folder: 'facts/mechanisms', exported: 'mechanisms', type: 'MechanismFact', from: '../mechanism.ts' },
  { folder: 'argue/debates', exported: 'debates', type: 'Debate', from: '../debate.ts' },
  { folder: 'sim/scenarios', exported: 'allScenarios', type: 'Scenario', from: '../scenario.ts' },
] as const
