import { indicators } from './id/indicators.ts'
import { issues } from './id/issues.ts'
import { server } from './id/server.ts'
import { web } from './id/web.ts'

/** Indonesian, the first language of the product; its shape is the type of every other. */
export const id = { indicators, issues, server, web }

export type Texts = typeof id
