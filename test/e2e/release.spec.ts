import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { type ServerProcess, startServerProcess } from '../support/server-process.ts'
import { ADMINISTRATOR, signInAsAdministrator, visit } from './fixtures.ts'

// From what a contributor delivers to what everybody sees, through the hands of approver and steward.

let server: ServerProcess
test.beforeAll(async () => {
  server = await startServerProcess({
    TERUKUR_PUBLICATION: 'released',
    TERUKUR_ADMIN_EMAIL: ADMINISTRATOR.email,
    TERUKUR_ADMIN_PASSWORD: ADMINISTRATOR.password,
  })
})
test.afterAll(() => server?.stop())
const PASSWORD = 'kuda biru makan genteng lagi'
/** The month that has ended last, whenever this runs. */
const now = new Date()
const MONTH = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 15)).toISOString().slice(0, 7)
const TO_COME = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 15)).toISOString().slice(0, 7)
const LAST_DAY = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 0)).toISOString().slice(0, 10)

const post = async (page: Page, path: string, data: unknown) => {
  const answer = await page.request.post(`${server.address}/api/v1${path}`, {
    data,
    headers: { origin: server.address },
  })
  expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true)
  return (await answer.json()) as Record<string, unknown>
}
const signIn = (page: Page, email: string) => post(page, '/session', { email, password: PASSWORD })

