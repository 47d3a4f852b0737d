import { proof as inEnglish } from './en/proof.ts'
import { proof as inIndonesian, type ProofTexts } from './id/proof.ts'
import type { Locale } from './text.ts'

export const proofText = (locale: Locale): ProofTexts => (locale === 'en' ? inEnglish : inIndonesian)
