import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, expectFits, signInAsAdministrator, test } from './fixtures.ts'

// A period's figures by hand: with the keyboard as in a spreadsheet, and by a link without an account.

const cell = (page: Page, name: string) => page.getByRole('textbox', { name })

async function agencyWithServices(page: Page, address: string): Promise<string> {
  const answer = await page.request.get(`${address}/api/v1/agencies?limit=1000`)
  const { items } = (await answer.json()) as { items: { code: string; parent: string | null }[] }
  const parents = new Set(items.map(({ parent }) => parent))
  return items.find(({ code }) => !parents.has(code))!.code
}

test('enters a month with the keyboard: errors, undo, paste, reload, review', async ({ page, demo }) => {
  await signInAsAdministrator(page, demo.address)
  const agency = await agencyWithServices(page, demo.address)
  await page.goto(`/desk/enter?lang=en&agency=${agency}&period=2026-10`)
  const rows = page.locator('.entry-grid tbody th')
  await expect(rows.first()).toBeVisible()
  // Of an empty sheet nothing is said, right or wrong.
  await expect(page.locator('.entry-status')).toBeEmpty()
  const [first, second] = await rows.allTextContents()
  await cell(page, `${first}, Received`).focus()
  await page.keyboard.type('120')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.type('80')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.type('81')
  await expect(page.getByText('1 figure must be corrected before sending.')).toBeVisible()
  await expect(cell(page, `${first}, On time`)).toHaveAttribute('aria-invalid', 'true')
  await expect(cell(page, `${first}, On time`)).toHaveAccessibleDescription(/more than were completed \(80\)/)
  // A wrong figure is gone to, not sent.
  await page.getByRole('button', { name: 'Review and send' }).click()
  await expect(cell(page, `${first}, On time`)).toBeFocused()
  await page.keyboard.press('Control+z')
  await expect(cell(page, `${first}, On time`)).toHaveValue('')
  await expect(cell(page, `${first}, Completed`)).toHaveValue('80')
  // Enter goes down the column.
  await cell(page, `${first}, Received`).focus()
  await page.keyboard.press('Enter')
  await expect(cell(page, `${second}, Received`)).toBeFocused()
  await cell(page, `${second}, Received`).evaluate((input) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', '1,250\t900\t\t0\n')
    input.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  })
  await expect(cell(page, `${second}, Received`)).toHaveValue('1,250')
  await expect(cell(page, `${second}, Rejected`)).toHaveValue('0')
  await page.reload()
  await expect(page.getByText(/A draft of .* was restored/)).toBeVisible()
  await expect(cell(page, `${second}, Completed`)).toHaveValue('900')
  const found = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag22aa']).analyze()
  expect(found.violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([])
  await page.getByRole('button', { name: 'Review and send' }).click()
  await expect(page.getByRole('heading', { name: 'What changes' })).toBeFocused()
  await expect(page.getByRole('row', { name: `${second} Received not reported 1,250` })).toBeVisible()
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByText('5 new, 0 corrected, 0 taken back, 0 unchanged.')).toBeVisible()
  await page.getByRole('button', { name: 'Correct again' }).click()
  await expect(cell(page, `${second}, Received`)).toHaveValue('1250')
})

test('enters by a link on a phone, without an account', async ({ page, demo, browser }) => {
  await signInAsAdministrator(page, demo.address)
  const agency = await agencyWithServices(page, demo.address)
  const made = await page.request.post(`${demo.address}/api/v1/entry/links`, {
    data: { agency, period: '2026-09', maxUses: 1 },
    headers: { origin: demo.address },
  })
  const { url } = (await made.json()) as { url: string }
  const phone = await browser.newContext({ viewport: { width: 360, height: 740 } })
  try {
    const other = await phone.newPage()
    await other.goto(`${url}?lang=en`)
    await expect(other.getByText('No account is needed.')).toBeVisible()
    const name = await other.locator('.entry-grid tbody th').first().textContent()
    await cell(other, `${name}, Received`).fill('12')
    await expectFits(other)
    await other.getByRole('button', { name: 'Review and send' }).click()
    await other.getByRole('button', { name: 'Send' }).click()
    await expect(other.getByText('Thank you. You may close this page.')).toBeVisible()
    await other.goto(`${url}?lang=en`)
    await expect(other.getByText('This link does not work')).toBeVisible()
    await other.goto(`/desk/enter?lang=en&agency=${agency}`)
    await expect(other.getByRole('heading', { name: 'Sign in first' })).toBeVisible()
  } finally {
    await phone.close()
  }
})
