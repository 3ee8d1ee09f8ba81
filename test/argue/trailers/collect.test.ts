import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { joinPeople, peopleOfMails } from '../../../argue/people/index.ts'
import {
  carryTrailers,
  collectTrailers,
  pairParts,
  signOffChain,
  trailersOfPart,
} from '../../../argue/trailers/index.ts'
import type { CollectedTrailer } from '../../../model/index.ts'
import { readMailmap } from '../../../text/mailmap.ts'
import { ann, diff, posting, rob, tia } from './make.ts'
import type { Made } from './make.ts'

const signed = `Signed-off-by: Ann Author <ann@example.org>\n---\n${diff}`
const two: readonly Made[] = [
  { id: 'c', by: ann, part: 0, text: 'Two patches.\n' },
  { id: 'p1', above: 'c', by: ann, part: 1, text: `mm: one\n\n${signed}` },
  { id: 'p2', above: 'c', by: ann, part: 2, text: `mm: two\n\n${signed}` },
]
const ack = 'Acked-by: Rob Reviewer <rob@example.org>\n'

const line = (t: CollectedTrailer): string =>
  `${t.counted ? '+' : '-'} ${t.name} ${t.person?.address ?? t.value} to ${t.to.kind === 'series' ? 'series' : t.to.part}: ` +
  `${t.how}, ${t.reason}, ${t.sure}${t.fromVersion === null ? '' : ` from v${t.fromVersion}`}`

/** What replies gave. */
const given = (more: readonly Made[], people = joinPeople([])): string[] => {
  const { series, nodes, mails } = posting([...two, ...more])
  return collectTrailers(series, nodes, mails, people)
    .filter(t => t.how !== 'own')
    .map(line)
}

