import { refusalText, sentence } from '#shared/i18n/refusal-text.ts'
import type { Locale } from '#shared/i18n/text.ts'
import { Refusal } from '#shared/refusal.ts'

/** One line that says what to do about an error, for whoever started a command or the server. */
export function explainError(locale: Locale, error: unknown): string {
  if (error instanceof Refusal) return refusalText(locale, error)
  const { code, path, port, message = '' } = error as NodeJS.ErrnoException & { port?: number }
  const reason = (message || String(error)).split('\n')[0]!
  switch (code) {
    case 'EADDRINUSE':
      return sentence(locale, 'port-in-use', { port })
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return sentence(locale, 'address-foreign', { reason })
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return path === undefined
        ? sentence(locale, 'port-not-allowed', { reason })
        : sentence(locale, 'path-not-allowed', { path, code })
    case 'ENOTDIR':
    case 'EEXIST':
    case 'ENOENT':
    case 'EISDIR':
      return sentence(locale, 'path-unusable', { path, reason })
    case 'ENOSPC':
    case 'EDQUOT':
      return sentence(locale, 'disk-full', {})
    default:
      return /no space left|disk (is )?full/i.test(message) ? sentence(locale, 'disk-full', {}) : reason
  }
}
