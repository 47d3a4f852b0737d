import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'
import { startServerProcess } from '../support/server-process.ts'
import { visit } from './fixtures.ts'

// From an empty instance to a figure on the page, and what is seen when the server does not answer.

const run = promisify(execFile)

test('empty, then a file by the command line, then its figures; failure and a second try', async ({
  page,
}) => {
  const server = await startServerProcess()
  try {
    await visit(page, `${server.address}/?lang=en`)
    await expect(page.getByText('There is no data yet.')).toBeVisible()
    await visit(page, `${server.address}/innovations?lang=en`)
    await expect(page.getByText('No innovation is on record yet.')).toBeVisible()

    // Four cases: three of five completed within their due day, one late, one open and overdue.
    const rows = [
      'no,office,service,in,out,due',
      '1,Office A,Licence,2025-03-03,2025-03-04,2025-03-10',
      '2,Office A,Licence,2025-03-03,2025-03-05,2025-03-10',
      '3,Office A,Licence,2025-03-03,2025-03-10,2025-03-10',
      '4,Office A,Licence,2025-03-03,2025-03-20,2025-03-10',
      '5,Office A,Licence,2025-03-03,,2025-03-10',
      '6,Office A,Licence,2025-03-03,someday,2025-03-10',
    ]
    const folder = server.env.TERUKUR_DATA_DIR!
    await writeFile(join(folder, 'cases.csv'), rows.join('\n'))
    await writeFile(
      join(folder, 'mapping.json'),
      JSON.stringify({
        dataset: 'cases',
        format: { timezone: 'Asia/Jakarta', datetime: 'yyyy-MM-dd' },
        columns: {
          ref: 'no',
          agency: 'office',
          service: 'service',
          submittedAt: 'in',
          completedAt: 'out',
          dueAt: 'due',
        },
        create: ['agency', 'service'],
        asOf: '2025-04-01T00:00:00+07:00',
      }),
    )
    const failed = await run(
      process.execPath,
      [
        'server/cli/main.ts',
        'import',
        'cases',
        join(folder, 'cases.csv'),
        '--mapping',
        join(folder, 'mapping.json'),
        '--json',
      ],
      { env: server.env },
    ).catch((error: { code: number; stdout: string }) => error)
    expect(failed).toMatchObject({ code: 3 })
    const result = JSON.parse(failed.stdout)
    expect(result).toMatchObject({ rows: 6, accepted: 5, rejected: 1, inserted: 5 })
    expect(result.issues[0]).toMatchObject({ row: 6, column: 'out' })

    await visit(page, `${server.address}/?lang=en&period=2025-03`)
    await expect(page.locator('.card', { hasText: 'On time' }).locator('.card-value')).toHaveText('60.0%')
    await expect(page.locator('.card', { hasText: 'Cases received' }).locator('.card-value')).toHaveText('5')
    await expect(page.locator('.card', { hasText: 'Backlog' }).locator('.card-value')).toHaveText('1')
    await expect(page.locator('.demo-banner')).toHaveCount(0)

    await page.route('**/api/v1/readings?**', (route) => route.abort())
    await visit(page, `${server.address}/?lang=en`)
    await expect(page.getByRole('alert').first()).toContainText('could not be loaded')
    await expect(page.getByRole('alert').first()).toContainText('The server cannot be reached.')
    await page.unroute('**/api/v1/readings?**')
    await page.getByRole('button', { name: 'Try again' }).first().click()
    await expect(page.locator('.opening')).toContainText('March 2025')

    await page.route('**/api/v1/innovations**', (route) => route.abort())
    await visit(page, `${server.address}/innovations?lang=en`)
    await expect(page.getByRole('alert')).toContainText('could not be loaded')
    await page.unroute('**/api/v1/innovations**')
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect(page.getByText('No innovation is on record yet.')).toBeVisible()
    await visit(page, `${server.address}/innovations/none?lang=en`)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('This page does not exist.')
  } finally {
    await server.stop()
  }
})
