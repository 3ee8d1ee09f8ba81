import type { Headers, Problem, RawMessage, SentDate } from '../../model/index.ts'
import { readAddress } from './address.ts'
import { attributionsIn } from './attributions.ts'
import { sha256 } from './bytes.ts'
import { decodeBytes } from './charset.ts'
import { readDate } from './date.ts'
import { unflatten } from './flattened.ts'
import { readSubject } from './subject.ts'
import { stripControls } from './words.ts'

/** Domain of the ids made for mails of web archives, which print none. */
export const archiveIdDomain = 'archive-text.acknak.invalid'

/** Lines above the text in which subject, From and Date are looked for. */
const headLinesMax = 12

type Printed = { subject: string; from: string; date: string; bodyStart: number }

const mailHeader = /^(?:from|to|cc|date|message-id|received|return-path|mime-version|content-type|x-[\w-]+):/i

/** `Subject line`, `From: Name`, `Date: Sat Jun 10 2017 - 04:49:13 EST`, then the text: as hypermail prints a mail. */
const readPrinted = (text: string): Printed | null => {
  let at = 0
  let subject = ''
  let from: string | null = null
  let date: string | null = null
  for (let lines = 0; lines < headLinesMax && at < text.length; lines++) {
    const nl = text.indexOf('\n', at)
    const end = nl < 0 ? text.length : nl
    const line = text.slice(at, Math.min(end, at + 1000)).trim()
    at = end + 1
    if (line === '') continue
    if (subject === '') {
      if (mailHeader.test(line)) return null
      subject = line.replace(/^subject:\s*/i, '')
    } else if (/^from:/i.test(line) && from === null) from = line.slice(5).trim()
    else if (/^date:/i.test(line) && date === null) date = line.slice(5).trim()
    else return null
    if (from === null || date === null) continue
    if (readDate(date) === null) return null
    while (at < text.length && (text.charCodeAt(at) === 0x0a || text.charCodeAt(at) === 0x0d)) at++
    return { subject, from, date, bodyStart: Math.min(at, text.length) }
  }
  return null
}

/** The same three on one line: `Re: title From: Name Date: Sat Jun 10 2017 - 04:49:13 EST text`. */
const readInline = (text: string): Printed | null => {
  const head = text.slice(0, 1000)
  const from = head.indexOf(' From: ')
  const date = from < 0 ? -1 : head.indexOf(' Date: ', from)
  if (from <= 0 || date < 0 || date - from > 200 || head.slice(0, date).includes('\n')) return null
  const stamp = /^[A-Z][a-z]{2},? [\w ]{5,12} (?:- )?\d\d:\d\d:\d\d(?: \d{4})?(?: (?:[+-]\d{4}|[A-Z]{2,4}))?/.exec(
    head.slice(date + 7),
  )
  if (stamp === null || readDate(stamp[0]) === null) return null
  const bodyStart = date + 7 + stamp[0].length
  return {
    subject: head.slice(0, from).trim(),
    from: head.slice(from + 7, date).trim(),
    date: stamp[0],
    bodyStart: Math.min(bodyStart + 1, text.length),
  }
}

/** True when a text opens as a web archive prints a mail. */
export const looksLikeArchiveText = (head: string): boolean => {
  const text = head.replaceAll('\r\n', '\n')
  return readPrinted(text) !== null || readInline(text) !== null
}

/** Whether a UTC second falls into summer time of the United States (rules since 2007; whole days). */
const isUsSummer = (atSeconds: number): boolean => {
  const day = Math.floor(atSeconds / 86_400)
  const year = 1970 + Math.floor((day + 0.5) / 365.2425)
  const sunday = (month: string, least: number): number => {
    const first = Math.floor((readDate(`${least} ${month} ${year} 12:00:00 +0000`)?.atSeconds ?? 0) / 86_400)
    // 1970-01-01 was a Thursday.
    return first + ((((3 - first) % 7) + 7) % 7)
  }
  return day >= sunday('Mar', 8) && day < sunday('Nov', 1)
}

