import { expect, type Page, test } from '@playwright/test'
import { writeXlsx } from 'hucre/xlsx'
import { type ServerProcess, startServerProcess } from '../support/server-process.ts'
import { ADMINISTRATOR, expectFits, signInAsAdministrator } from './fixtures.ts'
import { chooseFile, NEXT, pressOn, tabTo } from './keyboard.ts'

// Unknown sheets with titles, totals, rupiah and percent, to own figures: on a phone, without a mouse.

let server: ServerProcess
test.beforeAll(async () => {
  const { email, password } = ADMINISTRATOR
  server = await startServerProcess({ TERUKUR_ADMIN_EMAIL: email, TERUKUR_ADMIN_PASSWORD: password })
})
test.afterAll(() => server.stop())
test.beforeEach(async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 780 })
  await signInAsAdministrator(page, server.address)
})

/** Each step takes the focus when it comes: whoever pressed Tab before that would lose their place. */
const step = async (page: Page, name: string) => {
  await expect(page.locator('.import-heading')).toContainText(name)
  await expect(page.locator('.import-heading')).toBeFocused()
}

async function choose(page: Page, path: string, name: string, buffer: Buffer): Promise<void> {
  await page.goto(`${server.address}${path}`)
  await chooseFile(page, name, buffer)
}

test('a column for each indicator, with percent, becomes four figures', async ({ page }) => {
  const rows = [
    ['REKAP LAYANAN BULANAN'],
    ['Kelurahan Melati'],
    ['Tahun 2026'],
    ['No', 'Bulan', 'Permohonan Masuk', 'Permohonan Selesai', 'Tepat Waktu (%)', 'Nilai IKM'],
    [1, 'Januari', 120, 118, '87,5 %', 81.2],
    [2, 'Februari', 130, 131, '90 %', 82.4],
    [null, 'Total', 250, 249, null, null],
  ]
  const sheet = Buffer.from(await writeXlsx({ sheets: [{ name: 'Rekap', rows }] }))
  await choose(page, '/desk/import', 'rekap.xlsx', sheet)
  await pressOn(page, NEXT)
  await step(page, 'Kolom')
  await expect(page.getByText(/87,5 % dipahami sebagai 87,50?\s?% \(0,875\)/)).toBeAttached()
  await expectFits(page)
  await pressOn(page, NEXT)
  await step(page, 'Instansi dan layanan')
  await expectFits(page)
  await pressOn(page, NEXT)
  await step(page, 'Periksa')
  await expect(page.getByText('8 baris dapat disimpan')).toBeVisible()
  await pressOn(page, NEXT)
  await step(page, 'Selesai')
  await expect(page.getByText('8 baris sudah masuk')).toBeVisible()
  const figures = await page.request.get(
    `${server.address}/api/v1/readings?indicators=received,completed,on-time-rate,satisfaction-index&agency=kelurahan-melati&grain=month&from=2026-01-01&to=2026-01-31`,
  )
  const { readings } = (await figures.json()) as { readings: { indicator: string; value: number }[] }
  expect(Object.fromEntries(readings.map(({ indicator, value }) => [indicator, value]))).toEqual({
    received: 120,
    completed: 118,
    'on-time-rate': 0.875,
    'satisfaction-index': 81.2,
  })
})

test('1.234 that could be a thousand or one is asked about', async ({ page }) => {
  const lines = [
    'REKAP 2026,,',
    'Dinas Sosial,,',
    'Indikator,Periode,Nilai',
    'Jumlah berkas masuk,2026-01,1.234',
    'Jumlah berkas masuk,2026-02,980',
  ]
  await choose(page, '/desk/import?lang=en', 'figures.csv', Buffer.from(`${lines.join('\n')}\n`))
  await pressOn(page, NEXT)
  await step(page, 'Columns')
  await expect(page.getByText('1 thing needs your answer first')).toBeVisible()
  await expectFits(page)
  const question = page.getByRole('group', { name: 'In the column “Nilai”, how much is 1.234?' })
  await expect(question).toBeVisible()
  await tabTo(page, '.import-question input')
  await page.keyboard.press('Space')
  await expect(page.getByText('1.234 is understood as 1,234', { exact: true })).toBeAttached()
  await pressOn(page, NEXT)
  await step(page, 'Agencies and services')
  await pressOn(page, NEXT)
  await step(page, 'Check')
  await expect(page.getByText('All 2 rows can be saved.')).toBeVisible()
  await pressOn(page, NEXT)
  await step(page, 'Done')
  await pressOn(page, '.import-actions a.primary')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Dinas Sosial')
  const answer = await page.request.get(
    `${server.address}/api/v1/readings?indicators=received&agency=dinas-sosial&grain=month&from=2026-01-01&to=2026-01-31`,
  )
  expect((await answer.json()).readings[0].value).toBe(1234)
})

