import { indicators } from './en/indicators.ts'
import { issues } from './en/issues.ts'
import { web } from './en/web.ts'
import type { Texts } from './id.ts'

export const en: Texts = { indicators, issues, web }
