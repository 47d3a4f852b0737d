import type { Page } from '@playwright/test'
import { ADMINISTRATOR, expect, signInAsAdministrator, test } from './fixtures.ts'

// What somebody types stays theirs: while the server is away, after the session has ended, and in what words they are
// told.

const BROKEN = /Failed to load resource/

/** Whatever the page looks at is asked for again, as after a pause. */
async function comeBack(page: Page): Promise<void> {
  await page.evaluate(() => dispatchEvent(new Event('visibilitychange')))
}

async function beginTarget(page: Page): Promise<void> {
  await page.goto('/desk/targets/edit?agency=disdukcapil-1207')
  await page.getByRole('textbox', { name: 'Tahun' }).fill('2031')
  await page.getByRole('textbox', { name: 'Nilai target' }).fill('92,5')
}

test('a form stays as it is while the server is away, says so, and goes on', async ({
  page,
  demo,
  errors,
}) => {
  await signInAsAdministrator(page, demo.address)
  await page.clock.install()
  await beginTarget(page)
  await page.route('**/api/v1/**', (route) => route.abort())
  // Ten minutes later everything is asked for again, in vain.
  await page.clock.fastForward(600_000)
  await comeBack(page)
  const told = page.getByRole('status').filter({ hasText: 'Sebagian halaman ini tidak dapat dimuat.' })
  await page.clock.runFor(10_000)
  await expect(told).toContainText('Server tidak dapat dihubungi.')
  await expect(page.getByRole('textbox', { name: 'Nilai target' })).toHaveValue('92,5')
  // What is sent fails in our words, not in the browser's.
  await page.getByRole('combobox', { name: 'Indikator' }).selectOption({ label: 'Tepat waktu' })
  await page.getByRole('button', { name: 'Simpan' }).click()
  await expect(page.getByRole('alert')).toContainText('Server tidak dapat dihubungi.')
  await page.unroute('**/api/v1/**')
  await told.getByRole('button', { name: 'Coba lagi' }).press('Enter')
  await expect(told).toHaveCount(0)
  await expect(page.locator('main')).toBeFocused()
  await expect(page.getByRole('textbox', { name: 'Nilai target' })).toHaveValue('92,5')
  expect(errors.splice(0).filter((error) => !BROKEN.test(error))).toEqual([])
})

test('an answer that no server of ours gave is told in a sentence', async ({ page, demo, errors }) => {
  await signInAsAdministrator(page, demo.address)
  await page.goto('/desk/targets/edit?agency=disdukcapil-1207&lang=en')
  await page.getByRole('combobox', { name: 'Indicator' }).selectOption({ label: 'On time' })
  await page.getByRole('textbox', { name: 'Year' }).fill('2031')
  await page.getByRole('textbox', { name: 'Target value' }).fill('92.5')
  await page.route('**/api/v1/targets', (route) => route.fulfill({ status: 502, body: '<html>Bad Gateway' }))
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('alert')).toContainText('The server gave no answer that can be read (502).')
  expect(errors.splice(0).filter((error) => !BROKEN.test(error))).toEqual([])
})

