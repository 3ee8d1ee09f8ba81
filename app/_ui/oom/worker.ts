import { answerLog } from './answers.ts'
import type { LogAnswer } from './answers.ts'

/** What the page asks: a text, and the kernel to take instead of the one the log names. */
export type OomAsk = { readonly id: number; readonly text: string; readonly kernel: string | null }
/** What comes back. */
export type OomSaid =
  | { readonly id: number; readonly answer: LogAnswer }
  | { readonly id: number; readonly failed: string }

addEventListener('message', ({ data }: MessageEvent<OomAsk>) => {
  try {
    postMessage({ id: data.id, answer: answerLog(data.text, data.kernel) } satisfies OomSaid)
  } catch (error) {
    const failed = `The reader stopped: ${error instanceof Error ? error.message : String(error)}`
    postMessage({ id: data.id, failed } satisfies OomSaid)
  }
})
