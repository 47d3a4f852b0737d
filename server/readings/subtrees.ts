import { Refusal } from '#shared/refusal.ts'
import type { Directory, DirectoryAgency } from './directory.ts'

/** Agencies of codes, each with every agency below it, once. @throws Refusal `not_found` for an unknown code. */
export function subtreesOf(directory: Directory, codes: readonly string[]): DirectoryAgency[] {
  const found = codes.flatMap((code) => {
    const agency = directory.agencyByCode.get(code)
    if (!agency) throw new Refusal('not_found', 'no-agency', { code }, { parameter: 'agency' })
    return agency.members
  })
  return [...new Set(found)]
}
