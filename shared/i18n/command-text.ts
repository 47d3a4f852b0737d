import { commands as inEnglish } from './en/commands.ts'
import { type CommandTexts, commands as inIndonesian } from './id/commands.ts'
import type { Locale } from './text.ts'

/** What the command line says in a language. */
export const commandText = (locale: Locale): CommandTexts => (locale === 'en' ? inEnglish : inIndonesian)
