import { sql } from 'kysely'
import type { ReadDb } from '#server/db/database.ts'
import { type Sql, startOf, sumDouble } from '#server/rollups/sql.ts'
import { SURVEY_PARTS, surveySums } from '#server/rollups/survey-cells.ts'
import type { SurveyCell, SurveyMeasure, SurveySums } from '#shared/rollups/cell.ts'
import type { Cut } from './cut.ts'

export interface SurveyRow {
  agencyId: number
  serviceId: number
  startsOn: string
  survey: SurveyCell
}

interface StoredSums {
  agencyId: number
  serviceId: number
  startsOn: string
  measure: string
  n: number
  weight: number
  sum: number
  squareSum: number
}

/** Survey sums of every scope and period of a cut, in the scale of each measure: elements 1–4, the respondents' own
 *  index 25–100, score 0–100. */
export async function fetchSurveys(db: ReadDb, cut: Cut): Promise<SurveyRow[]> {
  const { rows } =
    await sql<StoredSums>`select ${cut.agencyKey} as agency_id, ${cut.serviceKey} as service_id,
      starts_on, measure, cast(sum(n) as bigint) as n, cast(sum(weight) as bigint) as weight,
      cast(sum(sum) as bigint) as sum, ${sumDouble(sql`square_sum`)} as square_sum
    from ${cut.isByDay ? answers(cut) : cells(cut)} as x ${cut.joinClosure} where ${cut.agencyFilter}
    group by 1, 2, 3, 4 order by 1, 2, 3, 4`.execute(db)
  const byKey = new Map<string, SurveyRow>()
  for (const row of rows) {
    const key = `${row.agencyId}|${row.serviceId}|${row.startsOn}`
    const found = byKey.get(key) ?? {
      agencyId: row.agencyId,
      serviceId: row.serviceId,
      startsOn: row.startsOn,
      survey: { responses: 0, measures: {} },
    }
    byKey.set(key, found)
    if (row.measure === 'responses') found.survey.responses = row.n
    else found.survey.measures[row.measure as SurveyMeasure] = inScale(row)
  }
  return [...byKey.values()]
}

function inScale(row: StoredSums): SurveySums {
  const { unit, squareUnit } = scaleOf(row.measure)
  return {
    n: row.n,
    weight: row.weight / SURVEY_PARTS.weight,
    sum: row.sum / SURVEY_PARTS.weight / unit,
    squareSum: row.squareSum / SURVEY_PARTS.weight / squareUnit,
  }
}

/** How many stored parts make one point of a measure, and of its square. */
function scaleOf(measure: string): { unit: number; squareUnit: number } {
  if (measure === 'index') {
    const unit = SURVEY_PARTS.index / 25
    return { unit, squareUnit: unit ** 2 }
  }
  if (measure === 'score') return { unit: SURVEY_PARTS.score, squareUnit: SURVEY_PARTS.scoreSquared }
  return { unit: SURVEY_PARTS.element, squareUnit: SURVEY_PARTS.element }
}

const cells = (cut: Cut): Sql =>
  sql`(select c.*, ${startOf(cut.grain, sql`month`)} as starts_on from survey_cell as c
    where month between ${cut.firstStart} and ${cut.endsOn} and ${cut.serviceFilter} and ${cut.factFilter})`

const answers = (cut: Cut): Sql =>
  sql`(${surveySums(
    [
      { name: 'agency_id', value: sql`agency_id` },
      { name: 'service_id', value: sql`service_id` },
      { name: 'starts_on', value: startOf(cut.grain, sql`answered_on`) },
    ],
    sql`(select * from survey_answer where answered_on between ${cut.firstStart}
      and ${cut.endsOn} and ${cut.serviceFilter} and ${cut.factFilter}) as a`,
  )})`
