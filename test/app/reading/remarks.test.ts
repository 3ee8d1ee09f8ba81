import { describe, expect, it } from 'vitest'
import { commentsIn } from '../../../app/_views/seriesRemarks.ts'
import { patchMailOf } from '../../../text/patch/index.ts'
import { rangePatchesOf } from '../../../text/range-diff/index.ts'
import { row } from './fake.ts'

const patchText = [
  'Chunks go back in one walk.',
  '---',
  'diff --git a/mm/w.c b/mm/w.c',
  '--- a/mm/w.c',
  '+++ b/mm/w.c',
  '@@ -1,3 +1,6 @@ int drain(void)',
  ' static int waited;',
  '+static int chunks_given_back;',
  '+static int chunks_left_alone;',
  '+static int walks_cut_short;',
  ' static int ended;',
  ' ',
  '',
].join('\n')
const patchRow = row({ id: 'p@example.org', subject: '[PATCH] mm: wait less', text: patchText })
const patch = rangePatchesOf(patchMailOf(patchRow.skeleton, patchRow))[0]!
const between = row({
  id: 'q@example.org',
  parent: 'p@example.org',
  text: '> +static int chunks_left_alone;\n\nThis wants to be unsigned.\n\n\tstatic int walks_cut_short_by_hand;\n',
})

/** Words and the lines of the patch they are about. */
const said = (text: string, above: readonly (typeof between | null)[]) => {
  const reply = row({ id: 'r@example.org', parent: 'q@example.org', text })
  return commentsIn({ row: reply, index: 0, patchRow, above }, patch).map(({ start, end, place }) => {
    const lines = place.in === 'hunk' ? patch.patch.files[place.file]!.hunks[place.hunk]!.lines : []
    const on = place.in === 'hunk' ? lines.slice(place.from, place.to) : []
    return [text.slice(start, end), ...on.map(l => patchText.slice(l.start, l.end).trimEnd())]
  })
}

describe('what a mail further below a patch says', () => {
  it('is followed where it stands right below lines of the patch, quoted through others', () => {
    expect(said('> > +static int walks_cut_short;\n\nNobody reads this one.\n', [between])).toEqual([
      ['Nobody reads this one.', '+static int walks_cut_short;'],
    ])
    expect(said('> > > +static int walks_cut_short;\n> > \n> \n\nNor this.\n', [null, between])).toEqual([
      ['Nor this.', '+static int walks_cut_short;'],
    ])
  })

  it('is followed where it quotes the patch itself, though it answers another mail', () => {
    expect(said('> +static int chunks_given_back;\n\nCount bytes.\n', [between])).toEqual([
      ['Count bytes.', '+static int chunks_given_back;'],
    ])
  })

  it('is none of its own below the words of somebody between, nor below no quote', () => {
    const quoted = '> > +static int chunks_left_alone;\n> \n> This wants to be unsigned.\n'
    expect(said(`${quoted}\nAgreed.\n`, [between])).toEqual([])
    expect(said(`Agreed with all of this.\n\n${quoted}`, [between])).toEqual([])
    expect(said('I shall send another version.\n', [between])).toEqual([])
  })

  it('is none of its own below what was left out behind the lines, nor below lines that somebody wrote between', () => {
    expect(said('> > +static int chunks_left_alone;\n> [...]\n\nRight.\n', [between])).toEqual([])
    const proposing = row({
      id: 'q@example.org',
      parent: 'p@example.org',
      text: 'Make it\n\n+static int walks_cut_short;\n+static int others;\n',
    })
    expect(said('> +static int walks_cut_short;\n\nFine.\n', [proposing])).toEqual([])
  })

  it('is none below lines that are only like those of the patch', () => {
    expect(said('> > +static int walks_cut_off_short;\n\nFine.\n', [between])).toEqual([])
  })

  it('in a reply to the patch itself may be about all of it', () => {
    expect(said('Why at all?\n\n> +static int chunks_given_back;\n\nCount bytes.\n', [])).toEqual([
      ['Why at all?'],
      ['Count bytes.', '+static int chunks_given_back;'],
    ])
  })

  it('is read in linear time of hostile mail', () => {
    const text = '> > +static int walks_cut_short;\n> x\n'.repeat(10_000)
    expect(said(text, [between])).toEqual([])
  })
})
