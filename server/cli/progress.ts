import { commandText } from '#shared/i18n/command-text.ts'
import type { Locale } from '#shared/i18n/text.ts'
import { printable } from './printable.ts'

const QUIET_MS = 3000
const BAR = 24

/** Progress on stderr: a line that renews itself on a terminal, otherwise a line every few seconds. */
export class Progress {
  #last = 0
  #phase = ''
  readonly #names: Readonly<Record<string, string>>

  constructor(locale: Locale) {
    this.#names = commandText(locale).phases
  }

  show({ phase: code, fraction }: { phase: string; fraction: number | null }): void {
    // Names of files come from anybody.
    const phase = this.#names[code] ?? printable(code)
    const share = fraction === null ? '' : ` ${Math.round(fraction * 100)}%`
    if (process.stderr.isTTY) {
      const filled = Math.round((fraction ?? 0) * BAR)
      process.stderr.write(`\r\u001b[K${'█'.repeat(filled)}${'░'.repeat(BAR - filled)} ${phase}${share}`)
      return
    }
    const now = Date.now()
    if (phase === this.#phase && now - this.#last < QUIET_MS) return
    this.#phase = phase
    this.#last = now
    process.stderr.write(`${phase}${share}\n`)
  }

  end(): void {
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')
  }
}
