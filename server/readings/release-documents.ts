import { sql } from 'kysely'
import type { ReadDb } from '#server/db/database.ts'
import { canonicalJson, type Json } from '#shared/proof/canonical.ts'
import { publishedDefinitions } from '#shared/proof/definitions.ts'
import { FIRM_FROM, MIN_BASELINE } from '#shared/stats/chart-series.ts'
import { SIGNAL_RULES } from '#shared/stats/control-chart.ts'
import { MAX_PEERS, PEER_FACTOR } from '#shared/stats/peers.ts'
import { SEASONAL_FROM } from '#shared/stats/season.ts'
import { ACHIEVEMENT_CAP } from '#shared/targets/achievement.ts'
import type { Directory } from './directory.ts'
import { MIN_PEOPLE } from './hidden-cells.ts'

// The documents of a release beside its figures: by which rules they were worked out, and whose they are. Canonical
// JSON of one state of the data.

/** `rules.json`: definitions, thresholds and constants, calendars, promises of time, limits of complaints, targets, and
 *  how peers and the composite score are chosen. */
export async function rulesDocument(db: ReadDb, directory: Directory): Promise<string> {
  const agency = sql<string | null>`(select code from agency as a where a.agency_id = x.agency_id)`
  const service = sql<string | null>`(select code from service as s where s.service_id = x.service_id)`
  const calendar = sql<string>`(select code from calendar as c where c.calendar_id = x.calendar_id)`
  const rows = async (query: ReturnType<typeof sql>) => (await query.execute(db)).rows as Json[]
  const [
    calendars,
    patterns,
    exceptions,
    holidays,
    kept,
    standards,
    classes,
    targets,
    rebaselines,
    composite,
  ] = await Promise.all([
    rows(sql`select code, name, name_en, holiday_set from calendar order by code collate "C"`),
    rows(sql`select ${calendar} as calendar, valid_from, weekdays, works_joint_leave, hours from calendar_pattern as x
        order by 1, valid_from`),
    rows(
      sql`select ${calendar} as calendar, day, works, name from calendar_exception as x order by 1, day, works`,
    ),
    rows(sql`select holiday_set, day, kind, name, name_en, status from holiday order by holiday_set collate "C", day,
        kind, name collate "C"`),
    rows(sql`select ${agency} as agency, ${calendar} as calendar, valid_from, valid_to from agency_calendar as x
        order by agency_id, valid_from`),
    rows(sql`select ${service} as service, ${agency} as agency, valid_from, valid_to, value, unit
        from service_standard as x order by service_id, agency_id, valid_from`),
    rows(sql`select code, name, name_en, valid_from, valid_to, working_days, is_default from complaint_class
        order by code collate "C", valid_from`),
    rows(sql`select ${agency} as agency, ${service} as service, indicator, period, kind, value, low, high, text,
          provenance, is_cumulative from target as x
        order by agency_id, service_id, indicator collate "C", period_from, period collate "C"`),
    rows(sql`select ${agency} as agency, ${service} as service, indicator, valid_from, reason from rebaseline as x
        order by agency_id, service_id, indicator collate "C", valid_from`),
    rows(sql`select valid_from, decree, min_coverage, parts from composite_rule order by valid_from`),
  ])
  return canonicalJson({
    format: 'terukur-rules/1',
    definitions: publishedDefinitions(directory.indicators) as unknown as Json[],
    thresholds: {
      minPeople: MIN_PEOPLE,
      confidence: 0.95,
      achievementCap: ACHIEVEMENT_CAP,
      signalRules: [...SIGNAL_RULES],
      minBaseline: MIN_BASELINE,
      firmFrom: FIRM_FROM,
      seasonalFrom: SEASONAL_FROM,
    },
    peers: { factor: PEER_FACTOR, max: MAX_PEERS },
    calendars,
    calendarPatterns: patterns,
    calendarExceptions: exceptions,
    holidays,
    agencyCalendars: kept,
    standards,
    complaintClasses: classes,
    targets,
    rebaselines,
    composite,
  })
}

/** `directory.json`: agencies with their places in the tree, and services. */
export function directoryDocument({ agencies, services, agencyById }: Directory): string {
  return canonicalJson({
    format: 'terukur-directory/1',
    agencies: agencies.map((agency) => ({
      code: agency.code,
      name: agency.name,
      nameEn: agency.nameEn,
      level: agency.level,
      kind: agency.kind,
      parent: agencyById.get(agency.parentId ?? 0)?.code ?? null,
      region: agency.region,
      timezone: agency.timeZone,
      validFrom: agency.validFrom,
      validTo: agency.validTo,
      asOf: agency.asOf,
    })),
    services: services.map(({ code, name, nameEn }) => ({ code, name, nameEn })),
  })
}
