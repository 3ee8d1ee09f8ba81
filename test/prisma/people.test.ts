import { describe, expect, it } from 'vitest'
import { countPeople } from '../../prisma/store/people.ts'

const people = (...list: [string, string][]) => countPeople(list.map(([name, address]) => ({ name, address })))

describe('the people of a thread', () => {
  it('are counted by name where names are equal, however accented, spaced or cased', () => {
    expect(
      people(
        ['Zoë Example', 'zoe@example.org'],
        ['Zoe  Example', 'zoe@mail.example.org'],
        ['ZOE EXAMPLE', 'z@example.com'],
        ['Ann Writer', 'ann@example.org'],
      ),
    ).toBe(2)
  })

  it('are counted by address where names differ or lack', () => {
    expect(people(['', 'a@example.org'], ['Ann', 'A@example.org'], ['Ann Writer', 'a@example.org'])).toBe(1)
    expect(people(['', 'a@example.org'], ['', 'b@example.org'])).toBe(2)
  })

  it('are one where names and addresses lead from one to the next, in any order', () => {
    const [a, b, c]: [string, string][] = [
      ['Ann', 'a@example.org'],
      ['Ann W', 'a@example.org'],
      ['Ann W', 'b@example.org'],
    ] as [string, string][]
    for (const order of [
      [a!, b!, c!],
      [a!, c!, b!],
      [c!, a!, b!],
    ])
      expect(people(...order)).toBe(1)
  })

  it('without a name in letters of ours stay apart by what is written', () => {
    expect(people(['李', 'x@example.org'], ['王', 'y@example.org'])).toBe(2)
  })

  it('are none where nobody wrote', () => expect(people()).toBe(0))
})
