import { indicators } from './id/indicators.ts'
import { issues } from './id/issues.ts'
import { web } from './id/web.ts'

/** Indonesian, the first language of the product; its shape is the type of every other. */
export const id = { indicators, issues, web }

export type Texts = typeof id
