import type { AgencyItem } from '#shared/contract/reading.ts'
import type { Language } from '../../i18n.tsx'
import type { LeagueRow } from '../../parts/sort-rows.ts'

/** Agencies as rows of a table; of two with one name each says whose it is. `all`: where their parents are. */
export function agencyRows(
  agencies: readonly AgencyItem[],
  all: readonly AgencyItem[],
  nameOf: Language['nameOf'],
): LeagueRow[] {
  const names = agencies.map(nameOf)
  const byCode = new Map(all.map((agency) => [agency.code, agency]))
  return agencies.map((agency, i) => {
    const parent = byCode.get(agency.parent ?? '')
    const isAlone = names.indexOf(names[i]!) === names.lastIndexOf(names[i]!)
    return {
      code: agency.code,
      name: names[i]!,
      level: agency.level,
      note: isAlone ? undefined : parent ? nameOf(parent) : agency.code,
    }
  })
}

/** Names by code, each of which says whose it is where two have it. */
export const fullNames = (
  agencies: readonly AgencyItem[],
  nameOf: Language['nameOf'],
): ReadonlyMap<string, string> =>
  new Map(
    agencyRows(agencies, agencies, nameOf).map(({ code, name, note }) => [
      code,
      note ? `${name} (${note})` : name,
    ]),
  )