describe('trailers given in replies', () => {
  it('counts for its patch what somebody gives in his own name, however deep the reply', () => {
    expect(
      given([
        { id: 'q', above: 'p1', by: tia, text: 'Why?\n' },
        { id: 'r', above: 'q', text: ack },
      ]),
    ).toEqual(['+ Acked-by rob@example.org to 1: follow-up, own-address, certain'])
  })

  it('counts for every part what is given on the cover', () => {
    const { series, nodes, mails } = posting([...two, { id: 'r', above: 'c', text: ack }])
    const all = collectTrailers(series, nodes, mails)
    expect(all.filter(t => t.how !== 'own').map(line)).toEqual([
      '+ Acked-by rob@example.org to series: follow-up, own-address, certain',
    ])
    expect(trailersOfPart(all, 2).map(t => `${t.name} ${t.how}`)).toEqual(['Signed-off-by own', 'Acked-by follow-up'])
  })

  it('shows and does not count what names somebody else', () => {
    expect(
      given([{ id: 'r', above: 'p1', text: 'Tested-by: Tia Tester <tia@example.org>\nAcked-by: when you resend\n' }]),
    ).toEqual([
      '- Tested-by tia@example.org to 1: follow-up, mismatch, certain',
      '- Acked-by  to 1: follow-up, nobody-named, certain',
    ])
  })

  it.each([
    ['Rob Reviewer <rob+kernel@example.org>', 'own-address, likely'],
    ['Rob Reviewer <rob@mail.example.org>', 'own-address, likely'],
    ['Rob Reviewer <rob@home.example>', 'own-name, likely'],
    ['Rob Reviewer (Example Inc) <rob@work.example>', 'own-name, likely'],
    ['"Reviewer, Rob" <rr@work.example>', 'own-name, likely'],
    ['Rob Reviewer', 'own-name, likely'],
    ['Reviewer Rob <rr@work.example>', 'own-name, guess'],
  ])('counts %s as the sender, Rob Reviewer <rob@example.org>', (who, why) => {
    expect(given([{ id: 'r', above: 'p2', text: `Reviewed-by: ${who}\n` }])).toEqual([
      expect.stringMatching(new RegExp(`^\\+ .* to 2: follow-up, ${why}$`)),
    ])
  })

  it('does not take every trailer of a sender whose name has a comma, as b4 0.12 does', () => {
    const by = { name: 'Reviewer, Rob', address: 'rr@work.example' }
    expect(given([{ id: 'r', above: 'p1', by, text: `${ack}Tested-by: Tia Tester <tia@example.org>\n` }])).toEqual([
      '+ Acked-by rob@example.org to 1: follow-up, own-name, likely',
      '- Tested-by tia@example.org to 1: follow-up, mismatch, certain',
    ])
  })

  it('knows a person by another address that a join tells of', () => {
    const by = { name: 'R. R.', address: 'rr@home.example' }
    const people = joinPeople([
      rob,
      by,
      { name: 'Rob Reviewer', address: 'rr@home.example' },
      { name: 'R. R.', address: 'rob@example.org' },
    ])
    expect(given([{ id: 'r', above: 'p1', by, text: ack }], people)).toEqual([
      '- Acked-by rob@example.org to 1: follow-up, mismatch, certain',
    ])
    const surely = joinPeople([rob, by, { name: 'Rob Reviewer', address: 'rob.reviewer@home.example' }], {
      relayed: [{ from: { name: 'R. R. via List', address: 'list@example.org' }, author: by }],
    })
    expect(given([{ id: 'r', above: 'p1', by, text: ack }], surely)[0]).toMatch(/mismatch/)
  })

  it.each([
    ['a mailmap names', { name: 'R. R.', address: 'rr@home.example' }, 'same-person, certain'],
    [
      'a relay names',
      { name: 'R. R. via B4 Relay', address: 'devnull+rob.example.org@kernel.org' },
      'same-person, certain',
    ],
    ['a list wrote over', { name: 'R. R. via Pools', address: 'pools@example.org' }, 'same-person, certain'],
    ['nothing joins to his', { name: 'Bob R.', address: 'bob@home.example' }, 'mismatch, certain'],
    ['only his name stands beside', { name: 'Rob Reviewer', address: 'xx@home.example' }, 'own-name, likely'],
  ])('takes what comes from an address that %s, told from who wrote in the thread', (_, by, why) => {
    const { series, nodes, mails } = posting([
      ...two,
      { id: 'q', above: 'p1', by: rob, text: 'Why?\n' },
      { id: 's', above: 'q', by: rob, sent: { name: 'R. R. via Pools', address: 'pools@example.org' }, text: 'So?\n' },
      { id: 'r', above: 'p2', by, text: ack },
    ])
    const mailmap = readMailmap('Rob Reviewer <rob@example.org> <rr@home.example>\n')
    const giving = (people?: ReturnType<typeof joinPeople>) =>
      collectTrailers(series, nodes, mails, people ?? null)
        .filter(t => t.how !== 'own')
        .map(t => `${t.counted ? '+' : '-'} ${t.reason}, ${t.sure}`)
    expect(giving(peopleOfMails(mails, mailmap))).toEqual([`${why.startsWith('mismatch') ? '-' : '+'} ${why}`])
    expect(giving()).toEqual([why.startsWith('own-name') ? '+ own-name, likely' : '- mismatch, certain'])
  })

  it('takes none of a quote, and the patch of a reply keeps its own', () => {
    expect(
      given([
        {
          id: 'r',
          above: 'p1',
          text: `> ${ack}\nWhat about this?\n\nSigned-off-by: Rob Reviewer <rob@example.org>\n${diff}`,
        },
        { id: 's', above: 'r', by: tia, text: 'Tested-by: Tia Tester <tia@example.org>\n' },
      ]),
    ).toEqual([
      '- Signed-off-by rob@example.org to 1: follow-up, of-own-patch, likely',
      '- Tested-by tia@example.org to 1: follow-up, to-proposed-change, guess',
    ])
  })

  it('takes an ack below another patch, pasted into a reply, as for that one, and below an updated one as likely', () => {
    const reply = (title: string): Made[] => [
      { id: 'r', above: 'p1', by: ann, text: `How about\n\nSubject: [PATCH v2] ${title}\n\n${signed}` },
      { id: 's', above: 'r', by: tia, text: 'Yes.\n' },
      { id: 't', above: 's', text: ack },
    ]
    expect(given(reply('mm: other')).at(-1)).toBe(
      '- Acked-by rob@example.org to 1: follow-up, to-proposed-change, guess',
    )
    expect(given(reply('mm: part 1')).at(-1)).toBe('+ Acked-by rob@example.org to 1: follow-up, own-address, likely')
  })

  it('takes an ack below the patch itself, shown again by another, as likely for it', () => {
    expect(
      given([
        { id: 'r', above: 'p1', by: tia, text: `As applied:\n\n${signed}` },
        { id: 's', above: 'r', text: ack },
      ]).at(-1),
    ).toBe('+ Acked-by rob@example.org to 1: follow-up, own-address, likely')
  })

  it('leaves what is given to another posting in the thread to that posting', () => {
    expect(
      given([
        { id: 'v2', above: 'c', by: ann, part: undefined, subject: '[PATCH v2] mm: a', text: 'x\n' },
        { id: 'r', above: 'v2', text: ack },
      ]),
    ).toEqual(['+ Acked-by rob@example.org to series: follow-up, own-address, certain'])
    const { series, nodes, mails } = posting([
      ...two,
      { id: 'v2', above: 'c', by: ann, part: 1, text: signed },
      { id: 'r', above: 'v2', text: ack },
    ])
    const first = { ...series, parts: series.parts.slice(0, 2) }
    expect(collectTrailers(first, nodes, mails).filter(t => t.how !== 'own')).toEqual([])
  })

  it('counts NAKs, a Fixes that names a commit, and nothing that a reply cannot give', () => {
    expect(
      given([
        {
          id: 'r',
          above: 'p1',
          text: 'NAKed-by: Rob Reviewer <rob@example.org>\nFixes: 0123456789ab ("mm: a")\nFixes: tag wanted.\nCc: stable@example.org\nLink: https://example.org/1\n',
        },
      ]),
    ).toEqual([
      '+ Nacked-by rob@example.org to 1: follow-up, own-address, certain',
      '+ Fixes 0123456789ab ("mm: a") to 1: follow-up, reference-in-reply, likely',
      '- Fixes tag wanted. to 1: follow-up, not-given-by-reply, certain',
      '- Cc stable@example.org to 1: follow-up, not-given-by-reply, certain',
      '- Link https://example.org/1 to 1: follow-up, not-given-by-reply, certain',
    ])
  })

  it('does not count what a program asks to be named by', () => {
    const by = { name: 'kernel test robot', address: 'lkp@intel.com' }
    expect(given([{ id: 'r', above: 'p1', by, text: 'Reported-by: kernel test robot <lkp@intel.com>\n' }])).toEqual([
      '- Reported-by lkp@intel.com to 1: follow-up, by-bot, certain',
    ])
  })

  it('counts a trailer once, and says that it was repeated', () => {
    expect(
      given([
        { id: 'r', above: 'p1', text: ack },
        { id: 's', above: 'p1', text: ack },
      ]),
    ).toEqual([
      '+ Acked-by rob@example.org to 1: follow-up, own-address, certain',
      '- Acked-by rob@example.org to 1: follow-up, repeated, certain',
    ])
  })

  it('shows what the words beside it say of parts and conditions, and counts by none of them', () => {
    const text = `For patches 1-2 and 7, with that typo fixed:\n\n${ack}`
    const { series, nodes, mails } = posting([...two, { id: 'r', above: 'c', text }])
    const [one] = collectTrailers(series, nodes, mails).filter(t => t.how !== 'own')
    expect(one?.to.kind).toBe('series')
    expect(
      one?.hints.map(h => [h.kind, h.sure, text.slice(h.span.start, h.span.end), 'parts' in h ? h.parts : []]),
    ).toEqual([
      ['parts', 'guess', 'patches 1-2 and 7', [1, 2]],
      ['condition', 'guess', 'with that typo fixed', []],
    ])
  })
})

