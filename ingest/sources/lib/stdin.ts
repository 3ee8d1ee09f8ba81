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
  while (size < bytes && !isDone) {
    const next = await stream.next()
    if (next.done === true) isDone = true
    else {
      seen.push(Buffer.from(next.value))
      size += next.value.length
    }
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    try {
      yield* seen.splice(0)
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
