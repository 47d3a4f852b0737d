import { z } from 'zod'

// New limits for a series from a day on. Never automatic: the product suggests, a person decides and says why.

const code = z.string().trim().min(1).max(200)

export const Rebaseline = z.strictObject({
  indicator: code,
  /** null: everything together */
  agency: code.nullable().default(null),
  /** null: all services together */
  service: code.nullable().default(null),
  /** periods that start on or after this day belong to the new segment */
  from: z.iso.date(),
  /** shown on the chart */
  reason: z.string().trim().min(10).max(1000),
  decidedBy: z.string().trim().min(1).max(200),
})

export const RemoveRebaseline = Rebaseline.pick({ indicator: true, agency: true, service: true, from: true })
