import { hash } from 'node:crypto'
import { hex, textOf } from './body.ts'
import type { Planned } from './plan.ts'
import { random, seedOf } from './random.ts'
import type { Random } from './random.ts'
import type { Vocabulary } from './vocabulary.ts'

/** One line of the side file: what ingest must make of a mail. */
export type Truth = {
  readonly id: string
  /** Id of the mail above it in its thread, held or not; null for a root. */
  readonly parent: string | null
  /** sha256 of the text that readers see, as UTF-8. */
  readonly textHash: string
}

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const two = (n: number) => String(n).padStart(2, '0')
const clock = (d: Date) => `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())}`
const dateHeader = (seconds: number): string => {
  const d = new Date(seconds * 1000)
  return `${days[d.getUTCDay()]}, ${d.getUTCDate()} ${months[d.getUTCMonth()]} ${d.getUTCFullYear()} ${clock(d)} +0000`
}
const separatorDate = (seconds: number): string => {
  const d = new Date(seconds * 1000)
  return `${days[d.getUTCDay()]} ${months[d.getUTCMonth()]} ${String(d.getUTCDate()).padStart(2)} ${clock(d)} ${d.getUTCFullYear()}`
}

/** Ids as senders make them: of git send-email, of mail programs, with a slash in one of fifty (E11). */
export const idOf = (seed: number, number: number): string => {
  const r = random(seedOf(seed, 4, number))
  const u = r.unit()
  if (u < 0.45) return `${2_031_0000_000000 + number}.${1 + r.below(90_000)}-${1 + r.below(20)}-sender@example.org`
  if (u < 0.9) return `${hex(r, 8)}-${hex(r, 4)}-${hex(r, 4)}-${number.toString(16)}@example.org`
  if (u < 0.98) return `CA+${hex(r, 20)}=${number}@mail.example.org`
  return `${hex(r, 8)}.${hex(r, 6)}/x${number}%lkp@example.org`
}
const missingId = (seed: number, number: number) => `unsent-${seed}-${number}@elsewhere.example.org`

const crypt = (r: Random, lines: number): string => Array.from({ length: lines }, () => hex(r, 66)).join('\n        ')

