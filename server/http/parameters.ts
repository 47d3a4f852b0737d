import { z } from '@hono/zod-openapi'
import { fault } from '#shared/contract/faults.ts'

// Parameters and answers that many routes have in common.

/** Outside these years there is nothing to ask for, and calendars lose their four digits. */
export const date = z.iso.date().refine((day) => day >= '1900' && day < '2200', fault('years-outside', {}))

export const lang = z.enum(['id', 'en']).optional()

export const problemAnswer = { description: 'What is wrong, as RFC 9457 problem details.' }

export const scope = {
  agency: z.string().min(1).optional().openapi({ description: 'A code; absent: everything together.' }),
  service: z.string().min(1).optional().openapi({ description: 'A code; absent: all together.' }),
}
