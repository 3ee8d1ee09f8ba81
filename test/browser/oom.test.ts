import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { exampleLog } from '../../app/_ui/oom/example.ts'
import { fragmentOf } from '../../app/_ui/oom/link.ts'
import { expectNoSidewaysScroll, openBrowser, openPage, violations } from './browser.ts'

const site = inject('siteUrl')
let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

const withPage = async (
  options: Parameters<Browser['newContext']>[0],
  act: (opened: Awaited<ReturnType<typeof openPage>>, context: BrowserContext) => Promise<void>,
) => {
  const context = await browser.newContext(options)
  try {
    await act(await openPage(context), context)
  } finally {
    await context.close()
  }
}
const title = '.oom-report h2'

describe('/oom', () => {
  it.each(['light', 'dark'] as const)(
    'reads the example: who died, why, what would have changed it (%s)',
    colorScheme =>
      withPage({ colorScheme, viewport: { width: 1280, height: 900 } }, async ({ page, complaints }) => {
        const answer = await page.goto(`${site}/oom`)
        expect(answer?.headers()['content-security-policy']).toMatch(/script-src 'self' 'nonce-/)
        await page.getByRole('button', { name: 'Load an example' }).click()
        expect(await page.locator(title).textContent()).toBe('indexer (1650) was killed')
        expect(await page.locator('[data-agrees=true]').textContent()).toContain('more than database (811)')
        expect(await page.locator('.oom-what-if').first().textContent()).toContain('oom_score_adj 180')
        expect(await page.locator('svg.oom-bar').count()).toBe(3)
        expect(await violations(page)).toEqual([])
        await page.setViewportSize({ width: 360, height: 740 })
        await expectNoSidewaysScroll(page)
        expect(complaints).toEqual([])
      }),
  )

  it('sends nothing of a pasted log, and its link carries the log after #', () =>
    withPage({}, async ({ page, complaints }) => {
      await page.goto(`${site}/oom`)
      await page.waitForSelector('fieldset:not([disabled]) #oom-log')
      const sent: string[] = []
      page.on('request', request => {
        // The browser asks for the icon whenever it likes.
        if (!/\/_next\/|\/favicon\.svg$/.test(request.url())) sent.push(`${request.method()} ${request.url()}`)
      })
      await page.locator('#oom-log').fill(exampleLog)
      await page.keyboard.press('Control+Enter')
      await page.waitForSelector(title)
      await page.getByRole('button', { name: 'Make a link that carries this log' }).click()
      await page.waitForURL(/#z=/)
      expect(sent).toEqual([])
      const url = page.url()
      await page.goto('about:blank')
      await page.goto(url)
      expect(await page.locator(title).textContent()).toBe('indexer (1650) was killed')
      expect(await page.locator('#oom-log').inputValue()).toBe(exampleLog)
      expect(complaints).toEqual([])
    }))

  it('says that a link is damaged', () =>
    withPage({}, async ({ page }) => {
      const fragment = await fragmentOf(exampleLog)
      await page.goto(`${site}/oom#${fragment?.slice(0, 500)}`)
      await page.getByText('The log in this link is damaged').waitFor()
    }))

  it('takes the kernel that is chosen instead of the one in the log', () =>
    withPage({}, async ({ page }) => {
      await page.goto(`${site}/oom#${await fragmentOf(exampleLog)}`)
      await page.waitForSelector(title)
      await page.getByLabel('Kernel', { exact: true }).fill('v4.4')
      await page.getByText('Bits of the v4.4 table').waitFor()
      await page.getByLabel('Kernel', { exact: true }).fill('mine')
      await page.getByText('give a version such as v6.12').waitFor()
    }))

  it('takes a file that is dropped or opened', () =>
    withPage({}, async ({ page }) => {
      await page.goto(`${site}/oom`)
      await page.waitForSelector('fieldset:not([disabled])')
      const dropped = await page.evaluateHandle(log => {
        const data = new DataTransfer()
        data.items.add(new File([log], 'dmesg.txt', { type: 'text/plain' }))
        return data
      }, exampleLog)
      await page.dispatchEvent('.oom-form', 'drop', { dataTransfer: dropped })
      expect(await page.locator(title).textContent()).toBe('indexer (1650) was killed')
      const other = exampleLog.replaceAll('indexer', 'tracker')
      await page.setInputFiles('input[type=file]', {
        name: 'dmesg.txt',
        mimeType: 'text/plain',
        buffer: Buffer.from(other),
      })
      await page.getByRole('heading', { name: 'tracker (1650) was killed' }).waitFor()
    }))

  it('tells several reports apart, and says when there is none', () =>
    withPage({}, async ({ page }) => {
      await page.goto(`${site}/oom`)
      await page.waitForSelector('fieldset:not([disabled])')
      const box = page.locator('#oom-log')
      await box.fill(`${exampleLog}${exampleLog.replaceAll('indexer', 'tracker').replaceAll('1650', '1750')}`)
      await page.getByRole('button', { name: /Read it/ }).click()
      await page.getByText('2 OOM reports').waitFor()
      expect(await page.locator(title).allTextContents()).toEqual([
        'indexer (1650) was killed',
        'tracker (1750) was killed',
      ])
      await box.fill('nothing of the kind')
      await page.getByRole('button', { name: /Read it/ }).click()
      await page.getByText('No OOM report in 1 line').waitFor()
      expect(await page.locator(title).count()).toBe(0)
    }))

  it('fetches the text of a mail of the archive, once', () =>
    withPage({}, async ({ page, complaints }) => {
      const asked: string[] = []
      await page.route('**/oom/text?*', route => {
        asked.push(new URL(route.request().url()).searchParams.get('id') ?? '')
        return route.fulfill({ body: `Hello,\n\n> ${(exampleLog + exampleLog).replaceAll('\n', '\n> ')}\n` })
      })
      await page.goto(`${site}/oom?mail=${encodeURIComponent('<a+b/1@example.org>')}`)
      expect(await page.locator(title).first().textContent()).toBe('indexer (1650) was killed')
      await page.locator('.oom-index a').last().click()
      await page.waitForURL(/#report-2$/)
      expect(asked).toEqual(['a+b/1@example.org'])
      expect(complaints).toEqual([])
    }))

  it('says of a mail that the archive lacks that it lacks it', () =>
    withPage({}, async ({ page }) => {
      await page.goto(`${site}/oom?mail=${encodeURIComponent('nobody@example.org')}`)
      await page.getByText('This archive does not hold <nobody@example.org>').waitFor()
    }))

  it('without script says what it would do and gives the command', () =>
    withPage({ javaScriptEnabled: false }, async ({ page }) => {
      await page.goto(`${site}/oom`)
      expect(await page.locator('.oom-command').textContent()).toBe('acknak oom FILE')
      expect(await page.locator('#oom-log').isDisabled()).toBe(true)
    }))
})

describe('/gfp/mask', () => {
  it('answers its form without script, at an address that can be shared', () =>
    withPage({ javaScriptEnabled: false }, async ({ page }) => {
      await page.goto(`${site}/gfp/`)
      await page.getByLabel('Mask: hex, or names with |').fill('GFP_NOFS')
      await page.getByLabel('Kernel').fill('v4.6')
      await page.getByRole('button', { name: 'What would it do?' }).click()
      expect(new URL(page.url()).search).toBe('?m=GFP_NOFS&order=0&kernel=v4.6')
      expect(await page.locator('h2 code').first().textContent()).toBe('0x2400040(GFP_NOFS)')
      expect(await page.locator('.mask-answers').textContent()).toContain('may have the OOM killer pick a victimno')
    }))
})

describe('the page of a flag', () => {
  it('shows what it changes, its history and its mails over time', () =>
    withPage({}, async ({ page, complaints }) => {
      await page.goto(`${site}/gfp/__GFP_NOFAIL/`)
      for (const name of ['What it changes', 'Value by version', 'Over time'])
        expect(await page.getByRole('heading', { name }).count()).toBe(1)
      expect(await page.locator('svg.years rect').count()).toBeGreaterThan(0)
      expect(complaints).toEqual([])
    }))
})
