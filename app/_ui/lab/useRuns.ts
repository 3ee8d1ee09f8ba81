'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import type { RunRequest, RunResult } from '../../../model/index.ts'
import type { Answer, Ask } from './protocol.ts'

/** What the worker is doing. `elapsedMs` counts while it runs. */
export type Work =
  | { readonly state: 'idle' }
  | {
      readonly state: 'running'
      readonly variant: string
      readonly done: number
      readonly total: number
      readonly elapsedMs: number
    }
  | { readonly state: 'refused'; readonly says: string }
  | { readonly state: 'stopped' }

type Waiting = { readonly done: (answer: Answer) => void; readonly failed: (says: string) => void }

/** One worker, started at the first question and thrown away when stopped. */
class Asker {
  private worker: Worker | null = null
  private readonly waiting = new Map<number, Waiting>()
  private lastId = 0

  ask(what: Ask['what'], request: RunRequest): Promise<Answer> {
    const id = ++this.lastId
    return new Promise((done, fail) => {
      this.waiting.set(id, { done, failed: says => fail(new Error(says)) })
      this.start().postMessage({ id, what, request } satisfies Ask)
    })
  }

  stop(says: string): void {
    this.worker?.terminate()
    this.worker = null
    for (const { failed } of this.waiting.values()) failed(says)
    this.waiting.clear()
  }

  private start(): Worker {
    if (this.worker) return this.worker
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
    worker.onmessage = (event: MessageEvent<Answer>) => {
      this.waiting.get(event.data.id)?.done(event.data)
      this.waiting.delete(event.data.id)
    }
    worker.onerror = event =>
      this.stop(`The simulator could not be started: ${event.message || 'its script did not load'}`)
    this.worker = worker
    return worker
  }
}

/** Runs requests one after another in a Web Worker. */
export function useRuns() {
  const asker = useRef<Asker | null>(null)
  const round = useRef(0)
  const [work, setWork] = useState<Work>({ state: 'idle' })

  useEffect(() => () => asker.current?.stop('The page was left.'), [])

  const running = work.state === 'running'
  useEffect(() => {
    if (!running) return
    const startedAt = performance.now()
    const timer = setInterval(
      () => setWork(w => (w.state === 'running' ? { ...w, elapsedMs: Math.round(performance.now() - startedAt) } : w)),
      200,
    )
    return () => clearInterval(timer)
  }, [running])

  const runAll = useCallback(async (requests: readonly RunRequest[]): Promise<readonly RunResult[] | null> => {
    asker.current ??= new Asker()
    asker.current.stop('A newer run was asked for.')
    const mine = ++round.current
    const results: RunResult[] = []
    try {
      for (const request of requests) {
        setWork(w => ({
          state: 'running',
          variant: request.variant,
          done: results.length,
          total: requests.length,
          elapsedMs: w.state === 'running' ? w.elapsedMs : 0,
        }))
        const answer = await asker.current.ask('run', request)
        if (round.current !== mine) return null
        if (answer.what === 'refused') {
          setWork({ state: 'refused', says: answer.says })
          return null
        }
        if (answer.what === 'run') results.push(answer.result)
      }
      setWork({ state: 'idle' })
      return results
    } catch (error) {
      if (round.current === mine)
        setWork({ state: 'refused', says: error instanceof Error ? error.message : String(error) })
      return null
    }
  }, [])

  const stop = useCallback(() => {
    round.current++
    asker.current?.stop('Stopped.')
    setWork({ state: 'stopped' })
  }, [])

  /** Chrome trace JSON of a run. It is made by running again: the same request gives the same run. */
  const trace = useCallback(async (request: RunRequest): Promise<string | null> => {
    asker.current ??= new Asker()
    try {
      const answer = await asker.current.ask('trace', request)
      if (answer.what === 'refused') setWork({ state: 'refused', says: answer.says })
      return answer.what === 'trace' ? answer.json : null
    } catch (error) {
      setWork({ state: 'refused', says: error instanceof Error ? error.message : String(error) })
      return null
    }
  }, [])

  return { work, runAll, stop, trace }
}
