import { totpOf } from '../support/totp.ts'
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

test('invites somebody to one agency, found by typing, and takes up a second link in the same tab', async ({
  page,
  demo,
}) => {
  await signInAsAdministrator(page, demo.address)
  await page.goto('/admin/people?lang=en')
  const invite = page.getByRole('form', { name: 'Invite somebody' })
  await invite.getByLabel('Name').fill('Rina')
  await expect(invite).toContainText('Delivers: imports')
  // Where a role counts is said by whoever gives it: nobody is let in everywhere by leaving a field as it stands.
  await invite.getByRole('button', { name: 'Make the invitation' }).click()
  await expect(invite.getByRole('alert')).toContainText('Choose where this role counts.')
  await invite.getByRole('combobox', { name: 'Where' }).fill('semarang civil')
  await expect(invite.getByRole('listbox').getByRole('option').first()).toContainText('Semarang')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await invite.getByRole('button', { name: 'Make the invitation' }).click()
  const link = await page.locator('.desk-secret').innerText()
  await expect(page.locator('.desk-rows').last()).toContainText(
    'Contributor (Civil Registry Office, Semarang',
  )

  await page.goto('/reset?lang=en')
  await expect(page.getByLabel('E-mail address')).toBeVisible()
  await page.evaluate(() => {
    location.hash = 'of-another-mail'
  })
  await expect(page.getByRole('textbox', { name: 'New password' })).toBeVisible()
  await page.goto(`${new URL(link).pathname}?lang=en${new URL(link).hash}`)
  await expect(page.getByRole('main')).toContainText('You are invited.')
  await expect(page.getByRole('main')).toContainText('Civil Registry Office, Semarang')
})

test('asks whoever resets a password what becomes of API keys, and is taken to the link', async ({
  page,
  demo,
}) => {
  await signInAsAdministrator(page, demo.address)
  await page.goto('/account?lang=en')
  const password = page.getByRole('form', { name: 'Password' })
  await expect(page.getByText('There is no key yet.')).toBeVisible()
  await expect(password.getByRole('checkbox')).toHaveCount(0)
  await page.getByText('Make a key').first().click()
  const making = page.getByRole('form', { name: 'Make a key' })
  await making.getByLabel('Name', { exact: true }).fill('laptop')
  await making.getByLabel('Undo imports').check()
  await making.getByRole('button', { name: 'Make a key' }).click()
  await expect(password.getByRole('checkbox')).toHaveAccessibleName(
    'Also revoke my API key. Otherwise it goes on working.',
  )

  await page.goto('/admin/people?lang=en')
  const row = page.locator('.desk-row', { hasText: 'admin@example.go.id' })
  await expect(row).toContainText('1 API key')
  await row.getByText('Change', { exact: true }).click()
  await row.getByRole('button', { name: 'Make a link for a new password' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('API keys go on working unless they are revoked.')
  await dialog.getByLabel('Revoke the API key at once').check()
  await dialog.getByRole('button', { name: 'Make a link for a new password' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Hand this link over.' })).toBeFocused()
  await expect(row).not.toContainText('API key')
  const link = await page.locator('code.desk-secret').innerText()
  await page.goto(`${new URL(link).pathname}?lang=en${new URL(link).hash}`)
  await expect(page.getByRole('checkbox')).toHaveAccessibleName(
    'Also revoke all my API keys. Otherwise they go on working.',
  )
})

test('opens the targets of their own agency for whoever only looks', async ({ page, demo }) => {
  await signInAsAdministrator(page, demo.address)
  const headers = { origin: demo.address }
  const grants = [{ role: 'viewer', agency: 'disdukcapil-3374' }]
  const invited = await page.request.post(`${demo.address}/api/v1/people/invitations`, {
    data: { email: null, grants },
    headers,
  })
  const { link } = (await invited.json()) as { link: string }
  await page.context().clearCookies()
  const given = {
    token: link.split('#')[1],
    name: 'Sri',
    email: 'sri@example.go.id',
    password: 'kuda biru makan genteng',
  }
  expect(
    (await page.request.post(`${demo.address}/api/v1/invitations/accept`, { data: given, headers })).status(),
  ).toBe(200)
  await page.goto('/desk/targets?lang=en')
  await expect(page.getByRole('combobox', { name: 'Agency' })).toHaveValue(/^Civil Registry Office, Semarang/)
})

test('keeps the place of whoever turns the second step on, and signs in by it, with the keyboard', async ({
  page,
  demo,
}) => {
  await signInAsAdministrator(page, demo.address)
  const headers = { origin: demo.address }
  const grants = [{ role: 'viewer', agency: 'disdukcapil-3374' }]
  const people = `${demo.address}/api/v1/people/invitations`
  const { link } = (await (
    await page.request.post(people, { data: { email: null, grants }, headers })
  ).json()) as {
    link: string
  }
  await page.context().clearCookies()
  const [email, password] = ['dua@example.go.id', 'kuda biru makan genteng']
  const data = { token: link.split('#')[1], name: 'Dua', email, password }
  await page.request.post(`${demo.address}/api/v1/invitations/accept`, { data, headers })
  await page.goto('/account?lang=en')
  const step = page.locator('details', { has: page.locator('summary', { hasText: 'Turn on' }) })
  await step.locator('summary').press('Enter')
  await step.getByLabel('Current password').fill(password)
  const begun = page.waitForResponse('**/api/v1/account/two-factor')
  await page.keyboard.press('Enter')
  const { uri } = (await (await begun).json()) as { uri: string }
  await page.getByLabel('The six digits that the app shows').fill(totpOf(uri))
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'I have kept them' }).press('Enter')
  await expect(page.getByRole('heading', { name: 'Second step of signing in' })).toBeFocused()
  await page.context().clearCookies()
  await page.goto('/sign-in?lang=en')
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: 'Code' })).toBeFocused()
})

test('folds older sessions away, and keeps what is said in passing while somebody is at it', async ({
  page,
  demo,
}) => {
  for (let n = 0; n < 8; n++) await signInAsAdministrator(page, demo.address)
  await page.clock.install()
  await page.goto('/account?lang=en')
  const ends = page.getByRole('button', { name: 'End', exact: true })
  await expect(page.getByText('this session')).toBeVisible()
  const open = await ends.filter({ visible: true }).count()
  expect(open).toBe(4)
  await page.locator('summary', { hasText: 'older session' }).press('Enter')
  expect(await ends.filter({ visible: true }).count()).toBeGreaterThan(open)

  const closing = page.getByRole('region', { name: 'Notices' }).getByRole('button', { name: 'Close' })
  await ends.first().press('Enter')
  await closing.focus()
  await page.clock.runFor(60_000)
  await expect(closing).toBeFocused()
  await closing.press('Enter')
  await expect(closing).toHaveCount(0)
  await expect(page.getByRole('heading', { name: 'Where you are signed in' })).toBeFocused()
  await ends.first().press('Enter')
  await expect(closing).toBeVisible()
  await page.clock.runFor(10_000)
  await expect(closing).toHaveCount(0)
})
