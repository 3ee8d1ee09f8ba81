import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { expectNoSidewaysScroll, openBrowser, openPage, violations } from './browser.ts'

const site = inject('siteUrl')
const series = '/series/20320301190500.2717-1-leilani@example.org/'
let browser: Browser

beforeAll(async () => void (browser = await openBrowser()))
afterAll(() => browser.close())

const paths: readonly (readonly [string, string])[] = [
  ['two revisions and a reroll', series],
  ['all that changed from v1 to v2', `${series}?from=1&to=2`],
  ['a revision', `${series}v2/`],
  ['a missing part', '/series/20310310081503.42475-1-ilse@example.org/v2/'],
  ['one revision', '/series/20320112080540.63763-1-nino@example.org/'],
  ['series', '/series/'],
  ['words that an address points at', '/sample-mm/ajk3WQm0sPzv1cYt@example.org/?at=60-160'],
]

describe.each(['light', 'dark'] as const)('series pages, %s', colorScheme => {
  it.each(paths)('%s: no axe violation, no complaint, no sideways scroll on a phone', async (_, path) => {
    const context = await browser.newContext({ colorScheme, viewport: { width: 1280, height: 900 } })
    const { page, complaints } = await openPage(context)
    const answer = await page.goto(site + path)
    expect(answer?.status()).toBe(200)
    expect(answer?.headers()['content-security-policy']).toMatch(/script-src 'self'/)
    expect(answer?.headers().etag).toMatch(/^W\/"/)
    await page.evaluate(() => document.querySelectorAll('details').forEach(fold => (fold.open = true)))
    expect(await violations(page)).toEqual([])
    await page.setViewportSize({ width: 390, height: 740 })
    await expectNoSidewaysScroll(page)
    await page.setViewportSize({ width: 320, height: 740 })
    await expectNoSidewaysScroll(page)
    expect(complaints).toEqual([])
    await context.close()
  })
})

describe('a reader of a series', () => {
  it('comes from the list, compares v1 with v2, and goes from a comment to its words and to what came of them', async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
    const { page, complaints } = await openPage(context)
    await page.goto(`${site}/sample-mm/`)
    await page
      .locator('.thread-row', { hasText: 'a shrinker for idle chunks' })
      .locator('a', { hasText: 'series' })
      .last()
      .click()
    await page.waitForURL(`${site}${series}`)
    await page.locator('select[name=from]').selectOption('1')
    await page.locator('select[name=to]').selectOption('2')
    await page.getByRole('button', { name: 'Compare' }).click()
    await page.waitForURL(/from=1&to=2/)
    expect(await page.locator('.pair-mark').allInnerTexts()).toEqual([
      '! changed',
      '! changed',
      '! changed',
      '< dropped',
      '> new',
    ])
    const comment = page.locator('.comment', { hasText: 'No printing from reclaim' })
    expect(await comment.locator('.fate').innerText()).toMatch(/^lines removed/)
    await comment.locator('a', { hasText: 'the change' }).click()
    expect(new URL(page.url()).hash).toBe('#pair-3')
    await comment.locator('a', { hasText: 'in their mail' }).click()
    await page.waitForURL(/ajk3WQm0sPzv1cYt/)
    expect(await page.locator('mark.here').first().innerText()).toMatch(/^No printing from reclaim/)
    expect(await page.locator('#at').evaluate(e => e.getBoundingClientRect().top < innerHeight)).toBe(true)
    await page.locator('.quote-source').first().click()
    await page.waitForURL(/2717-4-leilani/)
    expect(
      await page
        .locator('mark.here')
        .allInnerTexts()
        .then(all => all.join('')),
    ).toContain('mutex_lock(&b->lock);')
    expect(complaints).toEqual([])
    await context.close()
  })

  it('copies a range-diff with both columns of marks', async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
    const page = await context.newPage()
    await page.goto(`${site}${series}?from=1&to=2`)
    const text = await page.locator('#pair-2 .rd-hunk').first().innerText()
    expect(text).toContain('-+\tint nr;\n++\tunsigned long nr = READ_ONCE(b->nr_idle);\n')
    await context.close()
  })

  it('opens a revision with the keyboard alone', async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
    const page = await context.newPage()
    await page.goto(site + series)
    const fold = page.locator('#v1 > details')
    expect(await fold.getAttribute('open')).toBeNull()
    await fold.locator('> summary').focus()
    await page.keyboard.press('Enter')
    expect(await fold.getAttribute('open')).toBe('')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('cover letter')
    await context.close()
  })

  it('steps through revisions, patches and comments with j and k, and opens all folds with o', async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 700 } })
    const page = await context.newPage()
    await page.goto(`${site}${series}?from=1&to=2`)
    const focused = () =>
      page.evaluate(
        () => document.activeElement?.closest('.version, .pair, .comment')?.id ?? document.activeElement?.tagName,
      )
    const seen: (string | undefined)[] = []
    for (let i = 0; i < 3; i++) {
      await page.keyboard.press('j')
      seen.push(await focused())
    }
    expect(seen).toEqual([...new Set(seen)])
    expect(seen.every(id => /^(?:v\d|pair-\d|cm)/.test(id ?? ''))).toBe(true)
    await page.keyboard.press('k')
    expect(await focused()).toBe(seen[1])
    await page.locator('[data-fold-all]').click()
    expect(await page.locator('.pair-fold:not([open])').count()).toBe(0)
    await context.close()
  })

  it('reads and compares all of it without JavaScript', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(site + series)
    await page.locator('select[name=from]').selectOption('1')
    await page.getByRole('button', { name: 'Compare' }).click()
    await page.waitForURL(/from=1&to=3/)
    expect(await page.locator('h2#changes').innerText()).toBe('From v1 to v3')
    await page.locator('#v1 > details > summary').click()
    expect(await page.locator('#v1').innerText()).toContain('Nacked-by: Fergus Auchterlonie')
    await context.close()
  })
})
