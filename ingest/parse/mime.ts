import { asBuffer } from './bytes.ts'

/** HTML turned into words at most. */
const htmlCharsMax = 2 * 1024 * 1024

/**
 * The text of a mail that has nothing but HTML or odd parts, as mailparser makes it. Only its text is used: its dates,
 * ids and HTML are not (mail.md section 6). Null when it finds none or gives up. The caller has checked the caps of E76.
 */
export const textByMailparser = async (bytes: Uint8Array): Promise<string | null> => {
  // Loaded by the first mail that needs it: hardly any does, and it takes longer to load than a thousand mails to read.
  const { simpleParser } = await import('mailparser')
  try {
    const mail = await simpleParser(asBuffer(bytes), {
      skipImageLinks: true,
      skipTextToHtml: true,
      skipTextLinks: true,
      maxHtmlLengthToParse: htmlCharsMax,
    })
    return mail.text === undefined || mail.text.trim() === '' ? null : mail.text
  } catch {
    return null
  }
}
