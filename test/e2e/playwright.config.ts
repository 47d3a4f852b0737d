import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'
import chromium from '@sparticuz/chromium'

// The browser comes with the dependencies. Where that build does not run, CHROMIUM_PATH names another.
const executablePath = process.env.CHROMIUM_PATH ?? (await chromium.executablePath())
if (!existsSync(executablePath)) throw new Error('No browser: set CHROMIUM_PATH to a Chromium.')

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  fullyParallel: false,
  workers: 2,
  // They end what hangs, and say nothing of how fast a machine is.
  timeout: 900_000,
  expect: { timeout: 120_000 },
  // A browser is a foreign part, and this one is not even the one of the visitors. What fails twice fails; what fails
  // once is named flaky and wants its cause found.
  retries: 1,
  reporter: [['list']],
  outputDir: '../../test-results',
  use: {
    browserName: 'chromium',
    launchOptions: { executablePath, args: ['--no-sandbox'] },
    viewport: { width: 1440, height: 900 },
    colorScheme: 'light',
    // What fades in has too little contrast for a moment.
    contextOptions: { reducedMotion: 'reduce' },
    screenshot: 'only-on-failure',
    trace: 'off',
  },
})
