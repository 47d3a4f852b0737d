import { readFile } from 'node:fs/promises'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { writeXlsx } from 'hucre/xlsx'
import { type ServerProcess, startServerProcess } from '../support/server-process.ts'
import { ADMINISTRATOR, expectFits, signInAsAdministrator } from './fixtures.ts'
import { chooseFile, NEXT, pressOn } from './keyboard.ts'

// As a new official: from a spreadsheet nobody has seen to own figures, on a desk, on a phone, by keyboard, over a
// lost connection; wrong rows are put right, and a whole import is taken back.

const HEADERS = ['No Registrasi', 'Pemohon', 'Jenis Layanan', 'Tgl Masuk', 'Tgl Selesai', 'Via', 'Status']
const day = (n: number) => new Date(Date.UTC(2026, 0, 5 + n))

/** A sheet as offices make them: a title with the office, a header below it. Two rows are wrong. */
async function workbook(rows: number, office = 'Dinas Penanaman Modal'): Promise<Buffer> {
  const records = Array.from({ length: rows }, (_, i) => [
    `REG-${i + 1}`,
    `Pemohon ${i + 1}`,
    i % 2 ? 'Kartu Keluarga' : 'Izin Usaha',
    i === 1 ? 'besok' : day(i),
    i === 2 ? '#N/A' : day(i + 2),
    'Loket',
    'Selesai',
  ])
  const sheet = { name: 'Rekap', rows: [['REKAPITULASI PERMOHONAN'], [office], [], HEADERS, ...records] }
  return Buffer.from(await writeXlsx({ sheets: [{ name: 'Petunjuk', rows: [['Isi lembar Rekap']] }, sheet] }))
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

test.describe.configure({ mode: 'serial' })

let server: ServerProcess
test.beforeAll(async () => {
  const { email, password } = ADMINISTRATOR
  server = await startServerProcess({ TERUKUR_ADMIN_EMAIL: email, TERUKUR_ADMIN_PASSWORD: password })
})
test.afterAll(() => server.stop())
test.beforeEach(({ page }) => signInAsAdministrator(page, server.address))

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
  await expectFits(page)
}

const step = (page: Page, name: string) => expect(page.locator('.import-heading')).toContainText(name)

test('a spreadsheet nobody has seen becomes figures, and the wrong row is put right', async ({ page }) => {
  await page.goto(`${server.address}/desk/import`)
  await expect(page.getByText('Jatuhkan berkas di sini')).toBeVisible()
  await expectAccessible(page)
  await page.setInputFiles('input[type=file]', {
    name: 'rekap.xlsx',
    mimeType: XLSX,
    buffer: await workbook(8),
  })
  await expect(page.getByText('8 baris dan 7 kolom ditemukan di lembar “Rekap”')).toBeVisible()
  await expect(page.getByLabel('Apa isi berkas ini?')).toHaveValue('cases')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Lanjut' }).click()

  await step(page, 'Kolom')
  // The office stands in the title of the sheet only.
  await expect(page.getByText('Semua yang wajib sudah ada')).toBeVisible()
  await expect(page.getByLabel('Instansi atau unit untuk semua baris')).toHaveValue('Dinas Penanaman Modal')
  await expect(page.getByLabel('Tanggal masuk', { exact: true })).toHaveValue('4')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Lanjut' }).click()

  await step(page, 'Instansi dan layanan')
  await expect(page.getByLabel('“Izin Usaha” adalah')).toHaveValue('Baru: Izin Usaha')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Lanjut' }).click()

  await step(page, 'Periksa')
  await expect(page.getByText('7 baris dapat disimpan, 1 ditolak.')).toBeVisible()
  await expect(page.getByText('Isi kolom Tgl Masuk bukan tanggal yang dikenal.')).toBeVisible()
  await expect(page.getByText('Permohonan masuk pada Januari 2026: 7, sebelumnya belum ada.')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Simpan 7 baris' }).click()

  await step(page, 'Selesai')
  await expect(page.getByText('7 baris sudah masuk')).toBeVisible()
  await expectAccessible(page)
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Unduh baris yang ditolak' }).click()
  const rejected = await readFile(await (await download).path(), 'utf8')
  expect(rejected).toContain('REG-2')
  await page.setInputFiles('input[type=file]', {
    name: 'perbaikan.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(rejected.replace('besok', '2026-01-06')),
  })
  // The mapping is that of the file it corrects: straight to the check.
  await step(page, 'Periksa')
  await page.getByRole('button', { name: 'Simpan 1 baris' }).click()
  await expect(page.getByText('1 baris sudah masuk')).toBeVisible()
  await page.getByRole('link', { name: 'Lihat angka Dinas Penanaman Modal' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Dinas Penanaman Modal')
  await expect(page.locator('.card', { hasText: 'Permohonan masuk' }).locator('.card-value')).toHaveText('8')
})

test('the same columns again: two clicks, and the whole import can be undone', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize({ width: 360, height: 800 })
  await page.goto(`${server.address}/desk/import?lang=en`)
  await page.setInputFiles('input[type=file]', {
    name: 'rekap-februari.xlsx',
    mimeType: XLSX,
    buffer: await workbook(12),
  })
  await step(page, 'Check')
  await expect(page.getByText('its settings are used again')).toBeVisible()
  await expect(page.getByText('11 rows can be saved, 1 are rejected.')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Save 11 rows' }).click()
  await expect(page.getByText('11 rows are in')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Import another file' }).click()
  await expect(page.getByText('11 of 12 rows taken in')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: /^Undo/ }).first().click()
  await page.getByRole('dialog').getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('Undone', { exact: true })).toBeVisible()
})

test('a lost connection and a reload lose nothing', async ({ page }) => {
  await page.goto(`${server.address}/desk/import?lang=en`)
  await page.route('**/parts/0', (route) => route.abort())
  await page.setInputFiles('input[type=file]', {
    name: 'again.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('nomor,unit,layanan,masuk\nC1,Dinas B,KTP,03/04/2026\nC2,Dinas B,KTP,05/04/2026\n'),
  })
  await expect(page.getByText('The connection is lost.')).toBeVisible()
  await page.unroute('**/parts/0')
  await page.reload()
  // The browser kept the file: it goes on by itself.
  await page.getByRole('button', { name: 'Next' }).click()
  await step(page, 'Columns')
  const question = page.getByRole('group', { name: /which date is/ })
  await expectAccessible(page)
  await question.getByLabel('3 April 2026').click()
  await expect(page.getByText('Everything required is there.')).toBeVisible()
  await page.reload()
  await step(page, 'Columns')
  await expect(question.getByLabel('3 April 2026')).toBeChecked()
  await page.goBack()
  await step(page, 'File')
})

test('by keyboard alone', async ({ page }) => {
  await page.goto(`${server.address}/desk/import?lang=en`)
  await expect(page.getByText('Drop a file here')).toBeVisible()
  await pressOn(page, '.skip[href="#desk-page"]')
  await expect(page.locator('#desk-page')).toBeFocused()
  await chooseFile(
    page,
    'keyboard.csv',
    Buffer.from('nomor,unit,layanan,masuk,kanal\nK1,Dinas C,KTP,2026-04-23,Loket\n'),
  )
  for (const name of ['Columns', 'Agencies and services', 'Check']) {
    await pressOn(page, NEXT)
    await step(page, name)
    await expect(page.locator('.import-heading')).toBeFocused()
  }
  await expect(page.locator(NEXT)).toHaveText(/^Save 1 row/)
  await pressOn(page, NEXT)
  await expect(page.getByText('1 rows are in')).toBeVisible()
})
