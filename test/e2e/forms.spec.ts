import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, expectFits, signInAsAdministrator, test } from './fixtures.ts'

// The forms by which officials and stewards keep plans and rules, as a person goes through them. What a journey changes
// it takes back: others look at the same instance.

const AGENCY = 'disdukcapil-1207'

async function expectAccessible(page: Page) {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag22aa']).analyze()
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([])
}

test('sets a target with a decimal comma, corrects what is wrong, and takes it back', async ({
  page,
  demo,
}) => {
  await signInAsAdministrator(page, demo.address)
  await page.goto(`/desk/targets?agency=${AGENCY}`)
  const add = page.getByRole('link', { name: 'Tambah target' })
  await expect(add).toBeVisible()
  await expectAccessible(page)
  await add.click()
  await page.getByRole('button', { name: 'Simpan' }).click()
  // The first wrong field has the focus; the list leads to the next.
  await expect(page.getByRole('combobox', { name: 'Indikator' })).toBeFocused()
  await page.getByRole('button', { name: 'Nilai target: wajib diisi' }).click()
  const value = page.getByRole('textbox', { name: 'Nilai target' })
  await expect(value).toBeFocused()
  await expect(value).toHaveAccessibleDescription(/wajib diisi/)
  await page.getByRole('combobox', { name: 'Indikator' }).selectOption({ label: 'Tepat waktu' })
  await page.getByRole('textbox', { name: 'Tahun' }).fill('2031')
  await value.fill('92,5')
  await expect(page.getByText('Dibaca sebagai 92,5%')).toBeVisible()
  await expectAccessible(page)
  // A half-filled form survives a reload, and asks before it is left.
  page.once('dialog', (dialog) => void dialog.accept())
  await page.reload()
  await expect(value).toHaveValue('92,5')
  await page.getByRole('link', { name: 'Inovasi' }).first().click()
  const leave = page.getByRole('dialog', { name: 'Tinggalkan halaman ini?' })
  await leave.getByRole('button', { name: 'Tetap di sini' }).click()
  await expect(value).toHaveValue('92,5')
  await page.getByRole('button', { name: 'Simpan' }).click()
  await expect(page.getByRole('heading', { name: 'Tepat waktu · 2031' })).toBeVisible()
  await page.getByRole('button', { name: 'Urungkan' }).click()
  await expect(page.getByRole('heading', { name: 'Tepat waktu · 2031' })).toHaveCount(0)
})

test('explains a missed target on a phone; everybody sees it', async ({ page, demo, browser }) => {
  await signInAsAdministrator(page, demo.address)
  await page.setViewportSize({ width: 360, height: 780 })
  await page.goto(`/desk/targets?agency=${AGENCY}&lang=en`)
  const missed = page.getByRole('region', { name: /Missed and not yet explained/ })
  await missed
    .getByRole('link', { name: /^Explain/ })
    .first()
    .click()
  await page.getByLabel('Why the target was missed').fill('Two of the five counters were closed for repairs.')
  await page.getByLabel('By when').fill('2027-03-31')
  await expectFits(page)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Save' }).click()
  // That it is saved is also said in passing, for some seconds only.
  await expect(page.getByText('Two of the five counters were closed for repairs.')).toBeVisible()
  const visitor = await browser.newContext({ baseURL: demo.address })
  try {
    const other = await visitor.newPage()
    await other.goto(`/agencies/${AGENCY}?lang=en`)
    const said = other.getByText('Two of the five counters were closed for repairs.').first()
    await expect(said).toBeVisible()
    await expect(said).toContainText('by 31 March 2027')
  } finally {
    await visitor.close()
  }
  await page
    .getByRole('link', { name: /^Change explanation/ })
    .first()
    .click()
  await page.getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByText('Explanation removed.')).toBeVisible()
})

test('a steward sees what a day off would change, applies it, and undoes it', async ({ page, demo }) => {
  await signInAsAdministrator(page, demo.address)
  await page.goto('/admin/calendars?lang=en')
  await page.getByRole('link', { name: 'Add an exception: Indonesian government calendar' }).click()
  await page.getByLabel('Date').fill('2026-10-14')
  await page.getByLabel('Why').fill('Flood')
  await page.getByRole('button', { name: 'See what it changes' }).click()
  const impact = page.getByRole('dialog', { name: 'What this would change' })
  await expect(impact).toContainText(/\d cases or complaints come out differently/)
  await expect(impact.getByRole('row').nth(1)).toBeVisible()
  await expectAccessible(page)
  await impact.getByRole('button', { name: 'Apply' }).click()
  await expect(page.getByText('14 October 2026: day off (Flood)')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('14 October 2026: day off (Flood)')).toHaveCount(0)
  // By keyboard alone: a service is found by a part of its name.
  await page.goto('/admin/standards/edit')
  await page.getByRole('combobox', { name: 'Layanan' }).focus()
  await page.keyboard.type('ktp')
  await expect(page.getByRole('listbox').getByRole('option')).toHaveCount(1)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('combobox', { name: 'Layanan' })).toHaveValue('KTP elektronik')
  await expectAccessible(page)
})
