import { z } from 'zod'
import { ELEMENTS } from '../rollups/cell.ts'
import { missing } from './figure.ts'
import { QUESTIONS } from './survey-answer.ts'

// What an agency sees of its own survey.

const element = z.enum(ELEMENTS)
const mean = {
  value: z.number().nullable(),
  n: z.number().nullable().describe('Answers behind the value.'),
  low: z.number().nullable().describe('95 % interval; null where none exists.'),
  high: z.number().nullable(),
  missing,
  grade: z.string().nullable().describe('By the rule in force on the last day of the period.'),
}

export const SurveyResults = z
  .object({
    agency: z.string(),
    service: z.string().nullable(),
    period: z.string(),
    index: z.object({
      ...mean,
      withoutCost: z
        .number()
        .nullable()
        .describe('A second reading where everybody said that the service is free.'),
    }),
    elements: z.array(z.object({ element, ...mean })),
    incomplete: z
      .number()
      .nullable()
      .describe('Responses with too few answers for the index; null: not known, as no case was completed.'),
    sample: z
      .object({
        respondents: z.number(),
        required: z.number().describe('Krejcie and Morgan, for the users served.'),
        population: z.number(),
        populationPeriod: z
          .string()
          .describe('The period before, or the same where nothing is known of that.'),
      })
      .nullable()
      .describe('Null: nothing is known of how many were served.'),
    isIndicative: z.boolean().describe('Fewer were heard than the sample needs, or that is not known.'),
    weakest: z.array(element).describe('The three lowest and those that tie with the third.'),
    notClearlyApart: z.array(element).describe('Not among them, but another sample could have put them in.'),
    remarks: z.array(
      z.object({ agency: z.string(), service: z.string().nullable(), month: z.string(), remark: z.string() }),
    ),
    profile: z
      .object({
        year: z.number(),
        questions: z.array(
          z.object({
            question: z.enum(QUESTIONS as [string, ...string[]]),
            bands: z.array(
              z.object({
                band: z.string(),
                n: z.number().nullable().describe('Null: too few to be shown, or one more beside such.'),
              }),
            ),
          }),
        ),
      })
      .describe('Who answered through the form in the year of the period, apart from what they answered.'),
    intake: z.object({
      counted: z.number(),
      incomplete: z.number(),
      refused: z.number().describe('Above the daily cap.'),
      lastRefusedOn: z.string().nullable(),
    }),
  })
  .meta({ id: 'SurveyResults' })
export type SurveyResults = z.infer<typeof SurveyResults>

export const SurveyFormItem = z
  .object({
    agency: z.string(),
    service: z.string(),
    serviceName: z.string(),
    serviceNameEn: z.string().nullable(),
    isOpen: z.boolean(),
    dailyCap: z.number(),
    path: z.string().describe('Address of the form within the site.'),
    lastThirtyDays: z.object({ counted: z.number(), incomplete: z.number(), refused: z.number() }),
  })
  .meta({ id: 'SurveyFormItem' })
export type SurveyFormItem = z.infer<typeof SurveyFormItem>

export const SurveyFormList = z.object({ items: z.array(SurveyFormItem) }).meta({ id: 'SurveyFormList' })
export type SurveyFormList = z.infer<typeof SurveyFormList>
