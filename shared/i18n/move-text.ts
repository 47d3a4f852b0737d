import { move as inEnglish } from './en/move.ts'
import { move as inIndonesian, type MoveTexts } from './id/move.ts'
import type { Locale } from './text.ts'

export const moveText = (locale: Locale): MoveTexts => (locale === 'en' ? inEnglish : inIndonesian)
