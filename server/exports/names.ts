import type { Directory } from '#server/readings/directory.ts'
import { text } from '#shared/i18n/text.ts'
import type { StoredIndicator } from '#shared/indicators/given.ts'
import { type Both, type DescribedIndicator, describeAll } from './definitions.ts'

export interface NamedAgency {
  code: string
  name: string
  nameEn: string | null
  level: string
  /** code of the agency above */
  parent: string | null
  region: string | null
}

export interface NamedService {
  code: string
  name: string
  nameEn: string | null
}

/** What codes in a file stand for. */
export interface Names {
  agencies: ReadonlyMap<string, NamedAgency>
  services: ReadonlyMap<string, NamedService>
  indicators: ReadonlyMap<string, DescribedIndicator>
}

/** Of a directory, be it of today or of a release. */
export const namesOf = (directory: {
  agencies: readonly NamedAgency[]
  services: readonly NamedService[]
  indicators: readonly StoredIndicator[]
}): Names => ({
  agencies: new Map(directory.agencies.map((one) => [one.code, one])),
  services: new Map(directory.services.map((one) => [one.code, one])),
  indicators: describeAll(directory.indicators),
})

export const bothNames = ({ name, nameEn }: { name: string; nameEn: string | null }): Both => ({
  id: name,
  en: nameEn ?? name,
})

/** Why there is no figure, in words; null where there is one. */
export function missingWords(reason: string | null): Both | null {
  if (reason === null) return null
  const words = (locale: 'id' | 'en') =>
    (text(locale).indicators.missing as Record<string, string>)[reason] ?? reason
  return { id: words('id'), en: words('en') }
}

/** A directory with the codes of parents in the place of their ids. */
export const namedIn = (directory: Directory) => ({
  ...directory,
  agencies: directory.agencies.map((agency) => ({
    ...agency,
    parent: directory.agencyById.get(agency.parentId ?? 0)?.code ?? null,
  })),
})

/** What stands in the place of a name where a row is about all of them together. */
export const EVERY_AGENCY = { id: 'Semua instansi', en: 'All agencies' }
export const EVERY_SERVICE = { id: 'Semua layanan', en: 'All services' }
