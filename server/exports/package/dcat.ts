import type { ReleaseManifest } from '#shared/contract/release.ts'
import { PUBLISHER } from '#shared/i18n/citation.ts'
import { LICENCE } from '#shared/licence.ts'
import { spanOf } from '../datasets/released-readings.ts'
import { TEXTS } from '../texts.ts'

// DCAT 3 as JSON-LD, with the controlled terms that DCAT-AP asks for. The context stands in the document, so that
// nothing has to be fetched to read it.

const CONTEXT = {
  dcat: 'http://www.w3.org/ns/dcat#',
  dct: 'http://purl.org/dc/terms/',
  foaf: 'http://xmlns.com/foaf/0.1/',
  prov: 'http://www.w3.org/ns/prov#',
  spdx: 'http://spdx.org/rdf/terms#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
} as const

const AUTHORITY = 'http://publications.europa.eu/resource/authority'
const MEDIA = 'https://www.iana.org/assignments/media-types'

/** A file of the dataset; `sha256` and `bytes` where they are known. */
export interface Distribution {
  title: string
  path: string
  mediaType: string
  sha256?: string | undefined
  bytes?: number | undefined
}

/** Where a release and its files are found. */
export interface Addresses {
  /** of the release itself */
  id: string
  /** of a file by its path below the release */
  file(path: string): string
  /** of another release */
  release(code: string): string
}

/** On a server that is reached under an address. */
export const addressesOn = (origin: string, code: string): Addresses => ({
  id: `${origin}/api/v1/releases/${code}`,
  file: (path) => `${origin}/api/v1/releases/${code}/${path}`,
  release: (other) => `${origin}/api/v1/releases/${other}`,
})

/** Of a release that nobody serves: a name of its own, files beside this one. */
export const addressesBeside = (code: string): Addresses => ({
  id: `urn:terukur:release:${code}`,
  file: (path) => path,
  release: (other) => `urn:terukur:release:${other}`,
})

const inBoth = (of: (locale: 'id' | 'en') => string) =>
  (['id', 'en'] as const).map((locale) => ({ '@language': locale, '@value': of(locale) }))
const typed = (type: 'dateTime' | 'date' | 'nonNegativeInteger' | 'hexBinary', value: string) => ({
  '@type': `xsd:${type}`,
  '@value': value,
})

function datasetOf(
  { code, from, through, publishAt, replaces, previous, asOf }: ReleaseManifest,
  at: Addresses,
  distributions: readonly Distribution[],
) {
  const [startsOn, endsOn] = spanOf(from, through)
  return {
    '@id': at.id,
    '@type': 'dcat:Dataset',
    'dct:identifier': at.id,
    'dct:title': inBoth((locale) => TEXTS[locale].title(code)),
    'dct:description': inBoth((locale) => TEXTS[locale].description(from, through)),
    'dct:issued': typed('dateTime', publishAt),
    ...(asOf && { 'dct:modified': typed('dateTime', asOf) }),
    'dct:publisher': { '@type': 'foaf:Agent', 'foaf:name': PUBLISHER },
    'dct:license': { '@id': LICENCE.url },
    'dct:accessRights': { '@id': `${AUTHORITY}/access-right/PUBLIC` },
    'dct:accrualPeriodicity': { '@id': `${AUTHORITY}/frequency/MONTHLY` },
    'dct:language': [{ '@id': `${AUTHORITY}/language/IND` }, { '@id': `${AUTHORITY}/language/ENG` }],
    'dct:spatial': { '@id': `${AUTHORITY}/country/IDN`, '@type': 'dct:Location' },
    'dct:temporal': {
      '@type': 'dct:PeriodOfTime',
      'dcat:startDate': typed('date', startsOn),
      'dcat:endDate': typed('date', endsOn),
    },
    'dcat:theme': { '@id': `${AUTHORITY}/data-theme/GOVE` },
    'dcat:keyword': (['id', 'en'] as const).flatMap((locale) =>
      TEXTS[locale].keywords.map((word) => ({ '@language': locale, '@value': word })),
    ),
    'dcat:version': code,
    ...(previous && { 'dcat:previousVersion': { '@id': at.release(previous.code) } }),
    ...(replaces && { 'prov:wasRevisionOf': { '@id': at.release(replaces) } }),
    'dcat:distribution': distributions.map(({ title, path, mediaType, sha256, bytes }) => ({
      '@type': 'dcat:Distribution',
      'dct:title': title,
      'dct:license': { '@id': LICENCE.url },
      'dcat:accessURL': { '@id': at.id },
      'dcat:downloadURL': { '@id': at.file(path) },
      'dcat:mediaType': { '@id': `${MEDIA}/${mediaType}` },
      ...(bytes !== undefined && { 'dcat:byteSize': typed('nonNegativeInteger', String(bytes)) }),
      ...(sha256 && {
        'spdx:checksum': {
          '@type': 'spdx:Checksum',
          'spdx:algorithm': { '@id': 'spdx:checksumAlgorithm_sha256' },
          'spdx:checksumValue': typed('hexBinary', sha256),
        },
      }),
    })),
  }
}

/** `dcat.jsonld` of a release. */
export const dcatDataset = (manifest: ReleaseManifest, at: Addresses, files: readonly Distribution[]) => ({
  '@context': CONTEXT,
  ...datasetOf(manifest, at, files),
})

/** What every published release can be taken along as. */
const OFFERED: readonly Distribution[] = [
  { title: 'CSV', path: 'data.csv', mediaType: 'text/csv' },
  { title: 'JSON', path: 'data.json', mediaType: 'application/json' },
  {
    title: 'XLSX',
    path: 'data.xlsx',
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  },
  { title: 'Parquet', path: 'data.parquet', mediaType: 'application/vnd.apache.parquet' },
  { title: 'Data Package', path: 'package.zip', mediaType: 'application/zip' },
]

/** `catalog.jsonld`: every release, newest first. */
export const dcatCatalog = (origin: string, releases: readonly ReleaseManifest[]) => ({
  '@context': CONTEXT,
  '@id': `${origin}/api/v1/catalog.jsonld`,
  '@type': 'dcat:Catalog',
  'dct:title': inBoth((locale) =>
    locale === 'id' ? 'Katalog rilis Terukur' : 'Catalogue of the releases of Terukur',
  ),
  'dct:description': inBoth((locale) =>
    locale === 'id'
      ? 'Semua rilis indikator layanan publik yang telah terbit.'
      : 'Every published release of indicators of public services.',
  ),
  'dct:publisher': { '@type': 'foaf:Agent', 'foaf:name': PUBLISHER },
  'dct:license': { '@id': LICENCE.url },
  'dct:language': [{ '@id': `${AUTHORITY}/language/IND` }, { '@id': `${AUTHORITY}/language/ENG` }],
  'foaf:homepage': { '@id': `${origin}/` },
  'dcat:dataset': releases.map((manifest) =>
    datasetOf(manifest, addressesOn(origin, manifest.code), OFFERED),
  ),
})
