import type { Tx } from '#server/db/database.ts'
import { getScopeId, getServiceId } from '#server/db/queries/calendars.ts'
import { isCreated } from '#server/db/queries/indicators.ts'
import type { RebaselineKey } from '#server/db/queries/rebaselines.ts'
import { findIndicator } from '#shared/indicators/registry.ts'
import { Refusal } from '#shared/refusal.ts'

/** The series that codes name. @throws Refusal `not_found` for one that names nothing. */
export async function scopeOf(
  tx: Tx,
  input: { indicator: string; agency: string | null; service: string | null; from: string },
): Promise<{ key: RebaselineKey; subject: string }> {
  const { indicator, agency, service, from } = input
  if (!findIndicator(indicator) && !(await isCreated(tx, indicator))) {
    throw new Refusal('not_found', 'no-indicator', { id: indicator })
  }
  const key = {
    agencyId: await getScopeId(tx, agency),
    serviceId: service === null ? 0 : await getServiceId(tx, service),
    indicator,
    validFrom: from,
  }
  return { key, subject: `${indicator}/${agency ?? '*'}/${service ?? '*'}` }
}
