import { formats } from './formats.ts'
import type { Said } from './id/refusals.ts'

/** An instant in words of both languages, for what a refusal names: its own texts know no clock. */
export const saidInstant = (iso: string): Said => ({
  id: formats('id').instant(iso),
  en: formats('en').instant(iso),
})
