import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { ReadDb } from '#server/db/database.ts'
import type { EntryForm, EntryService } from '#shared/contract/entry.ts'
import {
  ENTRY_COLUMNS,
  ENTRY_INDICATORS,
  type EntryFigure,
  type EntryValues,
  valuesOf,
} from '#shared/entry/columns.ts'
import { Refusal, sayFault } from '#shared/refusal.ts'
import { addDays, addMonths } from '#shared/time/date.ts'
import { type PeriodSpan, parsePeriod, samePeriodLastYear, spanOf } from '#shared/time/period.ts'
import { localDate } from './local-date.ts'
import { inOneVersion, type World } from './world.ts'

// The form of one agency and period as it is opened: its services with what was reported, and what to hold it against.

const PERIODS_BACK = 24

interface GivenRow extends EntryFigure {
  serviceId: number
  period: string
  source: string
  importId: string
}

/** Under this name the figures entered by hand for an agency and period are kept: entered again, they are all there is
 *  of it, so that a figure that was taken out goes. */
export const entrySource = (agency: string, period: string): string => `entry ${agency} ${period}`

/** @throws Refusal `not_found` for an unknown agency, `invalid` for what is neither month nor quarter, or lies ahead */
export const readEntry = (
  world: World,
  asked: { agency: string; period: string; now: string },
): Promise<EntryForm> =>
  inOneVersion(world, async (directory) => {
    const agency = directory.agencyByCode.get(asked.agency)
    if (!agency) throw new Refusal('not_found', 'no-agency', { code: asked.agency })
    const span = parsePeriod(asked.period)
    if (!span || (span.grain !== 'month' && span.grain !== 'quarter')) throw wrongPeriod('month-or-quarter')
    const today = localDate(asked.now, agency.timeZone)
    if (span.startsOn > today) throw wrongPeriod('period-ahead')
    const { read } = world.db
    const before = periodsBefore(span)
    const [rows, factServices, note] = await Promise.all([
      listGiven(read, agency.agencyId, span, before[0]!.startsOn),
      servicesWithFacts(read, agency.agencyId, span),
      read
        .selectFrom('entryNote')
        .select('note')
        .where('agencyId', '=', agency.agencyId)
        .where('period', '=', span.period)
        .orderBy('notedAt', 'desc')
        .limit(1)
        .executeTakeFirst(),
    ])
    const ids = new Set([...rows.map(({ serviceId }) => serviceId), ...factServices.keys()])
    const own = entrySource(agency.code, span.period)
    const services = directory.services
      .filter(({ serviceId }) => ids.has(serviceId))
      .map(({ serviceId, code, name, nameEn }): EntryService => {
        const ofService = rows.filter((row) => row.serviceId === serviceId)
        const at = (period: string | null): EntryValues =>
          valuesOf(ofService.filter((row) => row.period === period))
        const now = ofService.filter(({ period }) => period === span.period)
        return {
          code,
          name,
          nameEn,
          values: valuesOf(now),
          previous: at(before.at(-1)!.period),
          lastYear: at(samePeriodLastYear(span.period)),
          history: before.map(({ period }) => at(period)),
          fixed: ENTRY_COLUMNS.filter((column) =>
            now.some(({ indicator, source }) => indicator === ENTRY_INDICATORS[column] && source !== own),
          ),
        }
      })
    const latest = await latestBatch(read, rows, span.period)
    return {
      agency: agency.code,
      agencyName: agency.name,
      agencyNameEn: agency.nameEn,
      period: span.period,
      previousPeriod: before.at(-1)!.period,
      lastYearPeriod: samePeriodLastYear(span.period)!,
      hasEnded: span.endsOn < today,
      hasFacts: [...factServices.values()].some(Boolean),
      isDemo: agency.source === 'demo',
      version: createHash('sha256')
        .update(JSON.stringify(services.map(({ code, values }) => [code, values])))
        .digest('hex')
        .slice(0, 32),
      note: note?.note ?? null,
      enteredAt: latest?.importedAt ?? null,
      enteredBy: latest?.actor ?? null,
      services,
    }
  })

function wrongPeriod(fault: 'month-or-quarter' | 'period-ahead'): Refusal {
  const issues = [{ parameter: 'period', message: sayFault(fault, {}) }]
  return new Refusal('invalid', 'parameters-invalid', { issues }, { issues })
}

/** The earliest first. */
function periodsBefore({ startsOn, grain }: PeriodSpan): PeriodSpan[] {
  const months = grain === 'quarter' ? 3 : 1
  return Array.from({ length: PERIODS_BACK }, (_, i) =>
    spanOf(addMonths(startsOn, (i - PERIODS_BACK) * months), grain),
  )
}

const listGiven = (db: ReadDb, agencyId: number, span: PeriodSpan, from: string): Promise<GivenRow[]> =>
  db
    .selectFrom('givenValue')
    .select([
      'serviceId',
      'indicator',
      'period',
      'value',
      'numerator',
      'denominator',
      'weight',
      'source',
      'importId',
    ])
    .where('agencyId', '=', agencyId)
    .where('indicator', 'in', Object.values(ENTRY_INDICATORS))
    .where('periodGrain', '=', span.grain)
    .where('periodFrom', '>=', from)
    .where('periodFrom', '<=', span.startsOn)
    .execute()

/** Services of which an agency has cases in the year up to a period, each with whether any are of the period itself. */
async function servicesWithFacts(
  db: ReadDb,
  agencyId: number,
  span: PeriodSpan,
): Promise<Map<number, boolean>> {
  const { rows } = await sql<{ serviceId: number; latest: string }>`select service_id, max(month) as latest
    from case_cell where agency_id = ${agencyId} and month >= cast(${addMonths(span.startsOn, -12)} as date)
    and month <= cast(${span.endsOn} as date) group by service_id`.execute(db)
  return new Map(rows.map(({ serviceId, latest }) => [serviceId, latest > addDays(span.startsOn, -1)]))
}

async function latestBatch(db: ReadDb, rows: readonly GivenRow[], period: string) {
  const ids = [...new Set(rows.flatMap((row) => (row.period === period ? [row.importId] : [])))]
  if (ids.length === 0) return undefined
  return db
    .selectFrom('importBatch')
    .select(['importedAt', 'actor'])
    .where('importId', 'in', ids)
    .orderBy('importedAt', 'desc')
    .limit(1)
    .executeTakeFirst()
}
