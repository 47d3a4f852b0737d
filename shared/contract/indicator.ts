import { z } from 'zod'
import { DIRECTIONS, UNITS } from '#shared/measure/measure.ts'
import { GRAINS } from '#shared/time/period.ts'

// The card of an indicator: its definition, and what Satu Data Indonesia (Perpres 39/2019) asks beside it.

const Bilingual = z.object({ id: z.string(), en: z.string() })

export const IndicatorItem = z
  .object({
    id: z.string(),
    group: z.enum(['volume', 'speed', 'satisfaction', 'complaints', 'cost', 'result', 'given']),
    unit: z.enum(UNITS),
    direction: z.enum(DIRECTIONS),
    countedIn: z.string(),
    name: Bilingual,
    definition: Bilingual,
    formula: Bilingual,
    source: Bilingual,
    limits: Bilingual,
    concept: Bilingual,
    interpretation: Bilingual,
    measure: Bilingual.describe('Ukuran of Satu Data: what kind of number it is.'),
    classification: z
      .array(z.object({ code: z.string(), name: Bilingual }))
      .describe('What it can be cut by.'),
    composite: z
      .object({ isComposite: z.boolean(), components: z.array(z.string()) })
      .describe('Whether it is made of other indicators, and of which.'),
    publication: z
      .object({ periods: z.array(z.enum(GRAINS)) })
      .describe('Grains of the periods that it is published for.'),
    estimateLevels: z.array(z.string()).describe('From the whole nation to the unit.'),
    public: z.boolean(),
    producer: Bilingual,
    lastUpdate: z
      .string()
      .nullable()
      .describe('The latest instant that its data is true up to; null: none delivered.'),
    given: z
      .array(z.object({ grain: z.enum(GRAINS), from: z.string(), to: z.string() }))
      .describe(
        'Grains that agencies gave figures of it in, the shortest first, each with its first and last day; none: it is worked out from facts alone.',
      ),
  })
  .meta({ id: 'Indicator' })
export type IndicatorItem = z.infer<typeof IndicatorItem>
