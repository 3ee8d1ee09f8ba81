import { buildThreads, openSource, parseMessage, skeletonOf } from '../../ingest/index.ts'
import type { Skeleton, Thread } from '../../model/index.ts'

/** A tree as RFC 5256 writes it: numbers of mails, children in brackets, `((2)(3))` where the parent is missing. */
export type Step = { readonly held: readonly number[]; readonly rfc: string }

/**
 * Steps of a case as imaptest writes them: mails appended and expunged, and the answer to THREAD after that. Mails are
 * numbered from 1 by their place in the mailbox file; the answer's numbers count what is held, and are given back as those.
 */
export const stepsOf = (script: string, mails: number): Step[] => {
  let held = /^state: created/m.test(script) ? [] : Array.from({ length: mails }, (_, i) => i + 1)
  let next = held.length + 1
  let marked: number[] = []
  const steps: Step[] = []
  for (const line of script.split('\n')) {
    const store = /^ok store ([\d,]+) \+flags \\deleted/.exec(line)
    const thread = /^\* thread (.*)$/i.exec(line)
    if (line === 'ok append') held = [...held, next++]
    else if (store !== null) marked = (store[1] ?? '').split(',').map(n => held[Number(n) - 1] ?? 0)
    else if (line === 'ok expunge') held = held.filter(n => !marked.includes(n))
    else if (thread !== null) {
      const now = held
      steps.push({ held: now, rfc: (thread[1] ?? '').replace(/\d+/g, n => String(now[Number(n) - 1])) })
    }
  }
  return steps
}

/** The mails of a case with their numbers, by where they stand in the file; those we do not take for mails are missing. */
export const mailsOf = async (path: string, separators: readonly number[]): Promise<Map<number, Skeleton>> => {
  const mails = new Map<number, Skeleton>()
  for await (const chunk of (await openSource(path)).read())
    for (const record of chunk) {
      const parsed = record.kind === 'mail' ? await parseMessage(record) : record
      const number = separators.indexOf(Number(record.position)) + 1
      if (!('kind' in parsed)) mails.set(number, skeletonOf(parsed))
    }
  return mails
}

/** Our threads of the mails held, in the same notation; mails of one id are one place: `2=4`. */
export const ours = (mails: ReadonlyMap<number, Skeleton>, held: readonly number[]): string => {
  const numbers = new Map<string, number[]>()
  for (const n of held) {
    const id = mails.get(n)?.messageId
    if (id !== undefined) numbers.set(id, [...(numbers.get(id) ?? []), n])
  }
  const write = (thread: Thread, index: number): string => {
    const node = thread.nodes[index]
    const below = thread.nodes.flatMap((n, i) => (n.parent === index ? [write(thread, i)] : [])).filter(s => s !== '')
    const own = node?.message === 'ghost' ? '' : (numbers.get(node?.messageId ?? '') ?? []).join('=')
    const [only] = below
    const children = below.length === 1 && only !== undefined ? only : below.map(b => `(${b})`).join('')
    return [own, children].filter(s => s !== '').join(' ')
  }
  return buildThreads(held.flatMap(n => mails.get(n) ?? []))
    .map(thread => `(${write(thread, 0)})`)
    .join('')
}
