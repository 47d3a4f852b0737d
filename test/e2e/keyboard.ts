import { expect, type Page } from '@playwright/test'

// Ways through a page without a mouse.

/** The way on in an import. It takes no press while what was answered is being kept. */
export const NEXT = '.import-actions button.primary[aria-disabled=false]'

/** Presses Tab until the focus is there. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let i = 0; i < 150; i++) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`no way by keyboard to ${selector}`)
}

/** Waits for it, goes there and presses Enter. */
export async function pressOn(page: Page, selector: string): Promise<void> {
  await page.locator(selector).first().waitFor()
  await tabTo(page, selector)
  await page.keyboard.press('Enter')
}

/** Chooses a file with the first field for one, and is at the first step of its import. */
export async function chooseFile(page: Page, name: string, buffer: Buffer): Promise<void> {
  const field = page.locator('input[type=file]').first()
  await expect(field).toBeAttached()
  await tabTo(page, 'input[type=file]')
  const chooser = page.waitForEvent('filechooser')
  // In a busy page keys overtake the order to hand the chooser over, and it is lost. What the page answers comes after
  // that order.
  await expect(field).toBeFocused()
  await page.keyboard.press('Space')
  await (await chooser).setFiles({ name, mimeType: 'application/octet-stream', buffer })
  await expect(page.locator('.import-heading')).toBeFocused()
}
