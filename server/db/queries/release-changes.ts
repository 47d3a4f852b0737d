import type { ReadDb } from '#server/db/database.ts'

export interface ChangeFilter {
  /** 0: everything together */
  agencyId?: number | undefined
  indicator?: string | undefined
  /** '': all services together */
  service?: string | undefined
  period?: string | undefined
  /** code */
  release?: string | undefined
  /** instant from which on the releases are published */
  since?: string | undefined
}

export interface ChangeRow {
  sequence: number
  position: number
  /** canonical JSON of a FigureChange */
  body: string
}

/** Figures that published releases said otherwise than those before them, newest release first, after a place. */
export function listPublishedChanges(
  db: ReadDb,
  now: string,
  { agencyId, indicator, service, period, release, since }: ChangeFilter,
  after: Pick<ChangeRow, 'sequence' | 'position'> | null,
  limit: number,
): Promise<ChangeRow[]> {
  let query = db
    .selectFrom('releaseChange')
    .innerJoin('release', 'release.releaseId', 'releaseChange.releaseId')
    .select(['release.sequence', 'releaseChange.position', 'releaseChange.body'])
    .where('release.publishAt', '<=', now)
  if (agencyId !== undefined) query = query.where('releaseChange.agencyId', '=', agencyId)
  if (indicator !== undefined) query = query.where('releaseChange.indicator', '=', indicator)
  if (service !== undefined) query = query.where('releaseChange.service', '=', service)
  if (period !== undefined) query = query.where('releaseChange.period', '=', period)
  if (release !== undefined) query = query.where('release.code', '=', release)
  if (since !== undefined) query = query.where('release.publishAt', '>=', since)
  if (after) {
    query = query.where((where) =>
      where.or([
        where('release.sequence', '<', after.sequence),
        where.and([
          where('release.sequence', '=', after.sequence),
          where('releaseChange.position', '>', after.position),
        ]),
      ]),
    )
  }
  return query.orderBy('release.sequence', 'desc').orderBy('releaseChange.position').limit(limit).execute()
}

/** What the log of a release speaks of: agencies (0: everything together), indicators and periods. */
export async function listChanged(
  db: ReadDb,
  releaseId: string,
): Promise<{ agencyIds: number[]; indicators: string[]; periods: string[] }> {
  const distinct = <Column extends 'agencyId' | 'indicator' | 'period'>(column: Column) =>
    db
      .selectFrom('releaseChange')
      .select(column)
      .distinct()
      .where('releaseId', '=', releaseId)
      .orderBy(column)
      .execute()
  const [agencies, indicators, periods] = await Promise.all([
    distinct('agencyId'),
    distinct('indicator'),
    distinct('period'),
  ])
  return {
    agencyIds: agencies.map(({ agencyId }) => agencyId as number),
    indicators: indicators.map(({ indicator }) => indicator as string),
    periods: periods.map(({ period }) => period as string),
  }
}
