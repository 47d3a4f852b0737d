import { z } from 'zod'
import { fault } from './faults.ts'
import { direction, Estimate, sentence, standing, unit } from './figure.ts'
import { INNOVATION_WORDS } from './words.ts'

// The register of innovations, and what can be said of their effect (measurement.md 7).

export const VERDICTS = ['effect', 'no-clear-effect', 'opposite', 'too-early'] as const

const field = z.string().nullable()

export const Innovation = z
  .object({
    id: z.string().describe('Stable: for `/innovations/{id}` and the annotations of a series.'),
    agency: z.string(),
    service: field.describe('The service it touches; null: all of the agency’s.'),
    name: z.string(),
    startedOn: z.string().describe('Day it went live.'),
    stage: field.describe('`initiative`, `trial` or `implemented`.'),
    initiator: field,
    kind: field.describe('`digital` or `nonDigital`.'),
    form: field.describe('`governance`, `publicService` or `other`.'),
    affair: field,
    theme: field,
    trialOn: field,
    legalBasis: field,
    design: field,
    claim: field.describe('What it is said to do.'),
    aim: field,
    benefit: field,
    result: field,
    budget: z.number().nullable().describe('Whole rupiah.'),
    evidence: field.describe('Files that show it.'),
    verification: field,
    status: field,
  })
  .meta({ id: 'Innovation' })
export type Innovation = z.infer<typeof Innovation>

export const InnovationList = z
  .object({ ...standing, items: z.array(Innovation), next: z.string().nullable() })
  .meta({ id: 'InnovationList' })
export type InnovationList = z.infer<typeof InnovationList>

const word = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.enum(words).nullable().default(null)
const told = z.string().trim().max(5000).nullable().default(null)

/** An entry of the register. Without a code it is a new one, whose code is made of its name. */
export const SetInnovation = z
  .strictObject({
    agency: z.string().trim().min(1).max(200),
    code: z.string().min(1).max(200).nullable().default(null),
    service: z.string().trim().min(1).max(200).nullable().default(null),
    name: z.string().trim().min(3).max(300),
    startedOn: z.iso.date(),
    trialOn: z.iso.date().nullable().default(null),
    stage: word(INNOVATION_WORDS.stage),
    initiator: word(INNOVATION_WORDS.initiator),
    kind: word(INNOVATION_WORDS.kind),
    form: word(INNOVATION_WORDS.form),
    affair: told,
    theme: told,
    legalBasis: told,
    design: told,
    claim: told,
    aim: told,
    benefit: told,
    result: told,
    budget: z.int().min(0).max(9e15).nullable().default(null).describe('Whole rupiah.'),
    evidence: told,
    isSubmitted: z.boolean().default(false).describe('Ready to be verified; otherwise a draft.'),
  })
  .refine(({ trialOn, startedOn }) => trialOn === null || trialOn <= startedOn, {
    ...fault('after-start', {}),
    path: ['trialOn'],
  })
  .meta({ id: 'SetInnovation' })

const ofInnovation = {
  agency: z.string().trim().min(1).max(200),
  code: z.string().min(1).max(200),
}
export const RemoveInnovation = z.strictObject(ofInnovation).meta({ id: 'RemoveInnovation' })

/** What a steward finds after having looked at an entry. */
export const VerifyInnovation = z
  .strictObject({ ...ofInnovation, verification: z.enum(['accepted', 'rejected']) })
  .meta({ id: 'VerifyInnovation' })

const span = z.object({ from: z.string(), to: z.string(), points: z.number() })

/** Interrupted time series of one figure around the start of an innovation. Says “associated with”, never “caused by”. */
export const InnovationEffect = z
  .object({
    ...standing,
    innovation: Innovation,
    indicator: z.string(),
    unit,
    direction,
    verdict: z.enum(VERDICTS).describe('`too-early`: fewer than 12 months with figures before, or 6 after.'),
    before: span.nullable(),
    after: span.nullable(),
    level: Estimate.nullable().describe('Step at the start.'),
    slope: Estimate.nullable().describe('Change of the monthly slope.'),
    atEnd: Estimate.nullable().describe('Latest fitted value minus where the earlier line would be.'),
    comparison: z
      .object({
        agencies: z.array(z.string()).describe('Peers without it.'),
        difference: Estimate.describe('Difference in differences over the same window.'),
      })
      .nullable(),
    points: z.array(
      z.object({
        period: z.string(),
        value: z.number().nullable(),
        fitted: z.number().nullable(),
        expected: z.number().nullable().describe('Continuation of the earlier line.'),
        peers: z.number().nullable().describe('The same figure of the peers together.'),
      }),
    ),
    sentence,
  })
  .meta({ id: 'InnovationEffect' })
export type InnovationEffect = z.infer<typeof InnovationEffect>