describe('trailers of a posting itself', () => {
  it('counts those of commit messages, and neither those of the cover nor those below the cut', () => {
    const { series, nodes, mails } = posting([
      { id: 'c', by: ann, part: 0, text: 'Reviewed-by: Tia Tester <tia@example.org>\n' },
      {
        id: 'p1',
        above: 'c',
        by: ann,
        part: 1,
        text: `${ack}Signed-off-by: Ann Author <ann@example.org>\n---\nCc: Tia Tester <tia@example.org>\n${diff}`,
      },
    ])
    expect(collectTrailers(series, nodes, mails).map(line)).toEqual([
      '- Reviewed-by tia@example.org to series: own, in-cover, likely',
      '+ Acked-by rob@example.org to 1: own, in-commit-message, certain',
      '+ Signed-off-by ann@example.org to 1: own, in-commit-message, certain',
      '- Cc tia@example.org to 1: own, below-cut, certain',
    ])
  })

  it.each([
    ['Signed-off-by: Ann Author <ann@example.org>', 'first true 0'],
    [
      'Co-developed-by: Tia Tester <tia@example.org>\nSigned-off-by: Tia Tester <tia@example.org>\nSigned-off-by: Ann Author <ann@example.org>',
      'later true 0',
    ],
    ['Co-developed-by: Tia Tester <tia@example.org>\nSigned-off-by: Ann Author <ann@example.org>', 'first true 1'],
    ['Signed-off-by: Tia Tester <tia@example.org>', 'absent false 0'],
    ['no sign', 'null false 0'],
  ])('reads the sign-off chain of %j', (message, expected) => {
    const { series, nodes, mails } = posting([{ id: 'p', by: ann, part: 1, text: `${message}\n---\n${diff}` }])
    const chain = signOffChain(collectTrailers(series, nodes, mails), mails[0]!)
    expect(`${chain.author} ${chain.isSenderLast} ${chain.unsigned.length}`).toBe(expected)
  })
})

