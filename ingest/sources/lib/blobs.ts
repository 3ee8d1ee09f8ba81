import { GitError, startGit } from './git.ts'
import { mailBytesMax } from './whole.ts'

/** A blob by its id; `bytes` null when the repository does not hold it. `isCut`: it goes on beyond the bound. */
export type Blob = { readonly oid: string; readonly bytes: Buffer | null; readonly isCut: boolean }

/** Takes lines and counted bytes from a stream, holding no more than was asked for. */
class ByteReader {
  private readonly stream: AsyncIterator<Buffer>
  private held: Buffer = Buffer.alloc(0)

  constructor(stream: AsyncIterable<Buffer>) {
    this.stream = stream[Symbol.asyncIterator]()
  }

  /** More bytes into `held`; false at the end. */
  private async more(): Promise<boolean> {
    const next = await this.stream.next()
    if (next.done === true) return false
    this.held = this.held.length === 0 ? next.value : Buffer.concat([this.held, next.value])
    return true
  }

  /** The next line without its end; null when the stream ended. */
  async line(): Promise<string | null> {
    for (;;) {
      const nl = this.held.indexOf(0x0a)
      if (nl >= 0) {
        const line = this.held.toString('latin1', 0, nl)
        this.held = this.held.subarray(nl + 1)
        return line
      }
      if (this.held.length > 4096 || !(await this.more())) return null
    }
  }

  /** The next `size` bytes, of which at most `keep` are kept; null when the stream ended before. */
  async take(size: number, keep: number): Promise<Buffer | null> {
    const parts: Buffer[] = []
    let [left, room] = [size, keep]
    while (left > 0) {
      if (this.held.length === 0 && !(await this.more())) return null
      const part = this.held.subarray(0, left)
      this.held = this.held.subarray(part.length)
      left -= part.length
      if (room > 0) parts.push(part.subarray(0, room))
      room -= part.length
    }
    return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts)
  }
}

/** One `git cat-file --batch` for a whole repository. */
export const openBlobs = (dir: string) => {
  const child = startGit(dir, ['cat-file', '--batch'])
  const reader = new ByteReader(child.process.stdout as AsyncIterable<Buffer>)
  return {
    /** Blobs in the order asked. Ask for few at a time: git answers as fast as it is read. */
    async *read(oids: readonly string[]): AsyncGenerator<Blob> {
      child.process.stdin.write(oids.map(oid => `${oid}\n`).join(''))
      for (const oid of oids) {
        const line = await reader.line()
        if (line === null) {
          await child.end()
          throw new GitError('git ended before it had answered', false, null)
        }
        const [, kind, length] = line.split(' ')
        const size = Number(length)
        if (kind === 'missing' || !Number.isSafeInteger(size)) {
          yield { oid, bytes: null, isCut: false }
          continue
        }
        const bytes = await reader.take(size, mailBytesMax)
        if (bytes === null || (await reader.take(1, 0)) === null)
          throw new GitError('git ended in the middle of an answer', false, null)
        yield { oid, bytes: kind === 'blob' ? bytes : null, isCut: size > mailBytesMax }
      }
    },
    close: () => child.stop(),
  }
}