/** A printed date. Archives of this kind write EST in summer too, over a clock that kept summer time. */
const readArchiveDate = (text: string, problems: Problem[]): SentDate | null => {
  const date = readDate(text)
  if (date === null) return null
  if (date.zoneName !== 'est' || !isUsSummer(date.atSeconds))
    return { atSeconds: date.atSeconds, zoneMinutes: date.zoneMinutes }
  problems.push({ stage: 'headers', code: 'date-zone-guessed', detail: `${text.slice(0, 80)} read as EDT` })
  return { atSeconds: date.atSeconds - 3600, zoneMinutes: date.zoneMinutes + 60 }
}

/** The name a mail is signed with: what stands behind its last sign-off word. */
const signedBy = (text: string): string => {
  const tail = text.slice(-400)
  const match =
    /(?:Cheers|Thanks|Regards|Best|Yours),?\s{1,4}(\p{Lu}[\p{L}.'-]{1,30}(?: \p{Lu}[\p{L}.'-]{0,30}){0,2})\s*$/u.exec(
      tail,
    )
  return match?.[1] ?? ''
}

/** The first words of a mail's own, standing in for a subject nobody knows. */
const firstWords = (text: string): string => {
  const lines = text.split('\n', 400)
  const own = lines.find(
    (line, i) => line.trim() !== '' && !/^\s*>/.test(line) && !(lines[i + 1] ?? '').startsWith('>'),
  )
  const words = (own ?? text).replace(/\s+/g, ' ').trim()
  if (words.length <= 72) return words
  return `${words.slice(0, 72).replace(/ \S*$/, '')} ...`
}

const guess = (problems: Problem[], code: string, detail: string) =>
  problems.push({ stage: 'headers', code, detail: detail.slice(0, 200) })

/**
 * Reads a mail as a web archive prints it, with or without its three header lines, flattened to one line or not. It has
 * no id: one is made of its bytes. Whatever was guessed carries a problem that says so.
 */
export const parseArchiveText = (raw: RawMessage): { headers: Headers; text: string; problems: Problem[] } => {
  const problems: Problem[] = []
  const decoded = decodeBytes(raw.bytes, '')
  if (decoded.charset !== 'us-ascii' && decoded.charset !== 'utf-8' && decoded.problem !== null)
    problems.push(decoded.problem)
  const whole = decoded.text
    .replaceAll('\r\n', '\n')
    .replaceAll('\0', '')
    .replace(/^\ufeff/, '')
  const printed = readPrinted(whole) ?? readInline(whole)
  const body = whole.slice(printed?.bodyStart ?? 0)
  const text = unflatten(body)
  if (text !== body) problems.push({ stage: 'body', code: 'line-breaks-guessed' })
  const messageId = `${sha256(raw.bytes).slice(0, 40)}@${archiveIdDomain}`
  guess(problems, 'message-id-guessed', 'web archives print none')
  let author = readAddress(stripControls(printed?.from ?? ''))
  let sent = printed === null ? null : readArchiveDate(printed.date, problems)
  let receivedAt: number | null = null
  let subject = printed?.subject ?? ''
  if (printed === null) {
    const name = signedBy(text)
    author = { name, address: '' }
    guess(problems, 'author-guessed', name === '' ? 'nothing names the author' : `signed ${name}`)
    subject = firstWords(text)
    guess(problems, 'subject-guessed', 'first words of the text')
    const times = attributionsIn(text).flatMap(a => (a.atSeconds === null ? (a.wallSeconds ?? []) : a.atSeconds))
    if (times.length > 0) receivedAt = times.reduce((a, b) => Math.max(a, b)) + 1
    guess(
      problems,
      'date-guessed',
      receivedAt === null ? 'nothing tells the date' : 'right after the newest mail it quotes',
    )
    sent = null
  }
  const headers: Headers = {
    messageId,
    otherIds: [],
    subject: readSubject(stripControls(subject)),
    from: author,
    author,
    to: [],
    cc: [],
    sent,
    receivedAt,
    inReplyTo: [],
    references: [],
    listIds: [],
  }
  return { headers, text, problems }
}