test('a register behind its summary, with slips in its services', async ({ page }) => {
  const services = [...Array.from({ length: 58 }, () => 'Kartu Keluarga'), 'KARTU KELUARGA', 'Kartu Kelurga']
  const rows = services.map((service, i) => [
    `R${i}`,
    service,
    `${1 + (i % 28)} Januari 2026`,
    '29 Januari 2026',
  ])
  const sheet = Buffer.from(
    await writeXlsx({
      sheets: [
        {
          name: 'REKAP',
          rows: [
            ['Jenis Pelayanan', 'Jumlah'],
            ['Kartu Keluarga', 60],
          ],
        },
        {
          name: 'REGISTER',
          rows: [
            ['BUKU REGISTER'],
            [],
            ['No. Registrasi', 'Jenis Pelayanan', 'Tgl. Masuk', 'Tgl. Selesai'],
            ...rows,
          ],
        },
      ],
    }),
  )
  await choose(page, '/desk/import', 'register.xlsx', sheet)
  await step(page, 'Berkas')
  await expect(page.getByLabel('Lembar', { exact: true })).toHaveValue('REGISTER')
  await expect(page.getByText(/Tidak ikut: REKAP/)).toBeVisible()
  await expectFits(page)
  await pressOn(page, NEXT)
  await step(page, 'Kolom')
  // Nothing tells the office. Its name is typed, and whoever goes on has said it.
  await tabTo(page, 'input[name=agency]')
  await page.keyboard.type('Dinas Dukcapil')
  await page.keyboard.press('Tab')
  await expect(page.getByText('Semua yang wajib sudah ada')).toBeVisible()
  await pressOn(page, NEXT)
  await step(page, 'Instansi dan layanan')
  await expect(page.getByText('Mirip “Kartu Keluarga”, yang lebih sering ditulis.')).toBeVisible()
  await expectFits(page)
  await pressOn(page, '.import-places .import-doubt button')
  await expect(page.getByText('“Kartu Kelurga” adalah')).toContainText('Kartu Keluarga')
  await expect(page.locator('[role=status]:focus')).toBeVisible()
  await expect(page.locator(NEXT)).toHaveText('Lanjut')
  await pressOn(page, NEXT)
  await step(page, 'Periksa')
  await expect(page.getByText('Semua 60 baris dapat disimpan.')).toBeVisible()
  await pressOn(page, NEXT)
  await step(page, 'Selesai')
  await expect(page.getByText('60 baris sudah masuk')).toBeVisible()
  const answer = await page.request.get(
    `${server.address}/api/v1/readings?indicators=completed&agency=dinas-dukcapil&service=kartu-keluarga&grain=month&from=2026-01-01&to=2026-01-31`,
  )
  expect((await answer.json()).readings[0].value).toBe(60)
})

test('a workbook with a sheet for each month is read as one, by keyboard', async ({ page }) => {
  const visits = (k: number) => [
    ['REKAP KUNJUNGAN'],
    ['Puskesmas Melati'],
    ['Tahun 2026'],
    ['No', 'Poli', 'Permohonan Masuk', 'Selesai'],
    [1, 'Poli Umum', 500 + k, 490 + k],
    [2, 'Poli Gigi', 200 + k, 190 + k],
    ['Jumlah', null, 700 + 2 * k, 680 + 2 * k],
  ]
  const months = ['JAN', 'FEB', 'MAR']
  const recap = { name: 'REKAP', rows: [['Bulan', 'Total'], ...months.map((month) => [month, 700])] }
  const sheets = [recap, ...months.map((name, k) => ({ name, rows: visits(k * 10) }))]
  await choose(page, '/desk/import', 'kunjungan.xlsx', Buffer.from(await writeXlsx({ sheets })))
  await step(page, 'Berkas')
  const field = page.getByLabel('Lembar', { exact: true })
  await expect(field.locator('option:checked')).toHaveText('Semua 3 lembar dengan kolom yang sama', {
    timeout: 60_000,
  })
  await expect(page.getByText(/Tidak ikut, karena kolomnya lain: REKAP/)).toBeVisible()
  await expectFits(page)
  // One month alone may be wanted; and all of them again.
  await tabTo(page, 'select[name=sheet]')
  await page.keyboard.press('M')
  await expect(page.getByText(/Hanya lembar ini yang dibaca/)).toBeVisible({ timeout: 60_000 })
  await tabTo(page, 'select[name=sheet]')
  await page.keyboard.press('S')
  await expect(page.getByText('6 baris dan 5 kolom ditemukan di 3 lembar.')).toBeVisible({ timeout: 60_000 })
  await pressOn(page, NEXT)
  await step(page, 'Kolom')
  await expect(page.getByText('Semua yang wajib sudah ada')).toBeVisible()
  await pressOn(page, NEXT)
  await step(page, 'Instansi dan layanan')
  await pressOn(page, NEXT)
  await step(page, 'Periksa')
  await expect(page.getByText('12 baris dapat disimpan')).toBeVisible({ timeout: 120_000 })
  await pressOn(page, NEXT)
  await step(page, 'Selesai')
  await expect(page.getByText('12 baris sudah masuk')).toBeVisible({ timeout: 120_000 })
  const answer = await page.request.get(
    `${server.address}/api/v1/readings?indicators=received&agency=puskesmas-melati&grain=month&from=2026-01-01&to=2026-03-31`,
  )
  const { readings } = (await answer.json()) as { readings: { value: number }[] }
  expect(readings.map(({ value }) => value)).toEqual([700, 720, 740])
})
