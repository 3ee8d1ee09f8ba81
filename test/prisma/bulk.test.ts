import { describe, expect, it } from 'vitest'
import { ownAndQuoted } from '../../prisma/store/words.ts'

describe('bytes written out as letters are not indexed', () => {
  it.each([
    [
      'base85 of a binary patch, both ways',
      'Words.\nGIT binary patch\nliteral 5\nMcmZQzWMT#Y01f~L\n\nliteral 0\nHcmV?d00001\n\n-- \n2.43.0\n',
      'Words.\nGIT binary patch\n\n\n-- \n2.43.0\n',
    ],
    ['hexdump -C', 'Dump:\n00000010  de ad be ef de ad be ef  00 01 02 03\nEnd.\n', 'Dump:\nEnd.\n'],
    ['xxd', '00000010: dead beef dead beef dead beef dead beef  ........\n', ''],
    ['print_hex_dump', '00000010: 6b 6b 6b 6b 6b 6b 6b 6b 6b\nx\n', 'x\n'],
  ])('%s', (_, text, own) => {
    expect(ownAndQuoted(text).own).toBe(own)
  })

  it.each([
    'a bad deed\n',
    'literal 5 is no patch\n',
    'dead beef fed cafe, and so on and so on\n',
    '+\t0x12, 0x34, 0x56, 0x78, 0x9a,\n',
  ])('words stay: %s', text => expect(ownAndQuoted(text).own).toBe(text))
})
