import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { UserError } from '../errors.ts'

/** Bounds of what is read: bytes of a file, messages in all. */
const fileBytesMax = 64_000_000
const messagesMax = 50_000

/** Stances and labels of the guide that labelled threads follow. */
export const stanceValues = [
  'ack',
  'ack-conditional',
  'revise',
  'nak',
  'defer',
  'author-defend',
  'withdraw',
  'none',
] as const
export const labelValues = [
  'question',
  'proposal',
  'concession',
  'disagreement',
  'agreement',
  'evidence',
  'claim',
  'other',
] as const
export const roleValues = ['uses-now', 'introduces', 'removes', 'advocates', 'objects', 'asks', 'mention'] as const
const relationValues = [
  'supports',
  'attacks',
  'undercuts',
  'questions',
  'answers',
  'restates',
  'refines',
  'alternative-to',
] as const

const offset = z.number().int().min(0).max(50_000_000)
const place = { start: offset, end: offset }
const relation = z.object({
  type: z.enum(relationValues),
  target: z.object({
    kind: z.enum(['quote', 'sentence', 'parent', 'patch']),
    start: offset.optional(),
    end: offset.optional(),
  }),
})
const sentence = z.object({
  ...place,
  label: z.enum(labelValues),
  mechanisms: z.array(z.string().max(60)).max(20).default([]),
  relations: z.array(relation).max(20).default([]),
  unsure: z.boolean().optional(),
})
const message = z.object({
  messageId: z.string().max(1000),
  parent: z.string().max(1000).nullish(),
  textSha256: z.string().regex(/^[0-9a-f]{64}$/),
  stance: z.enum(stanceValues),
  posts: z.boolean().default(false),
  sentences: z.array(sentence).max(20_000),
  gfp: z
    .array(
      z.object({
        sentence: z.object(place),
        flag: z.string().max(100),
        role: z.enum(roleValues),
        negated: z.boolean().default(false),
      }),
    )
    .max(5_000)
    .default([]),
  quotes: z.array(z.object(place)).max(10_000).default([]),
})

/** One labelled message; offsets count UTF-16 units into the text of which `textSha256` is the hash. */
export type GoldMessage = z.infer<typeof message>
export type GoldSentence = GoldMessage['sentences'][number]
/** The messages of one labelled thread, in archive order; named as its file. */
export type GoldThread = { readonly name: string; readonly messages: readonly GoldMessage[] }

const readThread = (path: string): GoldThread => {
  const size = statSync(path).size
  if (size > fileBytesMax)
    throw new UserError(`${path}: ${size} bytes; labelled threads are read up to ${fileBytesMax}`)
  const messages: GoldMessage[] = []
  const lines = readFileSync(path, 'utf8').split('\n')
  lines.forEach((line, i) => {
    if (line.trim() === '') return
    let value: unknown
    try {
      value = JSON.parse(line)
    } catch {
      throw new UserError(`${path}:${i + 1}: not a line of JSON`)
    }
    const read = message.safeParse(value)
    if (!read.success) {
      const [issue] = read.error.issues
      throw new UserError(
        `${path}:${i + 1}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not as the guide says'}`,
      )
    }
    const wrong = read.data.sentences.find(s => s.end <= s.start)
    if (wrong) throw new UserError(`${path}:${i + 1}: a sentence ends at ${wrong.end}, before its start ${wrong.start}`)
    if (messages.length >= messagesMax) throw new UserError(`${path}: more than ${messagesMax} messages`)
    messages.push(read.data)
  })
  return { name: basename(path).replace(/\.jsonl$/, ''), messages }
}

/** Labelled threads of a folder of `.jsonl` files, or of one such file, by name. Throws one clear line for a bad one. */
export const readGold = (path: string): GoldThread[] => {
  let isFolder = false
  try {
    isFolder = statSync(path).isDirectory()
  } catch {
    throw new UserError(`${path}: no such file or folder; give a folder of labelled threads (*.jsonl)`)
  }
  const files = isFolder
    ? readdirSync(path)
        .filter(f => f.endsWith('.jsonl'))
        .sort()
        .map(f => join(path, f))
    : [path]
  const threads = files.map(readThread).filter(t => t.messages.length > 0)
  if (threads.length === 0) throw new UserError(`${path}: no labelled messages in it (*.jsonl, one message a line)`)
  return threads
}
