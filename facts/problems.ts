/** Words for people, by problem code: what was odd, in a phrase that can follow "headers:" or stand before a detail. */
const words: Readonly<Record<string, string>> = {
  'also-refers-to': 'names further parents besides the one it hangs under',
  'charset-undeclared': '8-bit text without a declared character set',
  'charset-wrong': 'the text does not decode in the character set it declares',
  'cr-cr-lf': 'lines ended in CR CR LF; read as plain line ends',
  cycle: 'its references would close a circle; the edge was left out',
  'date-form': 'date in an unusual form',
  'date-missing': 'no date of sending',
  'date-unreadable': 'the date of sending cannot be read',
  'date-zone-guessed': 'the zone of the date was guessed from its name',
  'date-zone-impossible': 'the zone of the date does not exist; read as UTC',
  'format-flowed': 'marked format=flowed; a patch in it may be damaged',
  'gz-bomb': 'the compressed file grows beyond all measure; reading stopped',
  'gz-damaged': 'the compressed file is damaged; what came before was read',
  'gz-truncated': 'the compressed file ends early; what came before was read',
  'headers-too-large': 'headers beyond the limit; the rest is shown as text',
  'hidden-characters': 'hidden or direction-changing characters in the headers',
  'junk-in-headers': 'a line among the headers that is none',
  'line-breaks-guessed': 'the text came on one line; its line breaks are guessed',
  'message-id-mended': 'its Message-ID was malformed and has been mended',
  'message-id-missing': 'no Message-ID; one was made from its content',
  'message-id-too-long': 'its Message-ID is longer than any address may be',
  'message-id-without-at': 'its Message-ID has no @',
  'message-too-large': 'beyond the size limit; only headers and the start of the text were read',
  'no-blank-line': 'no blank line between headers and text',
  'no-blank-line-before-separator': 'no blank line before the separator of this mail',
  'no-sender': 'no readable sender',
  'no-text': 'no text part',
  'nul-dropped': 'NUL bytes in the text were left out',
  'quoted-printable-damaged': 'damaged quoted-printable encoding',
  'raw-8-bit-header': 'unencoded 8-bit text in the headers',
  'read-error': 'the file could not be read to its end',
  'several-message-ids': 'several Message-IDs; the first one names it',
  'subject-missing': 'no subject',
  'text-after-base64': 'plain text after the end of the base64 part; kept as it stands',
  'text-from-html': 'only HTML; its text was taken out',
  'transfer-encoding-unknown': 'unknown transfer encoding; bytes kept as they are',
}

/** What a problem code means, in words; the code itself when it is not known here. */
export const problemWords = (code: string): string => (Object.hasOwn(words, code) ? (words[code] ?? code) : code)

/** Codes that have words, sorted. */
export const problemCodes: readonly string[] = Object.keys(words)
