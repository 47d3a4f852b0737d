import type { FigureChange } from '#shared/contract/release.ts'
import type { DescribedIndicator } from '../definitions.ts'
import { bothNames, type NamedAgency, type NamedService, type Names } from '../names.ts'
import { type ColumnOf, type DataTable, tableOf } from '../table.ts'
import { COLUMNS as C } from './columns.ts'

// What stands beside the readings of a release: who and what their codes are, and what changed.

const about = (id: string, en: string) => ({ about: { id, en } })
const code = (id: string, en: string) => ({
  name: 'code',
  type: 'string' as const,
  isRequired: true,
  ...about(id, en),
})
const labels = <Thing extends { name: string; nameEn: string | null }>(): ColumnOf<Thing>[] => [
  {
    name: 'label_id',
    type: 'string',
    ...about('Nama, bahasa Indonesia.', 'Name, in Indonesian.'),
    of: (one) => one.name,
  },
  {
    name: 'label_en',
    type: 'string',
    ...about('Nama, bahasa Inggris.', 'Name, in English.'),
    of: (one) => bothNames(one).en,
  },
]

const AGENCIES: ColumnOf<NamedAgency>[] = [
  { ...code('Kode instansi.', 'Code of the agency.'), of: (one) => one.code },
  ...labels<NamedAgency>(),
  { name: 'level', type: 'string', about: C.agencyLevel.about, of: (one) => one.level },
  { name: 'parent', type: 'string', about: C.agencyParent.about, of: (one) => one.parent },
  { name: 'region', type: 'string', about: C.agencyRegion.about, of: (one) => one.region },
]

const SERVICES: ColumnOf<NamedService>[] = [
  { ...code('Kode layanan.', 'Code of the service.'), of: (one) => one.code },
  ...labels<NamedService>(),
]

const both = (
  field: 'name' | 'definition' | 'formula' | 'source' | 'limits',
  name: string,
  id: string,
  en: string,
): ColumnOf<DescribedIndicator>[] => [
  {
    name: `${name}_id`,
    type: 'string',
    ...about(`${id}, bahasa Indonesia.`, `${en}, in Indonesian.`),
    of: (one) => one[field].id,
  },
  {
    name: `${name}_en`,
    type: 'string',
    ...about(`${id}, bahasa Inggris.`, `${en}, in English.`),
    of: (one) => one[field].en,
  },
]

const INDICATORS: ColumnOf<DescribedIndicator>[] = [
  { ...code('Kode indikator.', 'Code of the indicator.'), of: (one) => one.id },
  ...both('name', 'label', 'Nama', 'Name'),
  { name: 'unit', type: 'string', about: C.unit.about, of: (one) => one.unit },
  {
    name: 'direction',
    type: 'string',
    ...about('Arah yang lebih baik: up, down, range, none.', 'Which way is better: up, down, range, none.'),
    of: (one) => one.direction,
  },
  {
    name: 'counted_in',
    type: 'string',
    ...about('Tanggal yang menentukan periodenya.', 'The date by which it falls into a period.'),
    of: (one) => one.countedIn,
  },
  ...both('definition', 'definition', 'Definisi', 'Definition'),
  ...both('formula', 'formula', 'Rumus', 'Formula'),
  ...both('source', 'source', 'Sumber', 'Source'),
  ...both('limits', 'limits', 'Keterbatasan', 'Limits'),
]

const CHANGES: ColumnOf<FigureChange>[] = [
  { ...C.release, of: (one) => one.release },
  {
    name: 'previous_release',
    type: 'string',
    ...about('Rilis sebelumnya.', 'The release before.'),
    of: (one) => one.previous,
  },
  { ...C.indicator, of: (one) => one.indicator },
  { ...C.agency, of: (one) => one.agency },
  { ...C.service, of: (one) => one.service },
  { ...C.grain, of: (one) => one.grain },
  { ...C.period, of: (one) => one.period },
  ...(['old', 'new'] as const).flatMap((when): ColumnOf<FigureChange>[] => [
    { ...C.value, name: `${when}_value`, of: (one) => one[when].value },
    { ...C.n, name: `${when}_n`, of: (one) => one[when].n },
    { ...C.missing, name: `${when}_missing`, of: (one) => one[when].missing },
  ]),
  {
    name: 'reason',
    type: 'string',
    ...about('Mengapa berubah.', 'Why it changed.'),
    of: (one) => one.reason,
  },
]

export const agenciesTable = ({ agencies }: Names): DataTable =>
  tableOf('agencies', AGENCIES, agencies.values())
export const servicesTable = ({ services }: Names): DataTable =>
  tableOf('services', SERVICES, services.values())
export const indicatorsTable = ({ indicators }: Names): DataTable =>
  tableOf('indicators', INDICATORS, indicators.values())
export const changesTable = (changes: AsyncIterable<FigureChange>): DataTable =>
  tableOf('changes', CHANGES, changes)
