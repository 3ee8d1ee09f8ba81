'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import type { LogAnswer } from './answers.ts'
import type { OomAsk, OomSaid } from './worker.ts'

/** What the reader is doing with the last text. */
export type Reading =
  | { readonly state: 'idle' }
  | { readonly state: 'reading' }
  | { readonly state: 'done'; readonly answer: LogAnswer }
  | { readonly state: 'failed'; readonly says: string }

/** Reads logs in a Web Worker; a newer text ends the reading of an older one. */
export function useReader() {
  const worker = useRef<Worker | null>(null)
  const isBusy = useRef(false)
  const lastId = useRef(0)
  const [reading, setReading] = useState<Reading>({ state: 'idle' })

  useEffect(() => () => worker.current?.terminate(), [])

  const read = useCallback((text: string, kernel: string | null) => {
    if (isBusy.current) {
      worker.current?.terminate()
      worker.current = null
    }
    if (worker.current === null) {
      const made = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
      made.onmessage = ({ data }: MessageEvent<OomSaid>) => {
        if (data.id !== lastId.current) return
        isBusy.current = false
        setReading('answer' in data ? { state: 'done', answer: data.answer } : { state: 'failed', says: data.failed })
      }
      made.onerror = event => {
        isBusy.current = false
        worker.current = null
        setReading({
          state: 'failed',
          says: `The reader could not be started: ${event.message || 'its script did not load'}`,
        })
      }
      worker.current = made
    }
    isBusy.current = true
    setReading({ state: 'reading' })
    worker.current.postMessage({ id: ++lastId.current, text, kernel } satisfies OomAsk)
  }, [])
  const clear = useCallback(() => {
    lastId.current++
    setReading({ state: 'idle' })
  }, [])
  return { reading, read, clear }
}
