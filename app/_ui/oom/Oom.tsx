'use client'

import type { DragEvent } from 'react'
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { count } from '../lab/format.ts'
import { CopyButton } from '../lab/Copy.tsx'
import { isKernel } from './answers.ts'
import type { LogAnswer } from './answers.ts'
import { exampleLog } from './example.ts'
import { fragmentOf, logOfFragment } from './link.ts'
import { Allocation, Report, Unread } from './Report.tsx'
import { useReader } from './useReader.ts'

export type OomProps = {
  /** Message-ID of a mail of this archive to read. */
  readonly mail: string | null
  /** Kernels to choose from. */
  readonly kernels: readonly string[]
}

const never = () => () => {}
/** Above this a file is not opened here, bytes. */
const fileBytesMax = 64 * 1024 * 1024
const reportsShownMax = 40

const plural = (n: number, one: string, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`

function foundSays({ ooms, allocations, events, lines, cut }: LogAnswer): string {
  const rest = cut ? ' It is longer than the reader takes: its end was left out.' : ''
  if (ooms.length + allocations.length === 0)
    return (
      (events.length > 0
        ? `No whole report in ${plural(lines, 'line')}, only ${plural(events.length, 'single line')} of the OOM killer or the allocator.`
        : `No OOM report in ${plural(lines, 'line')}. A report begins with a line that says “invoked oom-killer”.`) +
      rest
    )
  const found = [
    ...(ooms.length > 0 ? [plural(ooms.length, 'OOM report')] : []),
    ...(allocations.length > 0 ? [plural(allocations.length, 'failed or stalled allocation')] : []),
  ]
  return `${found.join(' and ')} in ${plural(lines, 'line')}.${rest}`
}

/** Paste a log, see who died and why. Everything happens in the browser; nothing is sent. */
export function Oom({ mail, kernels }: OomProps) {
  const isLive = useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
  const box = useRef<HTMLTextAreaElement>(null)
  const picker = useRef<HTMLInputElement>(null)
  const { reading, read, clear } = useReader()
  const [kernel, setKernel] = useState('')
  const [says, setSays] = useState('')
  const [link, setLink] = useState<string | null>(null)
  const [isOver, setOver] = useState(false)
  const [isShort, setShort] = useState(false)

  const kernelWrong = kernel.trim() !== '' && !isKernel(kernel)
  const start = useCallback(
    (text: string, of: string) => {
      setLink(null)
      setSays('')
      if (text.trim() === '') {
        clear()
        setSays('There is nothing to read yet: paste a log, open a file or load the example.')
        box.current?.focus()
        return
      }
      setShort(true)
      read(text, of.trim() === '' || !isKernel(of) ? null : of)
    },
    [clear, read],
  )
  /** A text that came from elsewhere than the keyboard is read at once. */
  const take = useCallback(
    (text: string) => {
      if (box.current) box.current.value = text
      start(text, '')
      setKernel('')
    },
    [start],
  )
  const open = async (file: File | undefined) => {
    if (file === undefined) return
    if (file.size > fileBytesMax) return setSays('This file is larger than 64 MB. Use the command: acknak oom FILE')
    const bytes = new Uint8Array(await file.arrayBuffer())
    if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return take(new TextDecoder().decode(bytes))
    setSays('This is a gzip file: unpack it first, or use the command acknak oom FILE, which reads it.')
  }

  useEffect(() => {
    const load = async () => {
      const carried = await logOfFragment(location.hash)
      if (carried !== null) return 'log' in carried ? take(carried.log) : setSays(carried.says)
      if (mail === null) return
      setSays('Fetching the mail …')
      const answer = await fetch(`/oom/text?id=${encodeURIComponent(mail)}`)
      if (answer.ok) take(await answer.text())
      else
        setSays(
          answer.status === 404
            ? `This archive does not hold <${mail}>.`
            : `The mail could not be fetched (${answer.status}).`,
        )
    }
    // A link to a report of this page is no new log.
    const onHash = () => void (/^#[zt]=/.test(location.hash) && load())
    load().catch(error =>
      setSays(`The mail could not be fetched: ${error instanceof Error ? error.message : String(error)}`),
    )
    addEventListener('hashchange', onHash)
    return () => removeEventListener('hashchange', onHash)
  }, [mail, take])

  const answer = reading.state === 'done' ? reading.answer : null
  const makeLink = async () => {
    const fragment = await fragmentOf(box.current?.value ?? '')
    if (fragment === null) return setSays('This log is too long for a link: share the file instead.')
    history.replaceState(history.state, '', `/oom#${fragment}`)
    setLink(location.href)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const file = event.dataTransfer.files[0]
    if (file !== undefined) void open(file)
    else if (event.dataTransfer.getData('text/plain') !== '') take(event.dataTransfer.getData('text/plain'))
  }
  return (
    <>
      <form
        className={`oom-form${isOver ? ' oom-over' : ''}`}
        autoComplete="off"
        onSubmit={event => {
          event.preventDefault()
          start(box.current?.value ?? '', kernel)
        }}
        onDragOver={event => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <fieldset disabled={!isLive}>
          <legend className="hidden">The log</legend>
          <label htmlFor="oom-log">
            Kernel log, or a mail with one. Paste it, or drop a file here. It stays in your browser.
          </label>
          <textarea
            id="oom-log"
            ref={box}
            className={isShort ? 'oom-short' : undefined}
            rows={12}
            spellCheck={false}
            wrap="off"
            placeholder="[84211.402318] cc1plus invoked oom-killer: gfp_mask=0x140cca(GFP_HIGHUSER_MOVABLE|__GFP_COMP), order=0, …"
            onKeyDown={event => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
                event.preventDefault()
                event.currentTarget.form?.requestSubmit()
              }
            }}
            onPaste={() => setTimeout(() => start(box.current?.value ?? '', kernel))}
          />
          <div className="oom-actions">
            <button type="submit" className="button-run">
              Read it <kbd>Ctrl</kbd> <kbd>Enter</kbd>
            </button>
            <button type="button" onClick={() => take(exampleLog)} data-example="">
              Load an example
            </button>
            <button type="button" onClick={() => picker.current?.click()}>
              Open a file
            </button>
            <input
              ref={picker}
              type="file"
              hidden
              onChange={event => {
                void open(event.target.files?.[0])
                event.target.value = ''
              }}
            />
            <span className="oom-kernel">
              <label htmlFor="oom-kernel">Kernel</label>{' '}
              <input
                id="oom-kernel"
                list="oom-kernels"
                value={kernel}
                placeholder="as the log says"
                size={20}
                maxLength={80}
                aria-invalid={kernelWrong}
                aria-describedby={kernelWrong ? 'oom-kernel-says' : undefined}
                onChange={event => {
                  setKernel(event.target.value)
                  if (answer !== null && (event.target.value.trim() === '' || isKernel(event.target.value)))
                    start(box.current?.value ?? '', event.target.value)
                }}
              />
              <datalist id="oom-kernels">
                {kernels.map(k => (
                  <option key={k} value={k} />
                ))}
              </datalist>
              {kernelWrong && (
                <span id="oom-kernel-says" className="oom-wrong">
                  {' '}
                  give a version such as v6.12
                </span>
              )}
            </span>
          </div>
        </fieldset>
        <p className="oom-says" role="status">
          {reading.state === 'reading'
            ? 'Reading …'
            : reading.state === 'failed'
              ? reading.says
              : `${says}${says !== '' && answer !== null ? ' ' : ''}${answer === null ? '' : foundSays(answer)}`}
        </p>
      </form>
      <div className="oom-results">
        {answer !== null && answer.ooms.length + answer.allocations.length > 0 && (
          <div className="oom-actions oom-share">
            {answer.ooms.length > 1 && (
              <nav aria-label="Reports">
                <ol className="oom-index">
                  {answer.ooms.slice(0, reportsShownMax).map(({ report }, i) => (
                    <li key={report.firstLine}>
                      <a href={`#report-${i + 1}`}>
                        <bdi>{report.kills[0]?.comm ?? (report.panic !== null ? 'panic' : 'nobody')}</bdi>
                      </a>
                    </li>
                  ))}
                </ol>
              </nav>
            )}
            <button type="button" onClick={() => void makeLink()}>
              Make a link that carries this log
            </button>
            {link !== null && (
              <>
                <CopyButton text={link} label="Copy the link" />
                <span className="dim">{`${count(link.length)} characters; the log stands after #, which browsers do not send.`}</span>
              </>
            )}
          </div>
        )}
        {answer?.ooms.slice(0, reportsShownMax).map((a, i) => (
          <Report key={a.report.firstLine} answer={a} index={i} total={answer.ooms.length} />
        ))}
        {answer !== null && answer.ooms.length > reportsShownMax && (
          <p className="note">{`${count(answer.ooms.length - reportsShownMax)} more reports are not shown: the command acknak oom FILE lists all.`}</p>
        )}
        {answer?.allocations.slice(0, reportsShownMax).map((a, i) => (
          <Allocation key={a.report.firstLine} answer={a} index={i} />
        ))}
        {answer !== null && <Unread lines={answer.unread} />}
      </div>
    </>
  )
}
