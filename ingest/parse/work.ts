/**
 * Bytes that parsing has looked at since the process started, part by part: a bound that, unlike a clock, says the same
 * every time (mail.md E76). Tests hold it against the size of the mail.
 */
export const work = { bytes: 0 }
