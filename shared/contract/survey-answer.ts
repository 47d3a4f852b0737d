import { z } from 'zod'
import { ELEMENTS } from '../rollups/cell.ts'

// What a citizen may answer. Nothing is required, and nothing tells who it was.

/** Answers of the scale of PermenPANRB 14/2017, low to high. */
export const SCORES = [1, 2, 3, 4] as const

/** Who answered, as far as the rule asks: coarse bands, so that no combination is rare by itself. */
export const PROFILE = {
  sex: ['female', 'male'],
  age: ['under-25', '25-39', '40-59', '60-up'],
  education: ['basic', 'secondary', 'diploma', 'degree'],
  occupation: [
    'public-servant',
    'employee',
    'self-employed',
    'farmer-labourer',
    'student',
    'household',
    'none',
    'other',
  ],
} as const
export type Question = keyof typeof PROFILE
export const QUESTIONS = Object.keys(PROFILE) as Question[]

export const MAX_REMARK = 500

/** Fewer answers than this keep a response out of the index (house rule, shown as incomplete). */
export const MIN_ANSWERS = 5

const score = z.union(SCORES.map((value) => z.literal(value))).nullable()
const band = (question: Question) => z.enum(PROFILE[question]).nullable()

export const SurveyAnswer = z.strictObject({
  agency: z.string().min(1).max(200),
  service: z.string().min(1).max(200),
  /** names the form that was handed out: one answer each, however often it is sent */
  nonce: z.string().regex(/^[\w-]{16,64}$/),
  answeredOn: z.iso.date(),
  elements: z.strictObject({
    requirements: score,
    procedure: score,
    time: score,
    cost: score,
    product: score,
    competence: score,
    behaviour: score,
    complaints: score,
    facilities: score,
  } satisfies Record<(typeof ELEMENTS)[number], unknown>),
  profile: z.strictObject({
    sex: band('sex'),
    age: band('age'),
    education: band('education'),
    occupation: band('occupation'),
  }),
  remark: z.string().trim().max(MAX_REMARK).nullable(),
})
export type SurveyAnswer = z.infer<typeof SurveyAnswer>

/** Whether a form is offered for a service, and how many answers a day it takes. */
export const SurveyForm = z.strictObject({
  agency: z.string().min(1).max(200),
  service: z.string().min(1).max(200),
  isOpen: z.boolean(),
  /** null: the default of the product */
  dailyCap: z.number().int().min(1).max(100_000).nullable(),
})

/** Answers of a service that are taken in a day where the agency sets no other number: more than one counter hears,
 *  fewer than a flood needs to drown a year. */
export const DEFAULT_DAILY_CAP = 300

export const countAnswers = (elements: SurveyAnswer['elements']): number =>
  ELEMENTS.filter((element) => elements[element] !== null).length
