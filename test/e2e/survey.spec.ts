import AxeBuilder from '@axe-core/playwright'
import type { Browser, Page } from '@playwright/test'
import { surveyForm as formEn } from '../../shared/i18n/en/survey-form.ts'
import { surveyForm as formId } from '../../shared/i18n/id/survey-form.ts'
import { ELEMENTS } from '../../shared/rollups/cell.ts'
import { expect, expectFits, signInAsAdministrator, test } from './fixtures.ts'

// A citizen with a phone, with and without scripts, with and without a connection; then the office that reads it.

const FORM = '/s/akta-kelahiran/disdukcapil-1207'
const AGENCY = 'disdukcapil-1207'

/** A page of its own: a script that is switched off or a connection that is cut is an error to the shared one. */
const phone = async (browser: Browser, baseURL: string, more: object = {}): Promise<Page> =>
  (await browser.newContext({ baseURL, viewport: { width: 360, height: 740 }, ...more })).newPage()

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  expect(violations.map(({ id: rule, nodes }) => `${rule}: ${nodes[0]?.html}`)).toEqual([])
  await expectFits(page)
}

async function answerAll(page: Page, form: typeof formId, score = 3): Promise<void> {
  for (const element of ELEMENTS) {
    const { question, answers } = form.elements[element]
    await page
      .getByRole('group', { name: question })
      .getByRole('radio', { name: answers[score - 1]!, exact: true })
      .check()
  }
}

/** Sends until the form has been open for as long as a person takes. */
async function sendUntilTaken(page: Page, form: typeof formId): Promise<void> {
  await expect(async () => {
    const [answer] = await Promise.all([
      page.waitForResponse((one) => one.request().method() === 'POST'),
      page.getByRole('button', { name: form.send }).click(),
    ])
    expect(answer.status()).toBe(200)
  }).toPass({ intervals: [1000] })
  await expect(page.getByRole('heading', { name: form.thanks })).toBeVisible()
}

/** Sends a form as if it had been handed out this moment, however long it took the machine to fill it in. */
async function sendAtOnce(page: Page, form: typeof formId): Promise<void> {
  const handOut = async () => {
    const html = await (await page.request.get(page.url())).text()
    return /name="form" value="([^"]+)"/.exec(html)![1]!
  }
  await page.route(
    '**/s/**',
    async (route) => {
      const fields = new URLSearchParams(route.request().postData()!)
      fields.set('form', await handOut())
      await route.continue({ postData: fields.toString() })
    },
    { times: 1 },
  )
  await page.getByRole('button', { name: form.send }).click()
}

test('a citizen answers without scripts, and loses nothing by sending too early', async ({
  browser,
  baseURL,
}) => {
  const page = await phone(browser, baseURL!, { javaScriptEnabled: false })
  await page.goto('/s/akta-kelahiran')
  await page.getByLabel(formId.choose).selectOption(AGENCY)
  await page.getByRole('button', { name: formId.go }).click()
  await answerAll(page, formId)
  await page.getByText(formId.aboutYou).click()
  await page.getByLabel(formId.profile.age.question).selectOption('40-59')
  await sendAtOnce(page, formId)
  await expect(page.getByRole('alert')).toContainText(formId.problems.fast)
  await expect(page.getByRole('radio', { name: formId.elements.cost.answers[2] })).toBeChecked()
  await expect(page.getByLabel(formId.profile.age.question)).toHaveValue('40-59')
  await sendUntilTaken(page, formId)
  await expect(page.getByText(formId.thanksCounted)).toBeVisible()
  await page.reload()
  await expect(page.getByText(formId.thanksRepeat)).toBeVisible()
  await page.context().close()
})

test('with scripts, a reload and another language keep the answers', async ({ browser, baseURL }) => {
  const page = await phone(browser, baseURL!, { viewport: { width: 320, height: 740 }, colorScheme: 'dark' })
  await page.goto(`${FORM}?lang=en`)
  await expectAccessible(page)
  await answerAll(page, formEn, 4)
  await page.getByLabel(formEn.remark).fill('Kind staff')
  await page.getByLabel(formEn.remark).blur()
  await page.reload()
  await expect(page.getByRole('radio', { name: formEn.elements.cost.answers[3] })).toBeChecked()
  await page.getByRole('link', { name: formEn.other }).click()
  await expect(page.getByLabel(formId.remark)).toHaveValue('Kind staff')
  await page.getByLabel(formId.remark).fill('x'.repeat(501))
  await expect(async () => {
    const [answer] = await Promise.all([
      page.waitForResponse((one) => one.request().method() === 'POST'),
      page.getByRole('button', { name: formId.send }).click(),
    ])
    const html = await answer.text()
    // Shown before it is sent again: a press while it is on its way counts for nothing.
    await expect(page.locator('#state')).toBeEmpty()
    expect(html).toContain('501')
  }).toPass({ intervals: [1000] })
  await expect(page.getByRole('alert')).toContainText('501')
  await expect(page.getByRole('alert')).toBeFocused()
  await expect(page.getByLabel(formId.remark)).toHaveAttribute('aria-invalid', 'true')
  await expectAccessible(page)
  await page.getByLabel(formId.remark).fill('Petugas ramah')
  await page.getByRole('button', { name: formId.send }).click()
  await expect(page.getByRole('heading', { name: formId.thanks })).toBeFocused()
  await expectAccessible(page)
  await page.context().close()
})

