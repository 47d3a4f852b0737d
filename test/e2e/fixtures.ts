import { test as base, expect, type Page } from '@playwright/test'
import { type ServerProcess, startServerProcess } from '../support/server-process.ts'

/** The product with its demo data, one process for each worker; a page that fails on any error of the browser. */
export const test = base.extend<{ errors: string[] }, { demo: ServerProcess }>({
  demo: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the first argument
    async ({}, use) => {
      const server = await startServerProcess({
        TERUKUR_DEMO: 'unreleased',
        TERUKUR_DEMO_THROUGH: '2026-12',
        TERUKUR_ADMIN_EMAIL: ADMINISTRATOR.email,
        TERUKUR_ADMIN_PASSWORD: ADMINISTRATOR.password,
      })
      await use(server)
      await server.stop()
    },
    { scope: 'worker', timeout: 1_800_000 },
  ],
  baseURL: async ({ demo }, use) => use(demo.address),
  errors: [
    async ({ page, baseURL }, use) => {
      const errors: string[] = []
      page.on('pageerror', (error) => errors.push(error.message))
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text())
      })
      page.on('request', (request) => {
        const url = request.url()
        if (!url.startsWith('data:') && !url.startsWith('blob:') && !url.startsWith(baseURL!)) {
          errors.push(`asked a third party: ${url}`)
        }
      })
      await use(errors)
      expect(errors).toEqual([])
    },
    { auto: true },
  ],
})

/** Who looks after the instance that a fixture starts. */
export const ADMINISTRATOR = { email: 'admin@example.go.id', password: 'kuda biru makan genteng' }

/** Signs the browser of a page in as administrator and steward of everything, without its form. */
export async function signInAsAdministrator(page: Page, address: string): Promise<void> {
  const answer = await page.request.post(`${address}/api/v1/session`, {
    data: ADMINISTRATOR,
    headers: { origin: address },
  })
  expect(await answer.json()).toEqual({ next: 'done' })
}

/** Opens a page and waits until the app stands where the server wrote it: what is pressed before may go with it. */
export async function visit(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await expect(page.locator('[data-written]')).toHaveCount(0)
}

/** Nothing is wider than the screen. A page that has just got another width may need a moment for it. */
export async function expectFits(page: Page): Promise<void> {
  await expect
    .poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth))
    .toBeLessThanOrEqual(0)
}

export { expect }
