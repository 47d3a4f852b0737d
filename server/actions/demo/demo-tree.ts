import type { ReadDb, Tx } from '#server/db/database.ts'
import { takeNumbers } from '#server/db/queries/counters.ts'
import { ALWAYS, insertAgencies, insertServices, rebuildClosure } from '#server/db/queries/entities.ts'
import type { DemoAgency } from '#server/db/seeds/demo/agencies.ts'
import type { WorkingDays } from '#server/db/seeds/demo/facts.ts'
import { DEMO_SERVICES } from '#server/db/seeds/demo/services.ts'
import { DEMO_SOURCE } from '../imports/remove-demo.ts'

/** Inserts the invented agencies, services and standards. */
export async function insertTree(tx: Tx, agencies: readonly DemoAgency[]): Promise<void> {
  const idOf = new Map<string, number>()
  // Parents first, one level at a time, since a child needs its parent's number.
  for (let left = [...agencies]; left.length > 0; ) {
    const ready = left.filter((agency) => agency.parent === null || idOf.has(agency.parent))
    const ids = await insertAgencies(
      tx,
      ready.map((agency) => ({
        code: agency.code,
        name: agency.name,
        nameEn: agency.nameEn,
        level: agency.level,
        kind: agency.kind,
        parentId: agency.parent === null ? null : idOf.get(agency.parent)!,
        region: agency.region,
        timeZone: agency.timeZone,
        calendarCode: 'id-government',
        source: DEMO_SOURCE,
      })),
    )
    ready.forEach((agency, i) => {
      idOf.set(agency.code, ids[i]!)
    })
    left = left.filter((agency) => !idOf.has(agency.code))
  }
  await rebuildClosure(tx)
  const serviceIds = await insertServices(
    tx,
    DEMO_SERVICES.map(({ code, name, nameEn }) => ({ code, name, nameEn, source: DEMO_SOURCE })),
  )
  const first = await takeNumbers(tx, 'standard', DEMO_SERVICES.length)
  await tx
    .insertInto('serviceStandard')
    .values(
      DEMO_SERVICES.map((service, i) => ({
        standardId: first + i,
        serviceId: serviceIds[i]!,
        agencyId: 0,
        validFrom: ALWAYS.from,
        validTo: ALWAYS.to,
        value: service.standard.value,
        unit: service.standard.unit,
      })),
    )
    .execute()
}

/** The days that invented offices work: those of the government. */
export async function workingDays(db: ReadDb): Promise<WorkingDays> {
  const days = await db
    .selectFrom('calendarDay')
    .innerJoin('calendar', 'calendar.calendarId', 'calendarDay.calendarId')
    .select(['day', 'isWorking', 'workingIndex'])
    .where('calendar.code', '=', 'id-government')
    .orderBy('day')
    .execute()
  const byDay = new Map(days.map((day) => [day.day, day]))
  const working = days.filter((day) => day.isWorking)
  return {
    isWorking: (date) => byDay.get(date)?.isWorking ?? false,
    after(date, n) {
      const at = byDay.get(date)!
      const start = at.isWorking ? at.workingIndex - 1 : at.workingIndex
      return working[start + n]?.day ?? '9999-12-31'
    },
  }
}