test('a session that ends leaves the form to whoever signs in again', async ({
  page,
  demo,
  context,
  errors,
}) => {
  await signInAsAdministrator(page, demo.address)
  await beginTarget(page)
  await page.getByRole('combobox', { name: 'Indikator' }).selectOption({ label: 'Tepat waktu' })
  await context.clearCookies()
  await page.getByRole('button', { name: 'Simpan' }).click()
  const ended = page.getByRole('status').filter({ hasText: 'Sesi Anda telah berakhir.' })
  await expect(ended).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Nilai target' })).toHaveValue('92,5')
  const opened = context.waitForEvent('page')
  await ended.getByRole('link', { name: 'Masuk di tab baru' }).click()
  const aside = await opened
  await aside.getByLabel('Alamat surel').fill(ADMINISTRATOR.email)
  await aside.getByLabel('Kata sandi').fill(ADMINISTRATOR.password)
  await aside.getByRole('button', { name: 'Masuk' }).click()
  await expect(aside.locator('.desk-page h1')).toBeVisible()
  await expect(ended).toHaveCount(0)
  await page.getByRole('button', { name: 'Simpan' }).click()
  await expect(page.getByRole('heading', { name: 'Tepat waktu · 2031' })).toBeVisible()
  await page.getByRole('button', { name: 'Urungkan' }).click()
  await expect(page.getByRole('heading', { name: 'Tepat waktu · 2031' })).toHaveCount(0)
  // Whoever signs out is gone from every tab, and the keyboard is where it is said.
  await aside.getByRole('button', { name: 'Keluar' }).press('Enter')
  await expect(aside.getByRole('heading', { name: 'Masuk dahulu' })).toBeFocused()
  await expect(page.getByRole('heading', { name: 'Masuk dahulu' })).toBeVisible()
  expect(errors.splice(0).filter((error) => !BROKEN.test(error))).toEqual([])
})

test('somebody else who signs in, be they called the same, finds nothing of what was typed', async ({
  page,
  demo,
  context,
  errors,
}) => {
  await signInAsAdministrator(page, demo.address)
  const headers = { origin: demo.address }
  const me = (await (await page.request.get(`${demo.address}/api/v1/me`)).json()) as { name: string }
  const grants = [{ role: 'contributor', agency: 'disdukcapil-1207' }]
  const invited = await page.request.post(`${demo.address}/api/v1/people/invitations`, {
    data: { email: null, grants },
    headers,
  })
  const { link } = (await invited.json()) as { link: string }
  await page.clock.install()
  await beginTarget(page)
  await context.clearCookies()
  const [token, email] = [link.split('#')[1], 'senama@example.go.id']
  const data = { token, name: me.name, email, password: 'kuda biru makan genteng' }
  const accepted = await page.request.post(`${demo.address}/api/v1/invitations/accept`, { data, headers })
  expect(accepted.status()).toBe(200)
  const loaded = page.waitForEvent('load')
  // What is stale by then is asked for again.
  await page.clock.fastForward(600_000)
  await comeBack(page)
  await loaded
  await expect(page.getByRole('textbox', { name: 'Nilai target' })).toHaveValue('')
  expect(errors.splice(0).filter((error) => !BROKEN.test(error))).toEqual([])
})

test('pages of the desk whose questions all fail say so, and try again', async ({ page, demo, errors }) => {
  await signInAsAdministrator(page, demo.address)
  for (const path of ['/desk', '/desk/targets/edit', '/admin/people', '/admin/standards/edit', '/account']) {
    const failing = (url: URL) => url.pathname.startsWith('/api/v1/') && url.pathname !== '/api/v1/me'
    await page.route(failing, (route) => route.abort())
    await page.goto(`${path}?lang=en`)
    const again = page.getByRole('button', { name: 'Try again' })
    await expect(again.first(), path).toBeVisible()
    await expect(page.getByText('The server cannot be reached.').first(), path).toBeVisible()
    await page.unroute(failing)
    // Whatever is left to try is tried, in its place or below the page.
    await expect(async () => {
      for (const button of await again.all()) await button.click({ timeout: 1000 })
      await expect(again).toHaveCount(0, { timeout: 1000 })
      await expect(page.locator('.skeleton')).toHaveCount(0, { timeout: 1000 })
    }, path).toPass()
    await expect(page.locator('.desk-page h1'), path).toBeVisible()
  }
  expect(errors.splice(0).filter((error) => !BROKEN.test(error))).toEqual([])
})

test('the first page of the desk stands without what waits to be submitted', async ({
  page,
  demo,
  errors,
}) => {
  await signInAsAdministrator(page, demo.address)
  await page.route('**/api/v1/submissions?**', (route) => route.abort())
  await page.goto('/desk?lang=en')
  await expect(page.getByRole('heading', { name: 'Reminders' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible()
  expect(errors.splice(0).filter((error) => !BROKEN.test(error))).toEqual([])
})
