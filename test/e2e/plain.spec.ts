import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import AxeBuilder from '@axe-core/playwright'
import { expect, expectFits, test } from './fixtures.ts'

// The pages without a script, and a figure in somebody else's page.

const PAGES = [
  '/',
  '/agencies/disdukcapil-1207',
  '/services/akta-kelahiran',
  '/services',
  '/indicators',
  '/indicators/on-time-rate',
  '/comparison',
  '/signals',
  '/innovations',
  '/releases',
  '/verify',
  '/data',
  '/about',
]
const SENTENCE = { id: 'Separuh permohonan yang selesai', en: 'Half of the cases completed' }

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false, viewport: { width: 320, height: 800 } })

  test('every page has its text, fits a small screen and is whole on paper', async ({ page }) => {
    for (const path of PAGES) {
      for (const lang of ['id', 'en'] as const) {
        await page.goto(lang === 'en' ? `${path}?lang=en` : path)
        await expect(page.locator('html')).toHaveAttribute('lang', lang)
        await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1)
        expect(await page.locator('main').innerText()).toMatch(/\S.{80}/s)
        if (!['/', '/agencies/disdukcapil-1207', '/services/akta-kelahiran'].includes(path)) continue
        await expect(page.locator('.opening')).toContainText(SENTENCE[lang])
        await expect(page.locator('.definitions dd').first()).toContainText(
          lang === 'id' ? 'Rentang 95%' : '95% interval',
        )
        await expect(page.locator('#missing')).toHaveText(
          lang === 'id' ? 'Yang tidak ada' : 'What is missing',
        )
        await expect(page.locator('.release-badge')).toBeVisible()
      }
      const box = await page.locator('main').boundingBox()
      expect(box!.width, path).toBeLessThanOrEqual(320)
    }
    await page.goto('/')
    await expect(page.locator('#missing + p ~ ul, #missing ~ ul').first()).toContainText('Samarinda')
    await page.emulateMedia({ media: 'print' })
    await expect(page.locator('.opening')).toBeVisible()
    await expect(page.locator('#latest')).toBeVisible()
  })
})

test('what the server writes is accessible, too', async ({ page }) => {
  // The app is kept away, so that what it would take the place of can be looked at.
  await page.route('**/assets/*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }))
  for (const path of ['/', '/releases', '/comparison', '/embed?indicator=on-time-rate']) {
    await page.goto(path)
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze()
    expect(violations.map(({ id: rule, nodes }) => `${path} ${rule}: ${nodes[0]?.html}`)).toEqual([])
  }
})

test('every kind of figure for other pages fits a small frame in both themes', async ({ page, baseURL }) => {
  const answer = await page.request.get(`${baseURL}/api/v1/innovations?limit=1`)
  const { items } = (await answer.json()) as { items: { id: string }[] }
  await page.setViewportSize({ width: 320, height: 800 })
  for (const asked of [
    'indicator=on-time-rate',
    'indicator=received,completed&agency=disdukcapil-1207',
    'indicator=on-time-rate&level=regency',
    `indicator=median-working-days&innovation=${items[0]!.id}`,
  ])
    for (const theme of ['light', 'dark']) {
      await page.goto(`/embed?${asked}&theme=${theme}&lang=en`)
      await expect(page.getByRole('img')).toBeVisible()
      await page.getByText('Show the table of numbers').click()
      await expect(page.getByRole('row').nth(1)).toBeVisible()
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
        .analyze()
      expect(violations.map(({ id: rule, nodes }) => `${asked} ${theme} ${rule}: ${nodes[0]?.html}`)).toEqual(
        [],
      )
      await expectFits(page)
    }
})

test('a figure stands in a page elsewhere, as high as it is', async ({ context, baseURL }) => {
  const office = createServer((_, response) =>
    response.setHeader('content-type', 'text/html').end(`<!doctype html><title>Office</title>
<iframe title="On time" width="100%" height="50" src="${baseURL}/embed?indicator=on-time-rate&agency=disdukcapil-1207&lang=en"></iframe>
<iframe title="Home" src="${baseURL}/"></iframe>
<script>addEventListener('message', ({ data, source }) => { if (data?.terukur === 'height') for (const frame of document.querySelectorAll('iframe')) if (frame.contentWindow === source) frame.height = data.height })</script>`),
  )
  await new Promise<void>((done) => office.listen(0, '127.0.0.1', done))
  const elsewhere = await context.newPage()
  await elsewhere.goto(`http://127.0.0.1:${(office.address() as AddressInfo).port}/`)
  const frame = elsewhere.frameLocator('iframe[title="On time"]')
  await expect(frame.getByRole('heading', { level: 1 })).toHaveText('On time')
  await expect(frame.getByRole('img')).toBeVisible()
  await frame.getByText('Show the table of numbers').click()
  await expect(frame.getByRole('row').nth(1)).toContainText('%')
  await expect
    .poll(() => elsewhere.locator('iframe[title="On time"]').evaluate((one) => one.clientHeight))
    .toBeGreaterThan(300)
  await expect(elsewhere.frameLocator('iframe[title="Home"]').getByRole('heading', { level: 1 })).toHaveCount(
    0,
  )
  await new Promise((done) => office.close(done))
})
