/** Things to stop when we stop, newest first. One registry a process. */
type Stopper = { readonly name: string; readonly stop: () => Promise<void> | void }

const stoppers: Stopper[] = []
let stopping: Promise<void> | null = null
const stopLimitMs = 8_000

/** Registers something to stop with us: a child process, a server, an open database. */
export function stopWithUs(name: string, stop: Stopper['stop']): void {
  stoppers.push({ name, stop })
}

/** Stops everything registered, newest first; each failure is told and the rest go on. */
export function stopAll(): Promise<void> {
  stopping ??= (async () => {
    for (const { name, stop } of stoppers.splice(0).reverse()) {
      try {
        await stop()
      } catch (error) {
        process.stderr.write(`stopping ${name}: ${(error as Error).message}\n`)
      }
    }
  })()
  return stopping
}

const lookForParentMs = 500

/** npm hands no signal on to what its shell runs: when the shell that started us is gone, we end as if told to. */
export function stopWithParent(): void {
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM')
  }, lookForParentMs).unref()
}

/** Ctrl-C, a closed terminal or a `kill` stop everything and end us; a second Ctrl-C ends us at once. */
export function stopOnSignals(): void {
  let asked = false
  const end = (signal: NodeJS.Signals, code: number) => {
    if (asked) process.exit(code)
    asked = true
    setTimeout(() => process.exit(code), stopLimitMs).unref()
    void stopAll().then(() => process.exit(code))
    if (signal === 'SIGINT' && process.stderr.isTTY) process.stderr.write('\nstopping ...\n')
  }
  process.on('SIGINT', () => end('SIGINT', 130))
  process.on('SIGTERM', () => end('SIGTERM', 143))
  process.on('SIGHUP', () => end('SIGHUP', 129))
}
