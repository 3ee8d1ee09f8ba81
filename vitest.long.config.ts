import { defineConfig } from 'vitest/config'

/** `npm run test:long`: fifty kills, faults of disks and sources, and the property tests over many more runs. */
export default defineConfig({
  resolve: { alias: { 'server-only': new URL('./test/empty.ts', import.meta.url).pathname } },
  test: {
    include: ['test/long/**/*.long.ts', 'test/{text,ingest,prisma}/**/*.test.ts'],
    exclude: ['node_modules/**'],
    setupFiles: ['test/long/more-runs.ts'],
    testTimeout: 1_800_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
  },
})
