import { getAgencyId } from '#server/db/queries/calendars.ts'
import { findTargetsOfYear } from '#server/db/queries/targets.ts'
import type { TargetTable } from '#server/db/tables/plans.ts'
import { CopyTargets } from '#shared/contract/target.ts'
import { Refusal } from '#shared/refusal.ts'
import { parsePeriod } from '#shared/time/period.ts'
import { defineAction } from '../define-action.ts'
import { sourceOfForm } from '../figure-key.ts'

/** An agency's targets of one year as placeholders of another, where there is none yet: what stands there is left as it
 *  is. @throws Refusal `not_found` when the year has none. */
export const copyTargets = defineAction({
  name: 'target.copy',
  input: CopyTargets,
  concerns: ({ agency }) => [agency],
  changesFigures: 'not-of-people',
  async run(tx, { agency, from, to }) {
    const agencyId = await getAgencyId(tx, agency)
    const old = await findTargetsOfYear(tx, agencyId, from)
    if (old.length === 0) throw new Refusal('not_found', 'no-targets-of-year', { year: from })
    const source = await sourceOfForm(tx, agencyId)
    const moved = old.map((target) => inYear(target, to, source))
    const there = new Set((await findTargetsOfYear(tx, agencyId, to)).map(keyOf))
    const fresh = moved.filter((target) => !there.has(keyOf(target)))
    if (fresh.length > 0) await tx.insertInto('target').values(fresh).execute()
    return {
      result: { copied: fresh.length, kept: moved.length - fresh.length },
      trace: { subject: `${agency}/${to}`, before: null, after: { from, copied: fresh.map(keyOf) } },
    }
  },
})

/** The same target a number of years on: names of periods begin with their year. */
function inYear(target: TargetTable, year: number, source: string): TargetTable {
  const period = target.period.replaceAll(/\d{4}(?=$|[-/])/g, String(year))
  const span = parsePeriod(period)!
  return {
    ...target,
    period,
    periodFrom: span.startsOn,
    periodTo: span.endsOn,
    provenance: 'placeholder',
    source,
    importId: '',
  }
}

const keyOf = ({ serviceId, indicator, period }: TargetTable): string => `${serviceId}/${indicator}/${period}`