describe('trailers given to an earlier revision', () => {
  const first = posting([
    ...two,
    { id: 'r', above: 'p1', text: ack },
    { id: 's', above: 'p2', by: tia, text: 'Tested-by: Tia Tester <tia@example.org>\n' },
  ])
  const again = (message: string) =>
    posting(
      [
        { id: 'n1', by: ann, part: 1, text: `${message}${signed}` },
        { id: 'n2', by: ann, part: 2, text: signed },
      ],
      2,
    )
  const ids = new Map([
    ['p1', ['aa']],
    ['n1', ['aa']],
    ['p2', ['bb']],
    ['n2', ['cc']],
  ])
  const carry = (second: ReturnType<typeof again>) =>
    carryTrailers(
      { series: first.series, collected: collectTrailers(first.series, first.nodes, first.mails) },
      { series: second.series, collected: collectTrailers(second.series, second.nodes, second.mails) },
      pairParts(first.series, second.series, ids),
    ).map(line)

  it('are carried where the patch did not change, and say from where', () => {
    expect(carry(again(''))).toEqual([
      '+ Acked-by rob@example.org to 1: carried, carried-unchanged, likely from v1',
      '- Tested-by tia@example.org to 2: carried, carried-changed, guess from v1',
    ])
  })

  it('are not carried twice where the later text holds them', () => {
    expect(carry(again(ack))[0]).toBe('- Acked-by rob@example.org to 1: carried, repeated, likely from v1')
  })
})

describe('collecting', () => {
  it('gives the same for the same mails in any order', () => {
    const all = [
      ...two,
      { id: 'r', above: 'c', text: ack },
      { id: 's', above: 'p1', text: ack, at: 5 },
      { id: 't', above: 's', by: tia, text: ack },
    ]
    const { series, nodes, mails } = posting(all)
    const expected = collectTrailers(series, nodes, mails)
    fc.assert(
      fc.property(fc.shuffledSubarray([...mails], { minLength: mails.length }), shuffled => {
        expect(collectTrailers(series, [...nodes].reverse(), shuffled)).toEqual(expected)
      }),
    )
  })

  it('ends on a thread whose parents go in a circle', () => {
    const { series, mails } = posting([...two, { id: 'r', text: ack }])
    const nodes = [
      { messageId: 'r', parentId: 's' },
      { messageId: 's', parentId: 'r' },
    ]
    expect(collectTrailers(series, nodes, mails).filter(t => t.how !== 'own')).toEqual([])
  })
})
