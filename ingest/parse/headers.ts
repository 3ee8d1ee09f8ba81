import type { Address, Headers, Problem, SentDate } from '../../model/index.ts'
import { firstAddress, readAddresses } from './address.ts'
import { readDate } from './date.ts'
import { firstOf, unfold } from './head.ts'
import type { Fields } from './head.ts'
import { namedIds, ownIds } from './ids.ts'
import { readSubject } from './subject.ts'
import { hasBidiControls, headerText } from './words.ts'

/** Ids that we make for mails without one; nobody can own this domain (RFC 6761). */
export const missingIdDomain = 'missing.acknak.invalid'

/** Identifier in the last brackets of a List-Id, lower-case: `linux-mm.kvack.org`. */
const listIdOf = (value: string): string => {
  const line = unfold(value)
  const open = line.lastIndexOf('<')
  const close = line.indexOf('>', open)
  const id = open >= 0 && close > open ? line.slice(open + 1, close) : line
  return id.trim().toLowerCase().replace(/\s+/g, '').slice(0, 255)
}

/** When the first Received line (the last hop) says the mail came; null when none says it. */
const receivedAt = (values: readonly string[] | undefined): number | null => {
  for (const value of values ?? []) {
    const semicolon = value.lastIndexOf(';')
    const date = semicolon < 0 ? null : readDate(unfold(value.slice(semicolon + 1)))
    if (date !== null) return date.atSeconds
  }
  return null
}

const readSent = (values: readonly string[] | undefined, problems: Problem[]): SentDate | null => {
  if (values === undefined || values.length === 0) {
    problems.push({ stage: 'headers', code: 'date-missing' })
    return null
  }
  for (const value of values) {
    const line = unfold(value)
    const date = readDate(line)
    if (date === null) continue
    if (date.odd === 'zone')
      problems.push({ stage: 'headers', code: 'date-zone-impossible', detail: line.slice(0, 100) })
    else if (date.odd === 'form') problems.push({ stage: 'headers', code: 'date-form', detail: line.slice(0, 100) })
    return { atSeconds: date.atSeconds, zoneMinutes: date.zoneMinutes }
  }
  problems.push({ stage: 'headers', code: 'date-unreadable', detail: unfold(values[0] ?? '').slice(0, 100) })
  return null
}

const nobody: Address = { name: '', address: '' }

/** True when a list or relay put its own address in From (mail.md E58). */
const isRelayed = (from: Address): boolean => / via /i.test(from.name) || from.address.startsWith('devnull+')

const withoutVia = (name: string): string =>
  name
    .replace(/\s+via\s.*$/i, '')
    .replace(/^'(.*)'$/, '$1')
    .trim()

/** The author as the headers tell: X-Original-From, then Reply-To behind a relay, then From. In-body From comes later. */
const authorOf = (fields: Fields, from: Address): Address => {
  const original = firstAddress(firstOf(fields, 'x-original-from'))
  if (original.address !== '') return original
  if (!isRelayed(from)) return from
  const name = withoutVia(from.name)
  const replyTo = readAddresses(firstOf(fields, 'reply-to'))
  const same = replyTo.find(a => a.name !== '' && a.name.toLowerCase() === name.toLowerCase()) ?? replyTo[0]
  return same === undefined ? { name, address: from.address } : { name: same.name || name, address: same.address }
}

/** Identity and threading headers. `messageId` is '' when the mail has none: the caller makes one of its content. */
export const readHeaders = (fields: Fields, envelopeAt: number | null): { headers: Headers; problems: Problem[] } => {
  const problems: Problem[] = []
  const from = firstAddress(firstOf(fields, 'from'))
  if (from.address === '') problems.push({ stage: 'headers', code: 'no-sender' })
  const all = (name: string) => (fields.get(name) ?? []).flatMap(value => readAddresses(value))
  const to = all('to')
  const cc = all('cc')
  const own = ownIds(fields.get('message-id') ?? [])
  problems.push(...own.problems)
  if (own.ids.length === 0) problems.push({ stage: 'headers', code: 'message-id-missing' })
  const ownSet = new Set(own.ids)
  const isAddress = (id: string): boolean => {
    const lower = id.toLowerCase()
    return from.address === lower || to.some(a => a.address === lower) || cc.some(a => a.address === lower)
  }
  const inReplyTo = namedIds('In-Reply-To', fields.get('in-reply-to') ?? [], ownSet, isAddress)
  const references = namedIds('References', fields.get('references') ?? [], ownSet, isAddress)
  problems.push(...inReplyTo.problems, ...references.problems)
  const subjectValue = firstOf(fields, 'subject')
  const subjectText = headerText(subjectValue)
  if (subjectText.trim() === '') problems.push({ stage: 'headers', code: 'subject-missing' })
  if (/[\x80-\xff]/.test(subjectValue) || /[\x80-\xff]/.test(firstOf(fields, 'from')))
    problems.push({ stage: 'headers', code: 'raw-8-bit-header' })
  if (hasBidiControls(subjectText) || hasBidiControls(from.name))
    problems.push({ stage: 'headers', code: 'hidden-characters' })
  const toStable = to.some(a => a.address.startsWith('stable@'))
  const ccStable = cc.some(a => a.address.startsWith('stable@'))
  return {
    headers: {
      messageId: own.ids[0] ?? '',
      otherIds: own.ids.slice(1),
      subject: readSubject(subjectText, { toStable, ccStable }),
      from: from.address === '' && from.name === '' ? nobody : from,
      author: authorOf(fields, from),
      to,
      cc,
      sent: readSent(fields.get('date'), problems),
      receivedAt: receivedAt(fields.get('received')) ?? envelopeAt,
      inReplyTo: inReplyTo.ids,
      references: references.ids,
      listIds: [...new Set((fields.get('list-id') ?? []).map(listIdOf).filter(id => id !== ''))].slice(0, 20),
    },
    problems,
  }
}
