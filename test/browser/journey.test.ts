import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { scenarios } from '../../sim/index.ts'
import { openBrowser, openPage } from './browser.ts'

const site = inject('siteUrl')
let browser: Browser
let context: BrowserContext
let page: Page
let complaints: string[]

beforeAll(async () => void (browser = await openBrowser()))
afterAll(() => browser.close())
beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  ;({ page, complaints } = await openPage(context))
})
afterEach(async () => {
  await context.close()
  expect(complaints).toEqual([])
})

/** Searches from the home page for a patch that carries a scenario, and opens the thread of the first hit that does. */
async function openPatchWithScenario(): Promise<void> {
  await page.goto(`${site}/search?q=${encodeURIComponent('s:reaper has:patch')}`)
  const hits = await page
    .locator('main a[href*="@"]')
    .evaluateAll(links => [...new Set(links.map(a => (a as HTMLAnchorElement).href))])
  for (const href of hits) {
    await page.goto(href)
    if ((await page.locator('a.run').count()) > 0) return
  }
  throw new Error('no hit carries a scenario')
}

describe('a reader with a browser', () => {
  it('searches for __GFP_NOFAIL from the home page, opens a thread, and reads whose words hold it', async () => {
    await page.goto(site)
    await page.locator('input[name=q]').first().fill('gfp:__GFP_NOFAIL')
    await page.keyboard.press('Enter')
    await page.waitForURL(/search/)
    expect(await page.locator('main').innerText()).toMatch(/embedded|Meilisearch/i)
    const hit = page.locator('main a[href*="@"]').first()
    await hit.click()
    await page.waitForLoadState()
    expect(await page.locator('main').innerText()).toContain('__GFP_NOFAIL')
    expect(await page.content()).toMatch(/sample/i)
  })

  it("opens a patch's scenario in place and runs both variants: before loops, after finishes", async () => {
    await openPatchWithScenario()
    await page.locator('a.run').first().click()
    const lab = page.frameLocator('iframe.lab-frame')
    for (const [variant, end] of [
      ['before', 'looped'],
      ['after', 'finished'],
    ] as const) {
      const control = lab.locator(`[data-variant="${variant}"]`)
      await control.check({ force: true })
      await lab.locator('[data-run]').click()
      await lab.locator(`[data-run-of="${variant}"] [data-end="${end}"]`).waitFor()
      const results = await lab
        .locator(`[data-run-of="${variant}"] [data-prediction]`)
        .evaluateAll(items => items.map(i => i.getAttribute('data-result')))
      expect(results.length).toBeGreaterThan(0)
      expect(results).toContain('holds')
    }
  })

  it('sees the same digest in the browser as Node computes', async () => {
    const { goldenRequests, requestKey } = await import('../sim/golden.ts')
    const { default: digests } = await import('../sim/digests.json', { with: { type: 'json' } })
    const requests = goldenRequests.filter(r => r.kernel === null)
    expect(requests.length).toBeGreaterThan(0)
    for (const request of requests) {
      const query = new URLSearchParams({
        variant: request.variant,
        seed: String(request.seed),
        ...Object.fromEntries(Object.entries(request.params).map(([k, v]) => [k, String(v)])),
      })
      await page.goto(`${site}/scenario/${request.scenario}/?${query}`)
      await page.locator('[data-run]').click()
      const column = page.locator(`[data-run-of="${request.variant}"]`).first()
      await column.locator('[data-digest]').waitFor()
      await page.waitForFunction(() => document.querySelector('[data-state]')?.getAttribute('data-state') !== 'running')
      expect(await column.locator('[data-digest]').getAttribute('data-digest')).toBe(
        (digests as Record<string, string>)[requestKey(request)],
      )
    }
  })

  it('finds every scenario of the model on the site', async () => {
    await page.goto(`${site}/scenario/`)
    for (const scenario of scenarios)
      expect(await page.locator(`a[href*="/scenario/${scenario.id}"]`).count()).toBeGreaterThan(0)
  })
})

describe('a reader without JavaScript', () => {
  it('reads verdicts of every variant, since the server ran them', async () => {
    const plain = await browser.newContext({ javaScriptEnabled: false })
    const reader = await plain.newPage()
    await reader.goto(`${site}/scenario/oom-reaper/`)
    const text = await reader.locator('main').innerText()
    expect(text).toMatch(/looped|loops/)
    expect(text).toMatch(/finished/)
    expect(await reader.locator('svg').count()).toBeGreaterThan(0)
    await plain.close()
  })

  it('follows a Run link to the lab', async () => {
    const plain = await browser.newContext({ javaScriptEnabled: false })
    const reader = await plain.newPage()
    await reader.goto(`${site}/search?q=${encodeURIComponent('s:reaper has:patch')}`)
    await reader.locator('main a[href*="@"]').first().click()
    await reader.locator('a.run').first().click()
    expect(reader.url()).toContain('/scenario/oom-reaper/')
    await plain.close()
  })
})
