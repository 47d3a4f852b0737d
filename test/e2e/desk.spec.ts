import AxeBuilder from '@axe-core/playwright'
import { ADMINISTRATOR, expect, expectFits, signInAsAdministrator, test } from './fixtures.ts'

// The pages of who works here, in both languages, on a desk and on a small phone: nothing overflows, nothing is
// inaccessible. What they do is tried in journeys of their own.

const PAGES = [
  '/account',
  '/desk',
  '/desk/import',
  '/desk/enter',
  '/desk/enter?agency=disdukcapil-1207&period=2026-11',
  '/desk/mappings',
  '/desk/submissions',
  '/desk/notes',
  '/desk/targets',
  '/desk/targets/edit',
  '/desk/targets/explain',
  '/desk/innovations',
  '/desk/innovations/edit',
  '/desk/posters',
  '/desk/survey',
  '/desk/survey/plan?agency=disdukcapil-1207&period=2026-S2&indicator=time',
  '/admin/completeness',
  '/admin/releases',
  '/admin/releases/freeze',
  '/admin/standards',
  '/admin/standards/edit',
  '/admin/standards/class',
  '/admin/calendars',
  '/admin/calendars/edit?kind=new',
  '/admin/calendars/edit?kind=pattern&calendar=id-government',
  '/admin/calendars/holidays',
  '/admin/agencies',
  '/admin/agencies/edit?agency=disdukcapil-1207',
  '/admin/services',
  '/admin/services/edit?service=akta-kelahiran',
  '/admin/people',
  '/admin/keys',
  '/admin/webhooks',
  '/admin/mails',
  '/admin/requests',
  '/admin/retention',
  '/admin/audit',
]

for (const path of PAGES) {
  for (const [theme, width, query] of [
    ['light', 1440, ''],
    ['dark', 320, 'lang=en'],
  ] as const) {
    test(`${path} ${theme} ${width}`, async ({ page, demo }) => {
      await signInAsAdministrator(page, demo.address)
      await page.emulateMedia({ colorScheme: theme })
      await page.setViewportSize({ width, height: 900 })
      await page.goto(query ? `${path}${path.includes('?') ? '&' : '?'}${query}` : path)
      await expect(page.locator('.desk-page h1')).toBeVisible()
      await expect(page.locator('.skeleton')).toHaveCount(0)
      await expectFits(page)
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
        .analyze()
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
    })
  }
}

test('what is shown once in the account fits the smallest phone', async ({ page, demo }) => {
  // Signed in elsewhere too.
  await signInAsAdministrator(page, demo.address)
  await signInAsAdministrator(page, demo.address)
  await page.setViewportSize({ width: 320, height: 900 })
  await page.goto('/account?lang=en')
  const step = page.locator('details', { has: page.locator('summary', { hasText: 'Turn on' }) })
  await step.locator('summary').click()
  await step.getByLabel('Current password').fill(ADMINISTRATOR.password)
  await step.getByRole('button', { name: 'Turn on' }).click()
  await expect(page.getByText('Cannot scan')).toBeVisible()
  await expectFits(page)
  // What was worked in goes; who works by keyboard keeps their place.
  const second = page.getByRole('heading', { name: 'Second step' })
  await expect(second).toBeFocused()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(step).toBeVisible()
  await expect(second).toBeFocused()
  await page.getByRole('button', { name: 'End', exact: true }).first().click()
  await expect(page.getByRole('heading', { name: 'Where you are signed in' })).toBeFocused()
})
