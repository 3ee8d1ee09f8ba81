/**
 * The rows of odd mail that ingest answers for (E1 to E77, E83), each with the mail in this folder that shows
 * it, or the test that makes such mail where it is too large to lie here or is no matter of one mail.
 */
export type Row = {
  readonly says: string
  /** Names of mailboxes in this folder, without ending. */
  readonly mail?: readonly string[]
  /** Test files (below `test/`) and the title that a test in them has. */
  readonly tests?: readonly (readonly [file: string, title: string])[]
  /** How what we do is weaker than what the row asks for. */
  readonly weaker?: string
}

const parse = 'ingest/parse.test.ts'
const hostile = 'ingest/hostile.test.ts'
const sources = 'ingest/sources.test.ts'
const series = 'ingest/series.test.ts'

export const rows: Readonly<Record<string, Row>> = {
  E1: { says: 'From at the start of a line is no separator by itself', mail: ['separator-strict', 'format-patch'] },
  E2: { says: 'mboxrd gives one mark back', mail: ['mboxrd-unescape'] },
  E3: { says: 'mboxo is kept as it stands when asked for', mail: ['mboxo', 'mboxo-stripped'], tests: [[sources, 'keeps `>From `']] },
  E4: { says: 'Content-Length is trusted only where it fits', mail: ['content-length'] },
  E5: {
    says: '>From outside an mbox stays',
    mail: ['from-mark-kept', 'from-mark-patch'],
  },
  E6: {
    says: 'odd line ends, no final line end, a byte order mark, no blank line',
    mail: ['crlf', 'cr-cr-lf', 'no-final-newline', 'byte-order-mark', 'no-blank-line-before-separator'],
  },
  E7: {
    says: 'a file that is no mailbox says so; what came before a break is read',
    mail: ['html-page', 'no-separator', 'empty', 'truncated'],
    tests: [[sources, 'gzip in gzip']],
  },
  E8: {
    says: 'bytes without a header are set apart',
    mail: ['headers-only', 'body-only', 'stray-bytes-first', 'no-blank-line-after-headers', 'blanks-end-headers'],
  },
  E9: { says: 'a mail without an id gets one from its content', mail: ['missing-id'] },
  E10: { says: 'odd ids are mended, and what stood there is kept', mail: ['id-mended'] },
  E11: { says: 'ids with characters special to addresses', mail: ['id-with-slash', 'id-special'] },
  E12: {
    says: 'long ids are kept, too long ones are none',
    mail: ['id-long'],
    weaker: 'by decision: ids are indexed as text, which serves prefixes too; an index entry of 998 characters fits',
  },
  E13: { says: 'of several ids the first names, all lead to the mail', mail: ['several-ids', 'other-id-as-parent'], tests: [['bin/orders.test.ts', 'leads from each of several Message-IDs']], weaker: 'where two mails claim one further id, the store leads to the first that came' },
  E14: { says: 'the same mail twice is one message', mail: ['same-mail-twice'] },
  E15: {
    says: 'one id, two contents: both are kept',
    mail: ['same-id-other-text'],
    tests: [
      ['app/reading/differences.test.ts', 'are told apart on a page of their own'],
      ['bin/grows.test.ts', 'keeps the shorter mail where it came from elsewhere too'],
    ],
    weaker:
      'the first seen is shown, yet the earliest by date speaks in threading, so that threads do not depend on the order of arrival',
  },
  E16: { says: 'one mail on two lists is one message', mail: ['footers', 'same-id-re-encoded'] },
  E17: { says: 'hostile ids are ids like others', mail: ['id-hostile'] },
  E18: { says: 'In-Reply-To and References agree', mail: ['reference-chain', 'late-parent'] },
  E19: { says: 'words behind the id of In-Reply-To', mail: ['in-reply-to-comment'] },
  E20: { says: 'words around the id, addresses in them', mail: ['in-reply-to-words'] },
  E21: {
    says: 'several ids in In-Reply-To',
    mail: ['in-reply-to-twice', 'several-parents-of-one-sending'],
    weaker:
      'by decision: the same series is told by what the ids of one sending share, not by which mails are held: that would depend on the order of arrival',
  },
  E22: { says: 'no id in In-Reply-To', mail: ['in-reply-to-no-id', 'refers-to-commit'] },
  E23: { says: 'answers to a prompt are no ids', mail: ['in-reply-to-yes'] },
  E24: { says: 'a mail that names itself', mail: ['refers-to-itself'] },
  E25: { says: 'references in a circle', mail: ['cycle'], tests: [['ingest/threads.test.ts', 'without a loop']] },
  E26: { says: 'In-Reply-To that is not the last reference', mail: ['in-reply-to-not-last'] },
  E27: {
    says: 'references cut, long, folded inside an id',
    mail: ['references-folded', 'reference-chain'],
    tests: [[hostile, 'keeps the first of too many references']],
  },
  E28: { says: 'only one of the two headers', mail: ['references-only', 'in-reply-to-only'] },
  E29: {
    says: 'a reply without ids is joined by a guess, apart from the tree',
    mail: ['reply-without-ids'],
    tests: [
      ['text/joins.test.ts', 'never joins by the subject alone'],
      ['app/reading/joins.test.ts', 'beside the thread it possibly belongs to'],
      ['bin/guesses.test.ts', 'tells of replies that name no mail'],
    ],
  },
  E30: { says: 'a ghost for a parent nobody has', mail: ['ghost', 'late-parent'], tests: [['ingest/threads.test.ts', 'late parents and all']] },
  E31: {
    says: 'series apart from the tree',
    mail: ['series-chained', 'series-reroll-as-reply', 'series-version-on-cover', 'series-without-cover'],
  },
  E32: {
    says: 'a reply with another topic stays in the tree, and is marked as one that could stand by itself',
    mail: ['subject-change'],
    tests: [['app/reading/topic.test.ts', 'which the outline of its thread says']],
  },
  E33: { says: 'huge threads without recursion', tests: [['ingest/threads.test.ts', 'a chain of 20,000 replies']] },
  E34: { says: 'patches in transfer encodings', mail: ['base64-patch', 'quoted-printable', 'patch-damaged'] },
  E35: { says: 'quoted words are not the author’s', mail: ['gfp-mentions'] },
  E36: {
    says: 'format=flowed',
    mail: ['flowed-prose', 'flowed-patch'],
    tests: [['text/flowed.test.ts', 'leaves a diff as it stands']],
  },
  E37: { says: 'no charset, a wrong one, an invented one', mail: ['charset'] },
  E38: { says: 'ISO-2022-JP', mail: ['charset', 'iso-2022-jp-patch'] },
  E39: { says: 'raw 8-bit headers', mail: ['raw-8-bit-header', 'raw-latin-1-header'] },
  E40: { says: 'controls and hidden characters in headers', mail: ['header-controls'] },
  E41: { says: 'encoded words cut and run together', mail: ['encoded-words'], tests: [[parse, 'encoded words give back any text']] },
  E42: { says: 'HTML only, HTML beside text', mail: ['html-only'] },
  E43: { says: 'winmail.dat, calendar, vCard', mail: ['calendar-and-tnef'] },
  E44: {
    says: 'patches as attachments',
    mail: ['multipart-patch', 'inline-x-patch'],
    weaker: 'flags named in attachments are found by search and not tagged: spans count in the text of the mail',
  },
  E45: { says: 'multiparts that are none', mail: ['multipart-broken'] },
  E46: { says: 'a mail inside a mail', mail: ['forwarded-mail'] },
  E47: { says: 'signed mail', mail: ['multipart-signed', 'clear-signed-patch'] },
  E48: { says: 'footers of lists', mail: ['footers', 'footer-in-base64'] },
  E49: { says: 'text behind the last part', mail: ['text-outside-parts', 'multipart-broken'] },
  E50: { says: 'damaged patches', mail: ['patch-damaged'], tests: [['text/damage.test.ts', 'counts the lines']] },
  E51: {
    says: 'huge mails and binary patches',
    mail: ['binary-patch'],
    tests: [['prisma/bulk.test.ts', 'are not indexed']],
  },
  E52: {
    says: 'attachments served safely',
    mail: ['multipart-patch'],
    tests: [
      ['app/reading/attachments.test.ts', 'comes as text to be saved, whatever its mail calls it'],
      ['app/reading/attachments.test.ts', 'neither ends its header'],
      ['text/mime/part.test.ts', 'is that which ingest listed'],
    ],
  },
  E53: { says: 'zones that do not exist', mail: ['zone-impossible'] },
  E54: {
    says: 'dates in odd forms, never the present',
    mail: ['date-odd'],
    tests: [[parse, 'never takes the present']],
    weaker:
      'by decision: where nothing tells a time, none is made up. The time of the import would make the same mail sort differently in two archives; such mail says that it has no readable date, and sorts first',
  },
  E55: { says: 'sent in the future', mail: ['date-odd'], tests: [[parse, 'never from the future of its arrival']] },
  E56: { says: 'sent long before it came', mail: ['late-arrival'], weaker: 'both times are kept; no feed by arrival exists yet' },
  E57: { says: 'clocks that were never set', mail: ['date-clocks', 'date-odd'] },
  E58: { says: 'the author behind a relay', mail: ['author-in-body', 'original-from'] },
  E59: {
    says: 'mail of programs',
    mail: ['bots'],
    weaker:
      'pages and trailers go by sender, name and subject: the rule for header fields has no caller that holds them; people are counted without programs on thread pages, not in lists',
  },
  E60: { says: 'tags in several brackets, known and unknown', mail: ['subjects', 'series-version-on-first-patch'] },
  E61: { says: 'a list prefix before Re:', mail: ['subjects'], tests: [[parse, 'one more Re: in front']] },
  E62: { says: 'reply words, and replies without one', mail: ['subjects', 'reply-without-re'] },
  E63: { says: 'versions glued, behind the title, as `ver #3`', mail: ['subjects', 'subjects-no-patch'] },
  E64: {
    says: 'dotted versions are pairs of numbers, kernels, or left undecided',
    mail: ['series-dotted-versions', 'subjects', 'stable-subject'],
    tests: [[series, '%s comes before %s']],
  },
  E64b: { says: 'version, RFC and tree on the cover or first patch only', mail: ['series-version-on-cover', 'series-version-on-first-patch'] },
  E64c: { says: 'a cover above covers is a group', mail: ['series-umbrella'] },
  E65: {
    says: 'late additions, parts put between, partial rerolls, two trees',
    mail: ['series-late-additions', 'series-partial-reroll', 'series-without-cover'],
    tests: [['argue/series/effective.test.ts', 'have late additions behind, and inserted parts between']],
  },
  E66: { says: 'a cover whose patches nobody has', mail: ['series-cover-alone'] },
  E67: { says: 'a series without a cover, or with one that does not say so', mail: ['series-without-cover', 'series-odd-covers', 'series-others-patch'] },
  E68: { says: 'v2 as a reply to v1', mail: ['series-reroll-as-reply'] },
  E69: {
    says: 'sent again: the same patches, or others without a word',
    mail: ['series-resent'],
    tests: [
      [series, 'the same revision if their patch-ids are'],
      ['argue/series/chain.test.ts', 'give the next version, as implied'],
    ],
  },
  E70: {
    says: 'a title alone chains nothing',
    tests: [
      ['argue/series/chain.test.ts', 'need more than the title'],
      ['argue/series/chain.test.ts', 'need the author, not the title alone'],
    ],
  },
  E71: { says: 'what is no patch is not called one', mail: ['subjects-no-patch', 'subjects'] },
  E72: { says: 'a patch in a reply has no place in a series', mail: ['patch-in-reply'], tests: [['argue/series/proposed.test.ts', 'that changes a line the patch adds is a fixup']] },
  E73: {
    says: 'several patches in one mail, scissors, pasted headers',
    mail: ['several-patches'],
    tests: [['text/patch/read.test.ts', 'cuts at scissors as git mailinfo does']],
  },
  E74: {
    says: 'diffs of every kind',
    mail: ['diffs-of-all-kinds'],
    weaker: 'diffs without a `diff` line and combined ones have no patch-id, as git patch-id gives them none of use',
  },
  E75: { says: 'no subject, a subject without end', mail: ['subject-odd'] },
  E76: {
    says: 'bounds on parts, depth, headers, size',
    tests: [
      [hostile, 'a million empty parts'],
      [hostile, 'headers beyond 100 KiB'],
      [hostile, 'a mail beyond 25 MiB'],
      [parse, 'nested multiparts end at a fixed depth'],
    ],
    weaker: 'by decision: work is bounded by counts of bytes looked at, not by a clock, so that the result stays the same',
  },
  E77: { says: 'linear scanners', tests: [[parse, 'hostile sizes are read in linear time'], [hostile, 'takes work in step with size']] },
  E83: { says: 'mail is data', mail: ['instructions-to-taggers'] },
}
