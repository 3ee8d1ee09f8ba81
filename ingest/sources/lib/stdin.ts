import { SourceError } from '../types.ts'

/**
 * The first `bytes` of a stream, and the whole of it for reading once: what was looked at comes first again.
 * Standard input cannot be opened twice, so nothing of it may be lost by looking.
 */
export const lookAhead = async (
  input: AsyncIterable<Uint8Array>,
  bytes: number,
): Promise<{ head: Buffer; all: () => AsyncIterable<Uint8Array> }> => {
  const stream = input[Symbol.asyncIterator]()
  const seen: Buffer[] = []
  let size = 0
  let isDone = false
  let broke: Error | null = null
  try {
    while (size < bytes && !isDone) {
      const next = await stream.next()
      if (next.done === true) isDone = true
      else {
        seen.push(Buffer.from(next.value))
        size += next.value.length
      }
    }
  } catch (error) {
    if (size === 0) throw new SourceError('-', `cannot be read (${(error as Error).message}): run this again`)
    // What came before is read all the same; whoever reads on meets the error.
    broke = error as Error
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    try {
      yield* seen.splice(0)
      if (broke !== null) throw broke
      while (!isDone) {
        const next = await stream.next()
        if (next.done === true) return
        yield next.value
      }
    } finally {
      await stream.return?.()
    }
  }
  return { head: Buffer.concat(seen), all }
}

/** Standard input, or the stream given in its place. Throws where nothing is piped in: nobody should type mail. */
export const standardInput = (given: AsyncIterable<Uint8Array> | undefined): AsyncIterable<Uint8Array> => {
  if (given !== undefined) return given
  if (process.stdin.isTTY)
    throw new SourceError('-', 'nothing is piped in: use it as in `zcat linux-mm.mbox.gz | acknak ingest -`')
  return process.stdin
}
