import { exports as en } from '#shared/i18n/en/exports.ts'
import { exports as id } from '#shared/i18n/id/exports.ts'

/** Texts of what is taken along. */
export const TEXTS = { id, en }
