import { readFile } from 'node:fs/promises'
import AxeBuilder from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { expect, test, visit } from './fixtures.ts'

// What is seen can be taken along: as files, as a picture that says where it comes from, and as a citation.

async function take(page: Page, link: Locator): Promise<{ name: string; bytes: Buffer }> {
  const download = page.waitForEvent('download')
  await link.click()
  const done = await download
  return { name: done.suggestedFilename(), bytes: await readFile(await done.path()) }
}

test('a chart comes as workbook, Parquet, SVG and PNG, with its citation in both languages', async ({
  page,
}) => {
  await page.emulateMedia({ colorScheme: 'dark' })
  await visit(page, '/?lang=en&period=2025-06')
  const figure = page.locator('figure', { hasText: 'On time · per cent' })
  await figure.scrollIntoViewIfNeeded()
  await expect(figure.locator('.figure-drawing svg').first()).toBeVisible()
  await figure.getByText('Other formats, picture, citation').click()
  const panel = figure.locator('.take-along-panel')
  await expect(panel.getByRole('button', { name: 'Picture, PNG' })).toBeVisible()

  const workbook = await take(page, panel.getByRole('link', { name: 'Workbook (XLSX)' }))
  expect([workbook.name, workbook.bytes.subarray(0, 2).toString()]).toEqual([
    expect.stringMatching(/^terukur.*\.xlsx$/),
    'PK',
  ])
  const parquet = await take(page, panel.getByRole('link', { name: 'Parquet' }))
  expect(parquet.bytes.subarray(0, 4).toString()).toBe('PAR1')

  const svg = (await take(page, panel.getByRole('button', { name: 'Picture, SVG' }))).bytes.toString()
  const title = (await figure.locator('h3').textContent())!
  // The title is broken into lines: its first words are enough.
  expect(svg).toContain(title.split(' ').slice(0, 3).join(' '))
  expect(svg).toContain('On time · per cent')
  expect(svg).toContain('Source: Terukur')
  expect(svg).toContain('CC BY 4.0')
  expect(svg).not.toMatch(/var\(--|light-dark|class=/)
  // Ink of the light theme, though the page is dark.
  expect([svg.includes('rgb(20, 19, 15)'), svg.includes('rgb(246, 244, 238)')]).toEqual([true, false])
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')

  const png = (await take(page, panel.getByRole('button', { name: 'Picture, PNG' }))).bytes
  const [, width, height] = /width="(\d+)"[^>]*height="(\d+)"/.exec(svg)!
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2 * Number(width), 2 * Number(height)])

  await expect(panel.locator('.citation[lang=en]')).toContainText(/Terukur\. \(.*\)\. .*Accessed/)
  await expect(panel.locator('.citation[lang=id]')).toContainText('Diakses')
  const found = await new AxeBuilder({ page }).include('.take-along-panel').analyze()
  expect(found.violations).toEqual([])
})

test('lists come as files too', async ({ page }) => {
  for (const [path, name] of [
    ['/signals', 'signals'],
    ['/innovations', 'innovations'],
  ] as const) {
    await visit(page, path)
    const menu = page.locator('.take-along').first()
    await menu.getByText('Format lain, gambar, dan kutipan').click()
    const csv = (await take(page, menu.getByRole('link', { name: 'CSV' }))).bytes.toString()
    expect(csv.split('\r\n')[0], name).toMatch(/agency_label_id,agency_label_en/)
    expect(csv.split('\r\n').length, name).toBeGreaterThan(2)
    await expect(menu.getByRole('button', { name: 'Gambar PNG' })).toHaveCount(0)
  }
})

test('tables of agencies and the spread of times come as files too', async ({ page }) => {
  await visit(page, '/agencies/disdukcapil-5171?lang=en&period=2025-06')
  for (const place of [page.locator('figure').filter({ hasText: 'nine' }), page.locator('.league')]) {
    const menu = place.first().locator('.take-along')
    await menu.scrollIntoViewIfNeeded()
    await menu.getByText('Other formats, picture, citation').click()
    const csv = await take(page, menu.getByRole('link', { name: 'CSV' }))
    expect(csv.bytes.toString().trimEnd().split('\r\n').length).toBeGreaterThan(3)
    const parquet = await take(page, menu.getByRole('link', { name: 'Parquet' }))
    expect(parquet.bytes.subarray(0, 4).toString()).toBe('PAR1')
  }
})
