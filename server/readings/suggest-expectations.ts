import { listDeliveries, listExpectations } from '#server/db/queries/expectations.ts'
import type { Expectations, SetExpectation } from '#shared/contract/due.ts'
import { EXPECTED_DATASETS } from '#shared/contract/due-words.ts'
import { addDays, addMonths, daysBetween } from '#shared/time/date.ts'
import { listPeriods, spanOf } from '#shared/time/period.ts'
import { DEFAULT_ZONE, localDate } from './local-date.ts'
import { agenciesOf } from './read-due.ts'
import { touches } from './situations.ts'
import type { World } from './world.ts'

/** Where deliveries say nothing of it: the tenth of the next month. */
const USUAL_DAYS = 10
/** A delivery that came later than this was of the past, not of the month. */
const LONGEST_DAYS = 60
const MONTHS_LOOKED_AT = 12

/** What is expected, and for datasets of which nothing is: what agencies do by themselves. */
export async function readExpectations(world: World, now: string): Promise<Expectations> {
  const directory = await world.directory()
  const rows = await listExpectations(world.db.read)
  const items = rows.map((row) => ({
    agency: directory.agencyById.get(row.agencyId)?.code ?? null,
    whom: row.whom as SetExpectation['whom'],
    dataset: row.dataset as SetExpectation['dataset'],
    every: row.every,
    dueDays: row.dueDays,
    validFrom: row.validFrom,
    validTo: row.validTo,
    agencies: agenciesOf(directory, row).length,
  }))
  return { items, suggestions: await suggest(world, now, new Set(rows.map(({ dataset }) => dataset))) }
}

async function suggest(
  world: World,
  now: string,
  known: ReadonlySet<string>,
): Promise<Expectations['suggestions']> {
  const { agencies } = await world.directory()
  const leaves = agencies.filter(({ isLeaf }) => isLeaf).map(({ agencyId }) => agencyId)
  const to = addDays(spanOf(localDate(now, DEFAULT_ZONE), 'month').startsOn, -1)
  const from = addMonths(spanOf(to, 'month').startsOn, 1 - MONTHS_LOOKED_AT)
  const months = listPeriods(from, to, 'month')
  const rows = leaves.length === 0 ? [] : await listDeliveries(world.db.read, leaves, { from, to })
  return EXPECTED_DATASETS.filter((dataset) => !known.has(dataset)).flatMap((dataset) => {
    const own = rows.filter((row) => row.dataset === dataset)
    const byAgency = Map.groupBy(own, ({ agencyId }) => agencyId)
    if (byAgency.size === 0) return []
    const covered = [...byAgency.values()].map((list) => {
      const spans = list.map((row) => ({ from: row.coversFrom, to: row.coversTo }))
      return months.filter(({ startsOn, endsOn }) => touches(spans, startsOn, endsOn)).length
    })
    const lags = own
      .map((row) =>
        daysBetween(spanOf(row.coversTo, 'month').endsOn, localDate(row.importedAt, DEFAULT_ZONE)),
      )
      .filter((days) => days >= 1 && days <= LONGEST_DAYS)
      .sort((a, b) => a - b)
    // Four in five came by then, rounded up to a day that is easy to keep in mind.
    const usual = lags[Math.min(lags.length - 1, Math.floor(lags.length * 0.8))]
    return [
      {
        dataset,
        every: median(covered) > MONTHS_LOOKED_AT / 2 ? ('month' as const) : ('quarter' as const),
        dueDays: usual === undefined ? USUAL_DAYS : Math.ceil(usual / 5) * 5,
        agencies: byAgency.size,
      },
    ]
  })
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
