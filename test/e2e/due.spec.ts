import AxeBuilder from '@axe-core/playwright'
import { expect, expectFits, signInAsAdministrator, test } from './fixtures.ts'

// What is expected, how it stands, and what one does about it.

/** A month that is over for so long that what is due of it is due on any day: the board shows the last eight. */
const now = new Date()
const MONTH = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 2, 1))
const NAME = MONTH.toLocaleDateString('en', { month: 'long', year: 'numeric', timeZone: 'UTC' })

test('expects a delivery, excuses it, and finds it on the desk', async ({ page, demo }) => {
  await signInAsAdministrator(page, demo.address)
  await page.goto('/admin/completeness?lang=en')
  await expect(page.getByText('Nothing is expected yet')).toBeVisible()
  const form = page.getByRole('form', { name: 'Expect this' })
  await form.getByLabel('Kind of data').selectOption('values')
  await form.getByLabel('Days after the period ends').fill('10')
  await form.getByLabel('From').fill(MONTH.toISOString().slice(0, 10))
  await form.getByRole('button', { name: 'Expect this' }).click()
  await expect(page.getByText(/^Added-up figures, every month, within 10 days after it/)).toBeVisible()
  const table = page.getByRole('table', { name: 'Added-up figures: agencies by period' })
  const cell = table.getByRole('button', { name: new RegExp(`${NAME}: (late|missing)`) }).first()
  const name = (await cell.getAttribute('aria-label'))!
  await cell.click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Reason').fill('The office was flooded')
  await dialog.getByRole('button', { name: 'Excuse' }).click()
  const excused = name.replace(/: .*/, ': excused')
  await expect(table.getByRole('button', { name: excused })).toBeVisible()
  const found = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag22aa']).analyze()
  expect(found.violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([])
  await page.goto('/desk?lang=en')
  await page
    .getByRole('button', { name: /^Make a link: / })
    .first()
    .click()
  await page.getByRole('button', { name: 'Make the link' }).click()
  await expect(page.getByText(/\/f\/[\w-]{43}/)).toBeVisible()
  await page.setViewportSize({ width: 360, height: 740 })
  await expectFits(page)
  const onDesk = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag22aa']).analyze()
  expect(onDesk.violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([])
  await page.getByRole('button', { name: /^Revoke: / }).click()
  await expect(page.getByRole('button', { name: /^Revoke: / })).toHaveCount(0)
})

test('shows the desk when all of it is there, so that nothing moves', async ({ page, demo }) => {
  await signInAsAdministrator(page, demo.address)
  let answer = () => {}
  const held = new Promise<void>((done) => {
    answer = done
  })
  await page.route('**/api/v1/submissions?**', async (route) => {
    await held
    await route.continue()
  })
  const others = ['due', 'agencies', 'imports'].map((name) => page.waitForResponse(`**/api/v1/${name}*`))
  await page.goto('/desk?lang=en')
  for (const other of others) await (await other).finished()
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
  const main = page.getByRole('main')
  await expect(main.getByRole('status').filter({ hasText: 'Loading' })).toBeVisible()
  await expect(main.getByRole('heading', { level: 2 })).toHaveCount(0)
  answer()
  await expect(main.getByRole('heading', { level: 2 }).first()).toHaveText('Submissions')
})