test('without a connection the answer waits on the phone, and is counted once', async ({
  browser,
  page,
  baseURL,
}) => {
  await signInAsAdministrator(page, baseURL!)
  const counted = async () => {
    const answer = await page.request.get(`/api/v1/survey/forms?agency=${AGENCY}`)
    const { items } = (await answer.json()) as {
      items: { service: string; lastThirtyDays: { counted: number } }[]
    }
    return items.find(({ service }) => service === 'ktp-el')!.lastThirtyDays.counted
  }
  const before = await counted()
  const citizen = await phone(browser, baseURL!)
  await citizen.goto(`/s/ktp-el/${AGENCY}`)
  await answerAll(citizen, formId, 2)
  await citizen.context().setOffline(true)
  await citizen.getByRole('button', { name: formId.send }).click()
  await expect(citizen.getByRole('status')).toHaveText(formId.kept)
  expect(await counted()).toBe(before)
  await citizen.waitForTimeout(4000)
  await citizen.context().setOffline(false)
  await expect(citizen.getByRole('status')).toHaveText(formId.sent)
  expect(await counted()).toBe(before + 1)
  expect(await citizen.evaluate(() => localStorage.getItem('survey-waiting'))).toBe('[]')
  await citizen.context().close()
})

test('who sends while an earlier answer is on its way presses once', async ({ browser, baseURL }) => {
  const citizen = await phone(browser, baseURL!)
  const waiting = JSON.stringify([{ url: FORM, body: 'form=of-a-form-long-gone' }])
  await citizen.addInitScript((items) => localStorage.setItem('survey-waiting', items), waiting)
  let letGo = () => {}
  const held = new Promise<void>((done) => {
    letGo = done
  })
  const sent: string[] = []
  await citizen.route('**/s/**', async (route) => {
    const request = route.request()
    if (request.method() === 'POST' && sent.push(request.postData()!) === 1) await held
    await route.continue()
  })
  await citizen.goto(FORM)
  await answerAll(citizen, formId)
  await citizen.getByRole('button', { name: formId.send }).click()
  await expect(citizen.getByRole('status')).toHaveText(formId.sending)
  letGo()
  // Answered too fast or not: it came, after the other.
  await expect.poll(() => sent.length).toBe(2)
  expect(sent[1]).toContain('answeredAt=2')
  await citizen.context().close()
})

test('the office reads its survey, makes a plan, and everybody sees it', async ({ page, baseURL }) => {
  await signInAsAdministrator(page, baseURL!)
  await page.setViewportSize({ width: 360, height: 800 })
  await page.goto(`/desk/survey?agency=${AGENCY}&period=2026`)
  await expect(page.getByRole('heading', { name: 'Indeks kepuasan masyarakat, 2026' })).toBeVisible()
  await expectAccessible(page)
  await page
    .getByRole('link', { name: /^Buat rencana/ })
    .first()
    .click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Rencana tindak lanjut')
  await page.getByRole('button', { name: 'Simpan' }).click()
  await expect(page.getByLabel('Apa masalahnya?')).toBeFocused()
  await expectAccessible(page)
  await page.getByLabel('Apa masalahnya?').fill('Kursi tunggu kurang pada jam sibuk')
  await page.getByLabel('Apa yang akan dilakukan?').fill('Menambah dua puluh kursi tunggu')
  await page.reload()
  await expect(page.getByLabel('Apa masalahnya?')).toHaveValue('Kursi tunggu kurang pada jam sibuk')
  await page.getByLabel('Penanggung jawab').fill('Kepala Subbagian Umum')
  await page.getByLabel('Paling lambat').fill('2027-03')
  await page.getByRole('button', { name: 'Simpan' }).click()
  await expect(page.getByText('Menambah dua puluh kursi tunggu')).toBeVisible()
  await page.goto(`/agencies/${AGENCY}?lang=en`)
  await expect(page.getByRole('heading', { name: 'Follow-up of the survey' })).toBeVisible()
  await expect(page.getByText('Menambah dua puluh kursi tunggu')).toBeVisible()
  await page.goto(`/desk/posters?lang=en&agency=${AGENCY}`)
  await expect(page.getByRole('link', { name: /^Poster to print/ }).first()).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Poster to print: Birth certificate' }).click()
  await expect(page.getByRole('img', { name: /Kode QR ke http/ })).toBeVisible()
  await expectAccessible(page)
})
