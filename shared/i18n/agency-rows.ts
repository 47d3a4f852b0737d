import type { AgencyItem, AgencyLevel } from '#shared/contract/reading.ts'

type Named = Pick<AgencyItem, 'code' | 'name' | 'nameEn' | 'parent' | 'level'>
type NameOf = (thing: { name: string; nameEn: string | null }) => string

export interface AgencyRow {
  code: string
  name: string
  level: AgencyLevel
  /** whose it is, where another has the same name */
  note: string | undefined
}

/** Agencies as rows of a table; of two with one name each says whose it is. `all`: where their parents are. */
export function agencyRows(agencies: readonly Named[], all: readonly Named[], nameOf: NameOf): AgencyRow[] {
  const names = agencies.map(nameOf)
  const times = new Map<string, number>()
  for (const name of names) times.set(name, (times.get(name) ?? 0) + 1)
  const byCode = new Map(all.map((agency) => [agency.code, agency]))
  return agencies.map((agency, i) => {
    const parent = byCode.get(agency.parent ?? '')
    const isAlone = times.get(names[i]!) === 1
    return {
      code: agency.code,
      name: names[i]!,
      level: agency.level,
      note: isAlone ? undefined : parent ? nameOf(parent) : agency.code,
    }
  })
}

/** Names by code, each of which says whose it is where two have it. */
export const fullNames = (agencies: readonly Named[], nameOf: NameOf): ReadonlyMap<string, string> =>
  new Map(
    agencyRows(agencies, agencies, nameOf).map(({ code, name, note }) => [
      code,
      note ? `${name} (${note})` : name,
    ]),
  )
