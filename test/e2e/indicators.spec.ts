import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { type ServerProcess, startServerProcess } from '../support/server-process.ts'
import { expectFits, visit } from './fixtures.ts'

// Indicators that agencies delivered themselves, and what they gave beside facts: on their pages, in both languages.

const run = promisify(execFile)
let server: ServerProcess

test.beforeAll(async () => {
  server = await startServerProcess()
  const asOf = '2025-07-01T00:00:00+07:00'
  await bring('cases', ['no,office,service,in,out', '1,Office A,Licence,2025-03-03,2025-03-04'], {
    format: { timezone: 'Asia/Jakarta', datetime: 'yyyy-MM-dd' },
    columns: { ref: 'no', agency: 'office', service: 'service', submittedAt: 'in', completedAt: 'out' },
    create: ['agency', 'service'],
    asOf,
  })
  await bring(
    'values',
    [
      'agency,indicator,period,value,unit',
      // Facts say one: what the office says itself stands beside it.
      'Office A,received,2025-03,7,',
      'Office B,received,2025-03,"1234",',
      'Office A,Covered,2024,87.5,percent',
      'Office A,Covered,2023,85,percent',
      'Office A,Spent,2024,1234567,currency',
      'Office A,Reach,2024,1234.5,number',
      'Office A,Rolling,2024-04/2025-03,4.5,rate',
      'Office A,Rolling,2024-07/2025-06,5.25,rate',
    ],
    {
      format: { timezone: 'Asia/Jakarta' },
      columns: {
        agency: 'agency',
        indicator: 'indicator',
        period: 'period',
        value: 'value',
        indicatorUnit: 'unit',
      },
      constants: { indicatorDirection: 'up', indicatorAdds: 'none' },
      create: ['agency', 'indicator'],
      asOf,
    },
  )
})
test.afterAll(() => server.stop())

async function bring(dataset: string, rows: string[], mapping: Record<string, unknown>): Promise<void> {
  const file = (name: string) => join(server.env.TERUKUR_DATA_DIR!, name)
  await writeFile(file(`${dataset}.csv`), rows.join('\n'))
  await writeFile(file(`${dataset}.json`), JSON.stringify({ dataset, ...mapping }))
  const words = ['import', dataset, file(`${dataset}.csv`), '--mapping', file(`${dataset}.json`)]
  await run(process.execPath, ['server/cli/main.ts', ...words], { env: server.env })
}

const open = (page: import('@playwright/test').Page, path: string) => visit(page, `${server.address}${path}`)

for (const [path, heading] of [
  ['/indicators', /Indikator|Indicators/],
  ['/indicators/covered', 'Covered'],
  ['/indicators/rolling', 'Rolling'],
  ['/data?indicator=rolling&agency=*', 'Data'],
  ['/data?indicator=received&agency=*&include=signal,change,target,achievement,status', 'Data'],
] as const) {
  for (const [theme, width] of [
    ['light', 1440],
    ['dark', 360],
  ] as const) {
    test(`${path} ${theme} ${width}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: theme })
      await page.setViewportSize({ width, height: 900 })
      for (const language of ['', 'lang=en']) {
        await open(page, `${path}${language && (path.includes('?') ? '&' : '?')}${language}`)
        await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading)
        await expect(page.locator('.skeleton')).toHaveCount(0)
        await expectFits(page)
        const { violations } = await new AxeBuilder({ page })
          .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
          .analyze()
        expect(violations.map(({ id: rule, nodes }) => `${rule}: ${nodes[0]?.html}`)).toEqual([])
        // Codes are for machines.
        const text = await page.locator('main').innerText()
        expect(text).not.toMatch(/from-values|values-left-out|not-additive|not-reported|too-few-points/)
      }
    })
  }
}

test('delivered indicators are listed apart, found by name, and shown in their unit', async ({ page }) => {
  await open(page, '/indicators?lang=en')
  const given = page.locator('section', { hasText: 'Delivered by agencies' })
  await expect(given.getByRole('link')).toHaveText(['Covered', 'Reach', 'Rolling', 'Spent'])
  await page.getByLabel('Search indicator').fill('spen')
  await expect(page.locator('main').getByRole('link')).toHaveText(['Spent'])
  for (const [id, inEnglish, inIndonesian] of [
    ['covered', '87.5%', '87,5%'],
    ['reach', '1,234.5', '1.234,5'],
    ['spent', /Rp\s?1,234,567/, /Rp\s?1\.234\.567/],
  ] as const) {
    await open(page, `/indicators/${id}?lang=en`)
    await expect(page.locator('.league tbody td').first()).toHaveText(inEnglish)
    await open(page, `/indicators/${id}`)
    await expect(page.locator('.league tbody td').first()).toHaveText(inIndonesian)
    await expect(page.getByLabel('Panjang periode')).toHaveValue('year')
    // Only who delivers it stands in its table.
    await expect(page.locator('.league tbody tr')).toHaveCount(1)
  }
})

test('spans as given are shown and downloaded as they are', async ({ page }) => {
  await open(page, '/indicators/rolling?lang=en')
  await expect(page.locator('.league-note').first()).toContainText('July 2024 – June 2025')
  await expect(page.locator('.league tbody td').first()).toHaveText('5.25')
  const rows = page.locator('figure tbody tr')
  await expect(rows).toHaveCount(2)
  await expect(rows.nth(1)).toContainText('April 2024 – March 2025')
  await page.getByRole('button', { name: 'Previous period' }).click()
  await expect(page.locator('.league tbody td').first()).toHaveText('4.5')

  await open(page, '/data?indicator=rolling&lang=en')
  await page.getByLabel('Columns besides').selectOption({ label: 'Change and its interval' })
  await expect(page).toHaveURL(/include=change/)
  await expect(page.locator('table.numbers tbody tr')).toHaveCount(2)
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download CSV' }).click()
  const csv = await readFile(await (await download).path(), 'utf8')
  expect(csv).toContain('2024-04/2025-03')
  expect(csv.split('\r\n')[0]).toContain('previous_difference')
})

test('what an office gave itself stands beside its facts', async ({ page }) => {
  await open(page, '/indicators/received?lang=en&period=2025-03')
  const row = page.locator('.league tbody tr', { hasText: 'Office A' })
  await expect(row).toContainText('The agency itself gave 7.')
  await expect(page.locator('.league-note').last()).toContainText('facts are there, and they come first')
  await open(page, '/data?indicator=received&agency=*&from=2025-03&to=2025-03')
  await expect(page.getByRole('columnheader', { name: 'Diberikan instansi' })).toBeVisible()
})

test('the card says what Satu Data asks for', async ({ page }) => {
  await open(page, '/indicators/satisfaction-index')
  const card = page.locator('section', { hasText: 'Kartu indikator' })
  for (const term of [
    'Konsep',
    'Interpretasi',
    'Ukuran',
    'Satuan',
    'Klasifikasi penyajian',
    'Level estimasi',
  ])
    await expect(card.getByText(term, { exact: true })).toBeVisible()
  await card.getByRole('link', { name: 'Waktu penyelesaian' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Waktu penyelesaian')
})
