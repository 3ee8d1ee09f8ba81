import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { expectNoSidewaysScroll, openBrowser, openPage, violations } from './browser.ts'

const site = inject('siteUrl')
let browser: Browser
const paths = new Map<string, string>()

beforeAll(async () => {
  browser = await openBrowser()
  const page = await browser.newPage()
  await page.goto(`${site}/search?q=${encodeURIComponent('s:reaper has:patch')}`)
  const message = await page.locator('main a[href*="@"]').first().getAttribute('href')
  const list = message?.split('/').slice(0, 2).join('/') ?? '/'
  const bare = message?.replace(/[#?].*$/, '').replace(/\/[tT]\/$/, '/') ?? '/'
  for (const [name, path] of [
    ['home', '/'],
    ['list', `${list}/`],
    ['message', bare],
    ['thread', `${bare}t/`],
    ['flat thread', `${bare}T/`],
    ['mechanism', '/mechanism/oom-reaper/'],
    ['mechanisms', '/mechanism/'],
    ['flag', '/gfp/__GFP_NOFAIL/'],
    ['flags', '/gfp/'],
    ['mask', '/gfp/mask?m=0xcc0&order=0&kernel=v6.12'],
    ['oom', '/oom'],
    ['search', '/search?q=gfp%3A__GFP_NOFAIL'],
    ['search without a hit', '/search?q=zzyzzx'],
    ['refused search', '/search?q=gpf%3ANOFAIL'],
    ['debate', '/debate/oom-reaper/'],
    ['scenarios', '/scenario/'],
    ['lab', '/scenario/oom-reaper/?variant=before'],
    ['lab in a frame', '/scenario/oom-reaper/?variant=after&embed=1'],
    ['about', '/about'],
  ] as const)
    paths.set(name, path)
  await page.close()
})
afterAll(() => browser.close())

const names = [
  'home',
  'list',
  'message',
  'thread',
  'flat thread',
  'mechanism',
  'mechanisms',
  'flag',
  'flags',
  'mask',
  'oom',
  'search',
  'search without a hit',
  'refused search',
  'debate',
  'scenarios',
  'lab',
  'lab in a frame',
  'about',
]

describe.each(['light', 'dark'] as const)('%s', colorScheme => {
  it.each(names)('%s: no axe violation, no complaint, no sideways scroll on a phone', async name => {
    const context = await browser.newContext({ colorScheme, viewport: { width: 1280, height: 900 } })
    const { page, complaints } = await openPage(context)
    const answer = await page.goto(`${site}${paths.get(name)}`)
    expect(answer?.headers()['content-security-policy']).toMatch(/script-src 'self'/)
    expect(await violations(page)).toEqual([])
    await page.setViewportSize({ width: 360, height: 740 })
    await expectNoSidewaysScroll(page)
    const refused = name === 'refused search'
    expect(complaints.filter(c => !(refused && c.includes('400')))).toEqual([])
    await context.close()
  })
})
