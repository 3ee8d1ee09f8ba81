/** Writes a generated corpus: `node test/bench/generate/write.ts FILE [mails] [seed]`; its truth goes to FILE.truth. */
import { writeCorpus } from './corpus.ts'

const [path, mails = '20000', seed = '1'] = process.argv.slice(2)
if (path === undefined || !/^\d+$/.test(mails) || !/^\d+$/.test(seed)) {
  process.stderr.write('usage: node test/bench/generate/write.ts FILE [mails] [seed]\n')
  process.exit(2)
}
await writeCorpus(path, Number(mails), Number(seed))
