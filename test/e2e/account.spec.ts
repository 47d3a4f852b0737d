import { expect, signInAsAdministrator, test } from './fixtures.ts'

// Getting in and out, with the keyboard and by the link of an invitation.

test('signs in with the keyboard where a page asked for it, and out again', async ({ page }) => {
  await page.goto('/desk/targets?lang=en')
  await page.getByRole('link', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await page.getByLabel('E-mail address').focus()
  await page.keyboard.type('admin@example.go.id')
  await page.keyboard.press('Tab')
  await page.keyboard.type('kuda biru makan genteng')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/desk\/targets\?lang=en$/)
  await expect(page.getByRole('heading', { level: 1, name: 'Targets' })).toBeVisible()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in first' })).toBeVisible()
})

test('is never sent to a stranger after signing in', async ({ page, demo }) => {
  await signInAsAdministrator(page, demo.address)
  await page.goto('/sign-in?lang=en&next=%2F%2Fevil.example%2F')
  await page.getByRole('button', { name: 'Go on' }).click()
  await expect(page).toHaveURL(`${demo.address}/desk?lang=en`)
})
