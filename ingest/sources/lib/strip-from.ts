const lf = 0x0a

/** Takes the `>` off every line that begins with exactly `>From `; `>>From ` stays as it is (mail.md E3). */
export const stripFrom = (bytes: Uint8Array): Uint8Array => {
  const mail = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const kept: Buffer[] = []
  let from = 0
  for (let at = mail.indexOf('>From '); at >= 0; at = mail.indexOf('>From ', at + 1)) {
    if (at > 0 && mail[at - 1] !== lf) continue
    kept.push(mail.subarray(from, at))
    from = at + 1
  }
  if (from === 0) return bytes
  kept.push(mail.subarray(from))
  return Buffer.concat(kept)
}
