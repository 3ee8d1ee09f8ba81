import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { behindRelay, joinPeople, nameKey, sameMailbox } from '../../../argue/people/index.ts'
import type { People, PeopleOptions } from '../../../argue/people/index.ts'
import { readMailmap } from '../../../text/mailmap.ts'
import type { Address } from '../../../model/index.ts'

const a = (text: string): Address => {
  const open = text.indexOf('<')
  return { name: text.slice(0, open).trim(), address: text.slice(open + 1, -1) }
}
const told = (people: People): string[] =>
  people.persons.map(
    p => `${p.name} <${p.address}>: ${p.addresses.join(' ')}${p.joins.map(j => `; ${j.reason}, ${j.sure}`).join('')}`,
  )
const joined = (identities: readonly string[], options: PeopleOptions = {}): string[] =>
  told(joinPeople(identities.map(a), options))

describe('joining identities', () => {
  it('joins one address under several names for certain', () => {
    expect(joined(['Ann Example <ann@example.org>', 'ann <ann@example.org>', 'Ann Example <ann@example.org>'])).toEqual(
      ['Ann Example <ann@example.org>: ann@example.org; same-address, certain'],
    )
  })

  it('joins one name at addresses made of it, likely, and only guesses at others', () => {
    const people = joinPeople(
      ['Ann Example <ann@example.org>', 'Example, Ann <ann.example@work.example>', 'Ann Example <x1@home.example>'].map(
        a,
      ),
    )
    expect(told(people)).toEqual([
      'Example, Ann <ann.example@work.example>: ann.example@work.example ann@example.org; same-name-and-local-part, likely',
      'Ann Example <x1@home.example>: x1@home.example',
    ])
    expect(people.guesses.map(g => `${g.a.address} ${g.b.address} ${g.reason}`)).toEqual([
      'ann.example@work.example x1@home.example same-name',
    ])
  })

  it('never joins by a name of one word, nor programs', () => {
    const apart = [
      'ann <ann@example.org>',
      'ann <ann@work.example>',
      'kernel test robot <lkp@intel.com>',
      'kernel test robot <lkp@example.org>',
    ]
    expect(joined(apart)).toHaveLength(4)
    expect(joinPeople(apart.map(a)).persons.filter(p => p.isBot)).toHaveLength(2)
  })

  it('takes a mailmap for certain, and its name', () => {
    const mailmap = readMailmap('Ann Example <ann@example.org> <an@old.example>\n')
    expect(joined(['an <an@old.example>', 'Annie <ann@example.org>'], { mailmap })).toEqual([
      'Ann Example <ann@example.org>: an@old.example ann@example.org; mailmap, certain',
    ])
  })

  it('finds who is behind a relay, and behind a list that rewrote the sender', () => {
    expect(
      joined([
        'Ann Example via B4 Relay <devnull+ann.x.example.org@kernel.org>',
        'A. E. <ann.x@example.org>',
        'Zoe Z <zoe@example.org>',
      ]),
    ).toEqual([
      'A. E. <ann.x@example.org>: ann.x@example.org devnull+ann.x.example.org@kernel.org; relayed, certain',
      'Zoe Z <zoe@example.org>: zoe@example.org',
    ])
    const from = a('Ann Example via list <list@example.org>')
    const other = a('Bob Other via list <list@example.org>')
    expect(told(joinPeople([other], { relayed: [{ from, author: a('Ann Example <ann@example.org>') }] }))).toEqual([
      'Ann Example <ann@example.org>: ann@example.org list@example.org; relayed, certain',
      ' <list@example.org>: list@example.org'.replace(/^ /, 'Bob Other via list '),
    ])
  })

  it('joins what stands behind a plus, likely', () => {
    expect(joined(['Ann <ann+linux@example.org>', 'A. <ann@example.org>'])).toEqual([
      'Ann <ann+linux@example.org>: ann+linux@example.org ann@example.org; plus-tag, likely',
    ])
  })

  it('gives the same persons for the same set in any order', () => {
    const identity = fc.record({
      name: fc.constantFrom(
        'Ann Example',
        'Example, Ann',
        'ann',
        'Bob B. Other',
        'Bob Other',
        'Ann Example via list',
        '',
        'kernel test robot',
      ),
      address: fc.constantFrom(
        'ann@example.org',
        'ann+k@example.org',
        'ann.example@work.example',
        'bob@example.org',
        'x@home.example',
        '',
        'list@example.org',
        'devnull+ann.example.org@kernel.org',
        'lkp@intel.com',
      ),
    })
    const mailmap = readMailmap('Bob Other <bob@example.org> <x@home.example>\nAnn <ann@example.org>\n')
    const both = fc
      .array(identity, { maxLength: 24 })
      .chain(list => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })))
    fc.assert(
      fc.property(both, fc.boolean(), ([list, shuffled], withMap) => {
        const options = withMap ? { mailmap } : {}
        const [one, two] = [joinPeople(list, options), joinPeople(shuffled, options)]
        expect(two.persons).toEqual(one.persons)
        expect(two.guesses).toEqual(one.guesses)
        for (const i of list) expect(two.personOf(i)).toEqual(one.personOf(i))
      }),
    )
  })
})

describe('names and mailboxes', () => {
  it.each([
    ['Example, Ann', 'ann example'],
    ['"Ann  Example"', 'ann example'],
    ['Ann Example (Company)', 'ann example'],
    ["'Ann Example' via list", 'ann example'],
    ['J\u00f6rg Example', 'jorg example'],
    ['=?UTF-8?q?J=C3=B6rg_Example?=', 'jorg example'],
    ['ann@example.org', ''],
  ])('compares %s as %s', (name, key) => expect(nameKey(name)).toBe(key))

  it.each([
    ['a@example.org', 'A@Example.org', 'same'],
    ['a+x@example.org', 'a@example.org', 'alike'],
    ['a@mail.example.org', 'a@example.org', 'alike'],
    ['a@x.mail.example.org', 'a@example.org', null],
    ['a@badexample.org', 'a@example.org', null],
    ['b@example.org', 'a@example.org', null],
  ])('takes %s and %s as %s', (x, y, alike) => expect(sameMailbox(x, y)).toBe(alike))

  it('lists what a relay address may stand for', () => {
    expect(behindRelay('devnull+ann.x.example.org@kernel.org')).toEqual(['ann@x.example.org', 'ann.x@example.org'])
  })
})