test('a month goes from the contributor to the public', async ({ page, browser }) => {
  const steward = page
  const approver = await browser.newPage()
  const everybody = await (await browser.newContext()).newPage()
  await signInAsAdministrator(steward, server.address)
  const delivered = await steward.request.post(`${server.address}/api/v1/imports`, {
    multipart: {
      mapping: JSON.stringify({
        dataset: 'cases',
        format: { timezone: 'Asia/Jakarta', datetime: ['yyyy-MM-dd'] },
        columns: { ref: 'ref', agency: 'agency', service: 'service', submittedAt: 'in', completedAt: 'out' },
        constants: { agencyLevel: 'agency' },
        covers: [`${MONTH}-01`, LAST_DAY],
        create: ['agency', 'service'],
      }),
      file: {
        name: 'cases.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(
          [
            'ref,agency,service,in,out',
            ...[5, 9].map((day) => `R${day},Dinas,Izin,${MONTH}-02,${MONTH}-0${day}`),
          ].join('\n'),
        ),
      },
    },
    headers: { origin: server.address },
  })
  expect(delivered.ok(), await delivered.text()).toBe(true)
  await expect
    .poll(async () => (await steward.request.get(`${server.address}/api/v1/agencies`)).text())
    .toContain('"dinas"')

  const invited = await post(steward, '/people/invitations', {
    email: 'kepala@dinas.go.id',
    grants: [{ role: 'approver', agency: 'dinas' }],
  })
  const token = JSON.stringify(invited).match(/join#([\w-]+)/)![1]!
  await post(approver, '/invitations/accept', { token, name: 'Kepala Dinas', password: PASSWORD })
  await signIn(approver, 'kepala@dinas.go.id')

  const month = `${server.address}/desk/submissions?agency=dinas&period=${MONTH}&lang=en`
  const submit = async () => {
    await approver.goto(month)
    await expect(approver.getByRole('rowheader', { name: 'Cases completed' })).toBeVisible()
    await approver.getByRole('button', { name: 'Submit for release' }).click()
    // That it is submitted is also said in passing, for some seconds only.
    const sent = approver.waitForResponse('**/api/v1/submissions')
    await approver.getByRole('button', { name: 'Yes, submit' }).click()
    expect((await sent).ok()).toBe(true)
  }
  await submit()

  // The first page of each says what waits for whom.
  await steward.goto(`${server.address}/desk?lang=en`)
  await expect(steward.getByRole('link', { name: /^1 waiting for a decision: / })).toBeVisible()
  await steward.goto(month)
  await steward.getByText('Ask for a change').first().click()
  await steward.getByLabel('What is to be changed').fill('Case R1 was completed earlier')
  await steward.getByRole('button', { name: 'Ask for a change' }).click()
  await expect(steward.getByText('change requested').first()).toBeVisible()

  await approver.goto(`${server.address}/desk?lang=en`)
  const sentBack = approver.getByRole('region', { name: 'Submissions' }).getByRole('listitem')
  await expect(sentBack).toContainText('change requested')
  await expect(sentBack).toContainText('Case R1 was completed earlier')
  await approver.goto(`${server.address}/desk/notes?lang=en`)
  await expect(approver.getByText('(1 unread)')).toBeVisible()
  await approver.getByRole('link', { name: /^Open: .* asks for a change/ }).click()
  await expect(approver.getByText('Case R1 was completed earlier').first()).toBeVisible()
  await submit()

  // In Jakarta the next month may have begun, and this one is not the newest any more.
  await steward.goto(`${server.address}/admin/releases?lang=en&period=${MONTH}`)
  await steward.getByRole('button', { name: 'Accept 1 submission' }).click()
  await steward.getByRole('button', { name: 'Yes, accept' }).click()
  await expect(steward.getByText('1 accepted, 0 waiting for a decision')).toBeVisible()

  // Announced for later than all of this takes anywhere.
  const publishAt = new Date(Date.now() + 3_600_000).toISOString()
  const planned = await steward.request.put(`${server.address}/api/v1/release-calendar`, {
    data: { through: MONTH, publishAt },
    headers: { origin: server.address },
  })
  expect(planned.ok(), await planned.text()).toBe(true)
  await steward.reload()
  const announced = steward.getByRole('region', { name: 'Calendar of releases' })
  await announced.getByRole('link', { name: /^Check and freeze/ }).click()
  await steward.getByRole('button', { name: 'Freeze' }).click()
  // A small one may have ended before the page looks at it for the first time.
  await steward.route('**/api/v1/release-freezes', async (route) => {
    const desk = async () => (await steward.request.get(`${server.address}/api/v1/release-desk`)).text()
    if (route.request().method() === 'GET') await expect.poll(desk).toContain(`"${MONTH}"`)
    await route.continue()
  })
  await steward.getByRole('button', { name: 'Yes, freeze' }).click()
  await expect(steward.getByText(/, frozen; out on /)).toBeVisible()
  // Whoever did it by keyboard goes on in the page that it leads to.
  await expect(steward.locator('#content')).toBeFocused()
  await steward.unrouteAll({ behavior: 'wait' })

  const calendar = async () =>
    (
      (await (await everybody.request.get(`${server.address}/api/v1/release-calendar`)).json()) as {
        items: { state: string }[]
      }
    ).items[0]!.state
  const released = async () => (await everybody.request.get(`${server.address}/api/v1/releases`)).text()
  expect(await calendar()).toBe('announced')
  expect(await released()).not.toContain(`"${MONTH}"`)
  // Moved to an instant that can be waited for.
  const moved = await steward.request.patch(`${server.address}/api/v1/release-desk/${MONTH}`, {
    data: { publishAt: new Date(Date.now() + 30_000).toISOString() },
    headers: { origin: server.address },
  })
  expect(moved.ok(), await moved.text()).toBe(true)
  await expect.poll(calendar).toBe('published')
  await expect.poll(released).toContain(`"${MONTH}"`)
  // Of a month to come nothing can be frozen, and a revision that would say the same is foreseen.
  const toCome = await steward.request.put(`${server.address}/api/v1/release-calendar`, {
    data: { through: TO_COME, publishAt: new Date(Date.now() + 90 * 86_400_000).toISOString() },
    headers: { origin: server.address },
  })
  expect(toCome.ok(), await toCome.text()).toBe(true)
  await steward.goto(`${server.address}/admin/releases?lang=en`)
  const later = announced.getByRole('listitem').filter({ hasText: 'is not over yet' })
  await expect(later.getByRole('link', { name: /^Check and freeze/ })).toHaveCount(0)
  await later.getByRole('link', { name: /^Look ahead at/ }).click()
  await expect(steward.getByText('The month is not over by the data')).toBeVisible()
  await expect(steward.getByRole('button', { name: 'Freeze' })).toHaveCount(0)
  await steward.goto(`${server.address}/admin/releases?lang=en`)
  await steward.getByRole('link', { name: `Revise ${MONTH}` }).click()
  await expect(steward.getByText(`No monthly figure differs from release ${MONTH}`)).toBeVisible()
  await steward.getByLabel('Reason of the revision').fill('To see whether it is asked')
  await steward.getByRole('button', { name: 'Freeze', exact: true }).press('Enter')
  await expect(steward.getByRole('dialog')).toBeVisible()
  await steward.keyboard.press('Escape')
  await expect(steward.getByRole('button', { name: 'Freeze', exact: true })).toBeFocused()

  await approver.goto(`${server.address}/desk/submissions?lang=en`)
  await expect(approver.getByText('released').first()).toBeVisible()
  // Whoever goes on by keyboard is at the month that was opened.
  await approver.locator('.due-table a').first().press('Enter')
  await expect(approver).toHaveURL(/[?&]agency=dinas/)
  await expect(approver.locator('#content')).toBeFocused()

  // Everybody can go from a figure to the cells that it comes from.
  await visit(everybody, `${server.address}/agencies/dinas?lang=en&period=${MONTH}`)
  const menu = everybody.locator('figure .take-along').first()
  await menu.scrollIntoViewIfNeeded()
  await menu.getByText('Other formats, picture, citation').click()
  await menu.getByRole('link', { name: 'Check this number' }).click()
  await expect(everybody).toHaveURL(new RegExp(`/verify\\?.*period=${MONTH}.*release=${MONTH}.*agency=dinas`))
  const ofReceived = `${server.address}/verify?release=${MONTH}&agency=dinas&indicator=received&period=${MONTH}`
  for (const [address, said, cells] of [
    [`${ofReceived}&lang=en`, 'The published figure is the one that comes out again.', 'Cells used'],
    [ofReceived, 'Angka terbitan sama dengan hasil hitung ulang.', 'Sel yang dipakai'],
  ] as const) {
    await visit(everybody, address)
    await expect(everybody.getByText(said)).toBeVisible()
    const row = everybody.getByRole('region', { name: cells }).getByRole('row', { name: /^Dinas/ })
    await expect(row).toContainText('2')
    const found = await new AxeBuilder({ page: everybody }).include('main').analyze()
    expect(found.violations).toEqual([])
  }
  await approver.close()
  await everybody.close()
})
