import type { ServiceStandardTable } from '#server/db/tables/reference.ts'

export interface DemoService {
  code: string
  name: string
  nameEn: string
  kind: 'permits' | 'registry' | 'immigration'
  /** promise of time */
  standard: { value: number; unit: ServiceStandardTable['unit'] }
  /** working days that it usually takes */
  usual: number
  /** share of an office's cases, relative */
  share: number
}

type Row = [code: string, name: string, nameEn: string, days: number, usual: number, share: number]

const PERMITS: Row[] = [
  ['persetujuan-bangunan-gedung', 'Persetujuan bangunan gedung', 'Building approval', 28, 19, 3],
  ['izin-praktik-dokter', 'Izin praktik dokter', 'Licence to practise medicine', 5, 3.2, 3],
  ['izin-praktik-bidan', 'Izin praktik bidan', 'Midwife’s licence', 5, 2.8, 2],
  ['izin-apotek', 'Izin apotek', 'Pharmacy licence', 10, 7, 1],
  ['izin-reklame', 'Izin reklame', 'Advertising permit', 7, 4.5, 3],
  ['izin-penelitian', 'Izin penelitian', 'Research permit', 3, 1.6, 2],
  ['izin-trayek', 'Izin trayek', 'Route permit', 10, 6, 1],
  ['izin-sekolah-swasta', 'Izin sekolah swasta', 'Private school licence', 14, 9, 1],
  ['izin-lingkungan', 'Persetujuan lingkungan', 'Environmental approval', 30, 22, 1],
  ['sertifikat-laik-sehat', 'Sertifikat laik sehat', 'Hygiene certificate', 7, 5, 2],
]

const REGISTRY: Row[] = [
  ['ktp-el', 'KTP elektronik', 'Electronic identity card', 2, 1.1, 8],
  ['kartu-keluarga', 'Kartu keluarga', 'Family card', 3, 1.5, 6],
  ['akta-kelahiran', 'Akta kelahiran', 'Birth certificate', 3, 1.8, 5],
  ['akta-kematian', 'Akta kematian', 'Death certificate', 3, 1.7, 2],
  ['akta-perkawinan', 'Akta perkawinan', 'Marriage certificate', 5, 2.9, 1],
  ['pindah-datang', 'Surat pindah datang', 'Change of residence', 2, 1.2, 4],
  ['kartu-identitas-anak', 'Kartu identitas anak', 'Child identity card', 3, 1.6, 3],
  ['legalisasi-dokumen', 'Legalisasi dokumen', 'Certified copies', 1, 0.6, 2],
]

const IMMIGRATION: Row[] = [
  ['paspor-biasa', 'Paspor biasa', 'Ordinary passport', 4, 3.1, 8],
  ['paspor-elektronik', 'Paspor elektronik', 'Electronic passport', 4, 3.2, 6],
  ['izin-tinggal-terbatas', 'Izin tinggal terbatas', 'Limited stay permit', 5, 3.8, 3],
  ['izin-tinggal-tetap', 'Izin tinggal tetap', 'Permanent stay permit', 7, 5.4, 1],
  ['perpanjangan-visa', 'Perpanjangan visa', 'Visa extension', 3, 2.2, 2],
  ['surat-keterangan-keimigrasian', 'Surat keterangan keimigrasian', 'Immigration certificate', 5, 3.5, 1],
]

const of = (kind: DemoService['kind'], rows: readonly Row[]): DemoService[] =>
  rows.map(([code, name, nameEn, value, usual, share]) => ({
    code,
    name,
    nameEn,
    kind,
    standard: { value, unit: 'workingDay' },
    usual,
    share,
  }))

export const DEMO_SERVICES: readonly DemoService[] = [
  ...of('permits', PERMITS),
  ...of('registry', REGISTRY),
  ...of('immigration', IMMIGRATION),
]
