import { type SqlBool, sql } from 'kysely'
import type { ReadDb } from '#server/db/database.ts'
import type { Reading } from '#shared/contract/reading.ts'
import { PROFILE, QUESTIONS } from '#shared/contract/survey-answer.ts'
import type { SurveyResults } from '#shared/contract/survey-results.ts'
import { indexWithoutCost, weakestElements } from '#shared/indicators/weakest-elements.ts'
import { ELEMENTS } from '#shared/rollups/cell.ts'
import { requiredSample } from '#shared/stats/krejcie-morgan.ts'
import { type PeriodSpan, parsePeriod, previousPeriod } from '#shared/time/period.ts'
import type { Directory } from './directory.ts'
import { readReadings } from './read-readings.ts'
import { subtreesOf } from './subtrees.ts'
import type { World } from './world.ts'

/** A band of fewer than this is not told, and one more beside it, so that it cannot be worked out. */
const MIN_BAND = 5
const MAX_REMARKS = 200

export interface SurveyScope {
  agency: string
  service: string | null
  span: PeriodSpan
}

/** What an agency sees of its own survey in a period: the figures of readings, and what only it may see.
 *  @throws Refusal `not_found` for an unknown code */
export async function readSurveyResults(world: World, scope: SurveyScope): Promise<SurveyResults> {
  const { agency, service, span } = scope
  const directory = await world.directory()
  const agencyIds = subtreesOf(directory, [agency]).map(({ agencyId }) => agencyId)
  const before = previousPeriod(span.period)
  const [now, earlier] = await Promise.all([
    figures(world, scope, span.period, [
      'satisfaction-index',
      ...ELEMENTS.map((element) => `element-${element}`),
      'respondents',
      'response-rate',
      'completed',
    ]),
    before === null ? new Map<string, Reading>() : figures(world, scope, before, ['completed']),
  ])
  const index = now.get('satisfaction-index')!
  const elements = ELEMENTS.map((element) => ({ element, ...meanOf(now.get(`element-${element}`)!) }))
  const means = elements.flatMap(({ element, value, low, high }) =>
    value === null ? [] : [{ element, value, low, high }],
  )
  const respondents = now.get('respondents')!.value ?? 0
  const responses = now.get('response-rate')!.numerator
  const sample = sampleOf(respondents, now, earlier, before)
  const db = world.db.read
  const serviceId = service === null ? null : (directory.serviceByCode.get(service)?.serviceId ?? -1)
  return {
    agency,
    service,
    period: span.period,
    index: { ...meanOf(index), withoutCost: indexWithoutCost(means) },
    elements,
    incomplete: responses === null ? null : Math.max(responses - respondents, 0),
    sample,
    isIndicative: sample === null || respondents < sample.required,
    ...weakestElements(means),
    remarks: await remarksOf(db, directory, agencyIds, serviceId, span),
    profile: await profileOf(db, agencyIds, Number(span.startsOn.slice(0, 4))),
    intake: await intakeOf(db, agencyIds, serviceId, span),
  }
}

async function figures(
  world: World,
  { agency, service }: SurveyScope,
  period: string,
  indicators: readonly string[],
): Promise<Map<string, Reading>> {
  const { grain, startsOn, endsOn } = parsePeriod(period)!
  const { readings } = await readReadings(
    world,
    {
      indicators,
      agencies: [agency],
      services: service === null ? null : [service],
      channels: null,
      levels: null,
      grain,
      from: startsOn,
      to: endsOn,
    },
    { isAnonymous: false },
  )
  return new Map(readings.map((reading) => [reading.indicator, reading]))
}

const meanOf = ({ value, n, low, high, missing, grade }: Reading) => ({
  value,
  n,
  low,
  high,
  missing,
  grade: grade?.grade ?? null,
})

function sampleOf(
  respondents: number,
  now: ReadonlyMap<string, Reading>,
  earlier: ReadonlyMap<string, Reading>,
  before: string | null,
): SurveyResults['sample'] {
  const [then, same] = [earlier.get('completed'), now.get('completed')]
  const found = [then, same].find((reading) => (reading?.value ?? 0) > 0)
  if (!found) return null
  const population = found.value!
  return {
    respondents,
    required: requiredSample(population),
    population,
    populationPeriod: found === then ? before! : found.period,
  }
}

const isOneOf = (agencyIds: readonly number[]) =>
  sql<SqlBool>`agency_id = any(cast(${[...agencyIds]} as integer[]))`

async function remarksOf(
  db: ReadDb,
  directory: Directory,
  agencyIds: readonly number[],
  serviceId: number | null,
  span: PeriodSpan,
): Promise<SurveyResults['remarks']> {
  const rows = await db
    .selectFrom('surveyRemark')
    .select(['agencyId', 'serviceId', 'month', 'remark'])
    .where(isOneOf(agencyIds))
    .where('month', '>=', `${span.startsOn.slice(0, 7)}-01`)
    .where('month', '<=', span.endsOn)
    .orderBy('month', 'desc')
    .orderBy('remarkId')
    .execute()
  return rows
    .filter((row) => serviceId === null || row.serviceId === serviceId)
    .slice(0, MAX_REMARKS)
    .map((row) => ({
      agency: directory.agencyById.get(row.agencyId)?.code ?? '',
      service: directory.serviceById.get(row.serviceId)?.code ?? null,
      month: row.month.slice(0, 7),
      remark: row.remark,
    }))
}

async function profileOf(
  db: ReadDb,
  agencyIds: readonly number[],
  year: number,
): Promise<SurveyResults['profile']> {
  const rows = await db
    .selectFrom('surveyProfile')
    .select(['question', 'band', 'n'])
    .where('year', '=', year)
    .where(isOneOf(agencyIds))
    .execute()
  return {
    year,
    questions: QUESTIONS.map((question) => ({
      question,
      bands: withoutFew(
        PROFILE[question].map((band) => ({
          band,
          n: rows.reduce(
            (sum, row) => (row.question === question && row.band === band ? sum + row.n : sum),
            0,
          ),
        })),
      ),
    })),
  }
}

/** Hides bands of few, and where only one is hidden the next smallest as well. */
export function withoutFew(
  bands: readonly { band: string; n: number }[],
): { band: string; n: number | null }[] {
  const few = bands.filter(({ n }) => n > 0 && n < MIN_BAND)
  const next = bands.filter(({ n }) => n >= MIN_BAND).sort((a, b) => a.n - b.n)[0]
  const hidden = new Set(few.length === 1 && next ? [...few, next] : few)
  return bands.map((one) => ({ band: one.band, n: hidden.has(one) ? null : one.n }))
}

async function intakeOf(
  db: ReadDb,
  agencyIds: readonly number[],
  serviceId: number | null,
  span: { startsOn: string; endsOn: string },
): Promise<SurveyResults['intake']> {
  const rows = (
    await db
      .selectFrom('surveyIntake')
      .select(['serviceId', 'day', 'counted', 'incomplete', 'refused'])
      .where(isOneOf(agencyIds))
      .where('day', '>=', span.startsOn)
      .where('day', '<=', span.endsOn)
      .orderBy('day')
      .execute()
  ).filter((row) => serviceId === null || row.serviceId === serviceId)
  const sum = (of: 'counted' | 'incomplete' | 'refused') => rows.reduce((total, row) => total + row[of], 0)
  return {
    counted: sum('counted'),
    incomplete: sum('incomplete'),
    refused: sum('refused'),
    lastRefusedOn: rows.findLast(({ refused }) => refused > 0)?.day ?? null,
  }
}
