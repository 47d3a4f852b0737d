import { z } from '@hono/zod-openapi'
import { fault } from '#shared/contract/faults.ts'

// Parameters and answers that many routes have in common.

/** Outside these years there is nothing to ask for, and calendars lose their four digits. */
export const date = z.iso.date().refine((day) => day >= '1900' && day < '2200', fault('years-outside', {}))

export const lang = z.enum(['id', 'en']).optional()

/** Which state of the data a question is about; see decide-world.ts. */
export const source = z.enum(['live', 'released']).optional().openapi({
  description:
    'Absent: `released` for everybody once there is a release, `live` before and for members in questions wholly about their own agencies. `live`: also of agencies that show their figures before a release; these are flagged `provisional`.',
})

export const problemAnswer = { description: 'What is wrong, as RFC 9457 problem details.' }

/** A list of codes or ids, with commas between. */
export const codes = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean),
  )
  .refine((items) => items.length > 0, fault('list-empty', {}))

export const limit = z.coerce.number().int().min(1).max(1000).default(100).openapi({ type: 'integer' })
export const cursor = z.string().optional().openapi({ description: 'The `next` of the page before.' })

export const scope = {
  agency: z.string().min(1).optional().openapi({ description: 'A code; absent: everything together.' }),
  service: z.string().min(1).optional().openapi({ description: 'A code; absent: all together.' }),
}
