import type { Tx } from '#server/db/database.ts'
import { getAgencyId, getServiceId } from '#server/db/queries/calendars.ts'
import type { FigureKey } from '#server/db/queries/targets.ts'
import type { IndicatorDefinition } from '#shared/indicators/define.ts'
import { definitionOf } from '#shared/indicators/given.ts'
import { findIndicator } from '#shared/indicators/registry.ts'
import { Refusal } from '#shared/refusal.ts'

/** Where a row comes from that a person wrote in a form. */
const FORM_SOURCE = 'form'

export interface NamedFigure {
  agency: string
  service: string | null
  indicator: string
  period: string
}

/** How the audit log names the figure of a period. */
export const subjectOf = ({ agency, service, indicator, period }: NamedFigure): string =>
  `${agency}/${service ?? '*'}/${indicator}/${period}`

/** The key that codes name, and what kind of figure it is. @throws Refusal `not_found` for one that names nothing. */
export async function figureKey(
  tx: Tx,
  { agency, service, indicator, period }: NamedFigure,
): Promise<{ key: FigureKey; definition: IndicatorDefinition }> {
  const key = {
    agencyId: await getAgencyId(tx, agency),
    serviceId: service === null ? 0 : await getServiceId(tx, service),
    indicator,
    period,
  }
  const created = findIndicator(indicator)
    ? undefined
    : await tx
        .selectFrom('indicator')
        .select(['code', 'name', 'unit', 'direction', 'adds', 'source'])
        .where('code', '=', indicator)
        .executeTakeFirst()
  const definition = findIndicator(indicator) ?? (created && definitionOf(created))
  if (!definition) {
    throw new Refusal('not_found', 'no-indicator', { id: indicator }, { parameter: 'indicator' })
  }
  return { key, definition }
}

/** What is written about an invented agency is invented, and goes with it. */
export async function sourceOfForm(tx: Tx, agencyId: number): Promise<string> {
  const { source } = await tx
    .selectFrom('agency')
    .select('source')
    .where('agencyId', '=', agencyId)
    .executeTakeFirstOrThrow()
  return source === 'demo' ? source : FORM_SOURCE
}
