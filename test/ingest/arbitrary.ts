import fc from 'fast-check'
import type { Skeleton } from '../../model/index.ts'
import { readSubject } from '../../ingest/parse/subject.ts'

const fragments = [
  'From ',
  'From ada@example.org Mon Mar  4 10:00:00 2024\n',
  'From mboxrd@z Thu Jan  1 00:00:00 1970\r\n',
  '>From ',
  'From: Ada <ada@example.org>\n',
  'Subject: [PATCH v2 1/3] =?utf-8?q?=C3=BC?= x\n',
  'Message-ID: <1@example.org>\n',
  'In-Reply-To: <2@example.org> (x\n of "y")\n',
  'References: <1@example.org>\n\t<3@example.org>\n',
  'Date: Mon, 04 Mar 2024 10:00:00 +9900\n',
  'Content-Type: multipart/mixed; boundary="b"\n',
  'Content-Type: text/plain; charset=utf-8; format=flowed\n',
  'Content-Transfer-Encoding: base64\n',
  'Content-Transfer-Encoding: quoted-printable\n',
  '--b\n',
  '--b--\n',
  '\n\n',
  '\r\n',
  '> > quoted __GFP_FS\n',
  'diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,2 +1 @@\n-a\n b\n',
  '=C3=\n',
  'R3LDvMOf\n',
  '-- \n',
  'NAK oom reaper\n',
  'Acked-by: Ada <ada@example.org>\n',
  '\x00\x1b$B',
  '\xef\xbb\xbf',
]

/** Bytes that often look like mail and mbox, and often do not. */
export const mailBytes: fc.Arbitrary<Buffer> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...fragments).map(s => Buffer.from(s, 'latin1')) },
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 40 }).map(b => Buffer.from(b)) },
      { weight: 1, arbitrary: fc.string({ maxLength: 30 }).map(s => Buffer.from(s)) },
    ),
    { maxLength: 40 },
  )
  .map(parts => Buffer.concat(parts))

const id = fc.integer({ min: 0, max: 9 }).map(n => `${n}@example.org`)

/** Skeletons over few ids, so that loops, ghosts and doubles are common. */
export const skeletons: fc.Arbitrary<Skeleton[]> = fc.array(
  fc
    .record({
      messageId: id,
      inReplyTo: fc.array(id, { maxLength: 2 }),
      references: fc.array(id, { maxLength: 5 }),
      subject: fc.constantFrom('a', 'Re: a', '[PATCH 0/2] a', '[PATCH 1/2] b', '[PATCH v2 2/2] c', 'Re: [PATCH 2/2] c'),
      atSeconds: fc.integer({ min: 0, max: 5 }).map(n => n * 60),
      salt: fc.integer({ min: 0, max: 3 }),
    })
    .map(({ subject, salt, ...rest }) => ({
      ...rest,
      subject: readSubject(subject),
      author: { name: 'Ada', address: 'ada@example.org' },
      from: { name: 'Ada', address: 'ada@example.org' },
      hasDiff: false,
      form: 'rfc5322' as const,
      contentHash: JSON.stringify([rest, subject, salt]),
    })),
  { maxLength: 14 },
)
