import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../../sim/index.ts'
import { goldenRequests, requestKey } from './golden.ts'
import { traceText } from './trace-text.ts'

/*
 * Writes test/sim/digests.json and test/traces/ anew:  node test/sim/write-digests.ts
 * Only when the model was meant to change, together with its `modelVersion`.
 */
const here = import.meta.dirname
writeFileSync(
  join(here, 'digests.json'),
  `${JSON.stringify(Object.fromEntries(goldenRequests.map(r => [requestKey(r), run(r).digest])), null, 2)}\n`,
)
for (const r of goldenRequests)
  writeFileSync(join(here, '../traces', `${requestKey(r).replaceAll(/[^a-zA-Z0-9.=-]+/g, '_')}.txt`), traceText(run(r)))
