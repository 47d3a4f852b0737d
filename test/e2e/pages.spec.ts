import AxeBuilder from '@axe-core/playwright'
import { expect, expectFits, test } from './fixtures.ts'

// Every page, in both languages and themes, on a phone and on a desk: it says what it should, nothing overflows,
// nothing is inaccessible.

const PAGES = [
  ['/', 'Seluruh layanan publik', 'All public services'],
  [
    '/agencies/disdukcapil-1207',
    'Disdukcapil Deli Serdang (contoh)',
    'Civil Registry Office, Deli Serdang (example)',
  ],
  ['/services', 'Layanan', 'Services'],
  ['/services/akta-kelahiran', 'Akta kelahiran', 'Birth certificate'],
  ['/comparison', 'Perbandingan', 'Comparison'],
  ['/comparison?agency=disdukcapil-1271', 'Perbandingan', 'Comparison'],
  ['/signals', 'Sinyal', 'Signals'],
  ['/innovations', 'Inovasi', 'Innovations'],
  [
    '/innovations/dpmptsp-3578.siap-satu-berkas-satu-pintu',
    'SIAP: Satu Berkas Satu Pintu',
    'SIAP: Satu Berkas Satu Pintu',
  ],
  ['/indicators', 'Indikator', 'Indicators'],
  ['/indicators/on-time-rate', 'Tepat waktu', 'On time'],
  ['/indicators/cost-per-case', 'Biaya per kasus', 'Cost per case'],
  ['/indicators/achievement', 'Capaian', 'Achievement'],
  ['/releases', 'Rilis', 'Releases'],
  ['/data', 'Data', 'Data'],
  ['/about', 'Tentang', 'About'],
] as const

for (const [path, id, en] of PAGES) {
  for (const [theme, width] of [
    ['light', 1440],
    ['dark', 360],
    ['light', 320],
  ] as const) {
    test(`${path} ${theme} ${width}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: theme })
      await page.setViewportSize({ width, height: 900 })
      // The smallest screen is about width alone, and Indonesian has the longer words.
      const isSmallest = width === 320
      for (const [query, heading] of [['', id], ...(isSmallest ? [] : [['lang=en', en] as const])] as const) {
        await page.goto(query ? `${path}${path.includes('?') ? '&' : '?'}${query}` : path)
        await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading)
        await expect(page).toHaveTitle(`${heading} · Terukur`)
        await expect(page.locator('html')).toHaveAttribute('lang', query ? 'en' : 'id')
        await expect(page.locator('.skeleton, [data-written]')).toHaveCount(0)
        await showEverything(page)
        await expect(page.locator('.skeleton, [data-written]')).toHaveCount(0)
        await expectFits(page)
        // On a phone the way around leaves the page most of the screen.
        const header = await page.locator('.site-header').boundingBox()
        if (width === 360) expect(header?.height).toBeLessThanOrEqual(150)
      }
      if (isSmallest) return
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
        .analyze()
      expect(violations.map(({ id: rule, nodes }) => `${rule}: ${nodes[0]?.html}`)).toEqual([])
    })
  }
}

/** Walks down the page, so that every chart is drawn. */
async function showEverything(page: import('@playwright/test').Page): Promise<void> {
  await page.evaluate(async () => {
    for (let y = 0; y < document.body.scrollHeight; y += 600) {
      scrollTo(0, y)
      await new Promise(requestAnimationFrame)
    }
  })
}