/** Quoted-printable with soft breaks, as senders write it. */
const quotedPrintable = (text: string): string => {
  let out = ''
  for (const line of text.slice(0, -1).split('\n')) {
    let width = 0
    for (const byte of Buffer.from(line, 'utf8')) {
      const isPlain = byte >= 0x20 && byte < 0x7f && byte !== 0x3d
      const piece = isPlain ? String.fromCharCode(byte) : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`
      if (width + piece.length > 75) {
        out += '=\n'
        width = 0
      }
      out += piece
      width += piece.length
    }
    // A blank at the end of a line must not stand bare.
    if (out.endsWith(' ')) out = `${out.slice(0, -1)}=20`
    out += '\n'
  }
  return out
}
const base64Lines = (bytes: Buffer): string => `${bytes.toString('base64').replace(/.{76}/g, '$&\n').trimEnd()}\n`

const latin1 = (text: string): boolean => !/[^\x00-\xff]/.test(text)
const ascii = (text: string): boolean => !/[^\x00-\x7f]/.test(text)

type Encoded = { readonly headers: readonly string[]; readonly body: Buffer }

/** Chooses charset and transfer encoding by the shares of mail.md (E34, E36, E37, E47). */
const encode = (text: string, r: Random): Encoded => {
  const u = r.unit()
  const utf8 = Buffer.from(text, 'utf8')
  const type = (charset: string, more = '') => `Content-Type: text/plain; charset=${charset}${more}`
  const as = (encoding: string, charset: string, body: Buffer): Encoded => ({
    headers: ['MIME-Version: 1.0', type(charset), `Content-Transfer-Encoding: ${encoding}`],
    body,
  })
  if (u < 0.028) return as('base64', 'utf-8', Buffer.from(base64Lines(utf8)))
  if (u < 0.06) return as('quoted-printable', 'utf-8', Buffer.from(quotedPrintable(text)))
  if (u < 0.074) {
    const mark = `=_${hex(r, 20)}`
    const head = [
      'MIME-Version: 1.0',
      `Content-Type: multipart/signed; micalg=pgp-sha512;\n\tprotocol="application/pgp-signature"; boundary="${mark}"`,
    ]
    const body = `\n--${mark}\n${type('utf-8')}\nContent-Disposition: inline\nContent-Transfer-Encoding: 8bit\n\n${text}\n--${mark}\nContent-Type: application/pgp-signature; name="signature.asc"\n\n-----BEGIN PGP SIGNATURE-----\n\n${crypt(r, 6)}\n-----END PGP SIGNATURE-----\n\n--${mark}--\n`
    return { headers: head, body: Buffer.from(body, 'utf8') }
  }
  if (ascii(text)) {
    if (u < 0.5) return { headers: [], body: utf8 }
    const flowed = u < 0.56 && !text.includes('diff --git') && !/^ | $/m.test(text)
    return {
      headers: [
        'MIME-Version: 1.0',
        type(r.pick(['us-ascii', 'UTF-8', 'utf-8', 'iso-8859-1']), flowed ? '; format=flowed' : ''),
        'Content-Transfer-Encoding: 7bit',
      ],
      body: utf8,
    }
  }
  if (u < 0.3 && latin1(text)) return as('8bit', 'iso-8859-1', Buffer.from(text, 'latin1'))
  return as('8bit', 'UTF-8', utf8)
}

/** Headers that hops add: a third of a mail's bytes are theirs. */
const trace = (r: Random, at: number): string[] => [
  `Return-Path: <linux-example-owner@lists.example.org>`,
  ...Array.from(
    { length: 2 + r.below(4) },
    (_, i) =>
      `Received: from hop${r.below(90)}.example.org (hop${r.below(90)}.example.org [192.0.2.${r.below(255)}])\n\tby mx${i}.example.org (Postfix) with ESMTPS id ${hex(r, 11)}\n\tfor <linux-example@lists.example.org>; ${dateHeader(at + 9 - i)}`,
  ),
  ...(r.chance(0.6)
    ? [
        `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org; s=s${r.below(9)};\n        h=from:to:cc:subject:date:message-id:in-reply-to:references;\n        bh=${hex(r, 43)}=;\n        b=${crypt(r, 5)}`,
      ]
    : []),
]

const encodedWord = (name: string) => `=?utf-8?b?${Buffer.from(name, 'utf8').toString('base64')}?=`

export type Neighbours = {
  readonly parent: Planned | null
  readonly grandparent: Planned | null
  readonly rootSubject: string
}

/** Subject of the first mail of a thread; a part of a series adds its own title. */
export const subjectOf = (mail: Planned, seed: number, words: Vocabulary): string => {
  const r = random(seedOf(seed, 5, mail.number))
  const version = mail.version > 1 ? ` v${mail.version}` : ''
  const digits = String(mail.total ?? 0).length
  const slot = mail.part === null ? '' : ` ${String(mail.part).padStart(digits, '0')}/${mail.total ?? 0}`
  const prefix = mail.kind === 'patch' || mail.kind === 'cover' ? `[PATCH${version}${slot}] mm: ` : ''
  return `${prefix}${words.phrase(r)} ${mail.number}`
}

/** One mail's bytes without the separator, and its truth. `around` comes from the plan. */
export const mailOf = (
  mail: Planned,
  around: { parent: Planned | null; grandparent: Planned | null; answered: string },
  seed: number,
  words: Vocabulary,
): { readonly bytes: Buffer; readonly truth: Truth } => {
  const r = random(seedOf(seed, 6, mail.number))
  const author = words.person(r)
  const id = idOf(seed, mail.number)
  const text = textOf(mail, around.parent, around.grandparent, author, seed, words)
  const parent = mail.isParentMissing
    ? missingId(seed, mail.number)
    : mail.parent === null
      ? null
      : idOf(seed, mail.parent)
  const subject = mail.kind === 'reply' ? `Re: ${around.answered}` : subjectOf(mail, seed, words)
  const others = Array.from({ length: 1 + r.below(7) }, () => words.person(r))
  const named: string[] = []
  if (parent !== null) {
    const chain = mail.isParentMissing ? [parent] : mail.ancestors.map(n => idOf(seed, n))
    const refs = `References: <${chain.join('>\n\t<')}>`
    const comment = r.chance(0.009) ? ' (a reader\'s message of "some day")' : ''
    const u = r.unit()
    if (u < 0.006) named.push(refs)
    else if (u < 0.012) named.push(`In-Reply-To: <${parent}>`)
    else named.push(`In-Reply-To: <${parent}>${comment}`, refs)
  }
  const { headers, body } = encode(text, r)
  const name = r.chance(0.03) ? encodedWord(`${author.name} Müller`) : author.name
  const head = [
    ...trace(r, mail.atSeconds),
    `From: ${name} <${author.address}>`,
    `To: linux-example@lists.example.org`,
    `Cc: ${others.map(o => `${o.name} <${o.address}>`).join(',\n\t')}`,
    `Subject: ${subject}`,
    `Date: ${dateHeader(mail.atSeconds)}`,
    `Message-ID: <${id}>`,
    ...named,
    ...headers,
    'List-Id: <linux-example.lists.example.org>',
    'Precedence: bulk',
    'X-Mailing-List: linux-example@lists.example.org',
    '',
    '',
  ].join('\n')
  return {
    bytes: Buffer.concat([Buffer.from(head, 'utf8'), body]),
    truth: { id, parent, textHash: hash('sha256', text, 'hex') },
  }
}

/** One mail as mboxrd holds it: separator, escaped lines, a blank line behind. */
export const entryOf = (bytes: Buffer, atSeconds: number): Buffer => {
  const lead = `From mboxrd@z ${separatorDate(atSeconds)}\n`
  const mail = bytes.includes('From ')
    ? Buffer.from(bytes.toString('latin1').replace(/^(>*From )/gm, '>$1'), 'latin1')
    : bytes
  return Buffer.concat([Buffer.from(lead), mail, Buffer.from('\n')])
}
