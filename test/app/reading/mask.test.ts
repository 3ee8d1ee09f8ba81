import { describe, expect, it } from 'vitest'
import { toText } from '../../../app/_ui/html.ts'
import { gfpContent } from '../../../app/_ui/reading/gfpPages.ts'
import { maskContent } from '../../../app/_ui/reading/maskPage.ts'
import { gfpPage } from '../../../app/_views/gfp.ts'
import { maskPage, readMask } from '../../../app/_views/mask.ts'
import { hasReport, mailText, oomHref, reportHref } from '../../../app/_views/oom.ts'
import { fakeReader, row } from './fake.ts'

describe('a mask as people write it', () => {
  it.each([
    ['0xcc0', 'v6.12', 0xcc0],
    ['cc0', 'v6.12', 0xcc0],
    ['0xcc0(GFP_KERNEL)', 'v6.12', 0xcc0],
    ['GFP_KERNEL', 'v6.12', 0xcc0],
    ['gfp_kernel | nowarn', 'v6.12', 0x2cc0],
    ['GFP_KERNEL & ~__GFP_FS', 'v6.12', 0xc40],
    ['GFP_KERNEL', 'v4.9', 0x24000c0],
  ])('%s on %s', (text, kernel, value) => expect(readMask(text, kernel)).toEqual({ value }))

  it.each([
    ['NOFIAL', 'v6.12', 'did you mean __GFP_NOFAIL'],
    ['__GFP_ATOMIC', 'v6.12', 'does not exist in v6.12'],
    ['GFP_KERNEL & __GFP_FS', 'v6.12', '& only before ~'],
    ['0xfffffffff', 'v6.12', '32 bits'],
    ['', 'v6.12', 'Give a mask'],
    ['0xcc0', 'mine', 'names no kernel version'],
    ['0xcc0', 'v4.99', 'There was no kernel v4.99: the nearest release is v4.20.'],
    ['0xcc0', '9.1', 'There is no kernel v9.1: the nearest release known here is v7.2.'],
  ])('%s on %s is refused with a reason', (text, kernel, says) =>
    expect(readMask(text, kernel)).toMatchObject({ says: expect.stringContaining(says) }),
  )
})

const answers = (query: string) =>
  Object.fromEntries((maskPage(new URLSearchParams(query)).view?.answers ?? []).map(a => [a.question, a.answer]))

describe('what a mask does', () => {
  it('GFP_KERNEL kills at order 0 and fails at order 4', () => {
    expect(answers('m=GFP_KERNEL&order=0')).toMatchObject({
      'may have the OOM killer pick a victim': 'yes',
      'may fail': 'no',
    })
    expect(answers('m=GFP_KERNEL&order=4')).toMatchObject({
      'may have the OOM killer pick a victim': 'no',
      'may fail': 'yes',
    })
  })

  it('GFP_NOFS never kills', () => expect(answers('m=GFP_NOFS')['may have the OOM killer pick a victim']).toBe('no'))

  it('is told of every kernel with a table, with an address of its own', () => {
    const { view } = maskPage(new URLSearchParams('m=0xcc0'))
    expect(view?.elsewhere.find(e => e.kernel === 'v4.9')).toMatchObject({
      href: '/gfp/mask?m=0xcc0&order=0&kernel=v4.9',
      isHere: false,
    })
    expect(view?.elsewhere.filter(e => e.isHere).map(e => e.kernel)).toEqual(['v6.12'])
  })

  it('keeps what was typed in the form, escaped, and says what is wrong', async () => {
    const html = await toText(maskContent(maskPage(new URLSearchParams({ m: '"><script>', order: '99' }))))
    expect(html).toContain('value="&quot;&gt;&lt;script&gt;"')
    expect(html).not.toContain('<script>')
    expect(html.match(/role="alert"/g)).toHaveLength(2)
  })
})

describe('the page of a flag', () => {
  it('says what it changes: __GFP_NORETRY makes GFP_KERNEL fail instead of killing', async () => {
    const page = await gfpPage(fakeReader([]), '__GFP_NORETRY')
    expect(page?.explained?.says).not.toBe('')
    expect(page?.permits?.rows).toContainEqual({
      question: 'may have the OOM killer pick a victim, order 0',
      answers: ['yes', 'no'],
    })
    expect(page?.permits?.rows).toContainEqual({ question: 'may fail, order 0', answers: ['no', 'yes'] })
  })

  it('draws mails over time and tells patches that add from those that remove', async () => {
    const mention = (messageId: string, atSeconds: number) => ({
      messageId,
      list: 'sample',
      subject: `[PATCH] ${messageId}`,
      author: { name: 'Ann Writer', address: 'ann@example.org' },
      atSeconds,
      zone: 'added' as const,
      negated: false,
      excerpt: '+ __GFP_NOFAIL',
      at: 2,
      length: 13,
    })
    const reader = {
      ...fakeReader([]),
      mentionTimes: async () => [
        { label: '2029', messages: 4 },
        { label: '2030', messages: 1 },
      ],
      mentions: async ({ zone }: { zone?: string }) =>
        zone === 'added'
          ? [mention('adds@example.org', 30), mention('both@example.org', 20)]
          : zone === 'removed'
            ? [mention('both@example.org', 20), mention('removes@example.org', 10)]
            : [],
    }
    const page = await gfpPage(reader, '__GFP_NOFAIL')
    expect(page?.patches.map(p => [p.subject, p.does])).toEqual([
      ['[PATCH] adds@example.org', 'adds'],
      ['[PATCH] both@example.org', 'adds and removes'],
      ['[PATCH] removes@example.org', 'removes'],
    ])
    const html = await toText(gfpContent(page!))
    const heights = [...html.matchAll(/<rect [^>]*height="([^"]*)"/g)].map(m => Number(m[1]))
    expect(heights).toEqual([64, 16])
    expect(html).toContain('Mails that name __GFP_NOFAIL, 2029 to 2030: 5 in all, at most 4')
  })
})

describe('a mail with a report', () => {
  it.each([
    ['[1.2] eater invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0', true],
    ['> > Out of memory: Killed process 71 (eater) total-vm:1kB', true],
    ['Memory cgroup out of memory: Kill process 71 (eater) score 9', true],
    ['w: page allocation failure: order:4, mode:0xcc0(GFP_KERNEL)', true],
    ['+\tpr_warn("%s invoked oom-killer: gfp_mask=%#x(%pGg), order=%d\\n",', false],
    ['The task invoked oom-killer and died.', false],
  ])('%s: %s', (text, is) => expect(hasReport(text)).toBe(is))

  it('is led to the reader, which gets its decoded text', async () => {
    const mail = { id: 'a+b/c@example.org', text: 'x invoked oom-killer: gfp_mask=0xcc0, order=0\n' }
    expect(reportHref(row(mail))).toBe('/oom?mail=a%2Bb%2Fc%40example.org')
    expect(oomHref(mail.id)).toBe(reportHref(row(mail)))
    expect(await mailText(fakeReader([mail]), mail.id)).toBe(mail.text)
    expect(await mailText(fakeReader([mail]), 'other@example.org')).toBeNull()
    expect(reportHref(row({ id: 'd@example.org' }))).toBeNull()
  })
})
