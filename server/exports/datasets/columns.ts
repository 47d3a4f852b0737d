import type { Column } from '../table.ts'

// Columns that several files have. What they say of themselves goes into the metadata of every format.

type Plain = Pick<Column, 'name' | 'type' | 'about' | 'isRequired'>

const column = (name: string, type: Column['type'], id: string, en: string, isRequired = false): Plain => ({
  name,
  type,
  about: { id, en },
  ...(isRequired && { isRequired }),
})

export const COLUMNS = {
  release: column('release', 'string', 'Kode rilis.', 'Code of the release.', true),
  indicator: column('indicator', 'string', 'Kode indikator.', 'Code of the indicator.', true),
  indicatorId: column(
    'indicator_label_id',
    'string',
    'Nama indikator, bahasa Indonesia.',
    'Name of the indicator, in Indonesian.',
  ),
  indicatorEn: column(
    'indicator_label_en',
    'string',
    'Nama indikator, bahasa Inggris.',
    'Name of the indicator, in English.',
  ),
  agency: column(
    'agency',
    'string',
    'Kode instansi; kosong: semua instansi bersama-sama.',
    'Code of the agency; empty: everything together.',
  ),
  agencyId: column(
    'agency_label_id',
    'string',
    'Nama instansi, bahasa Indonesia.',
    'Name of the agency, in Indonesian.',
  ),
  agencyEn: column(
    'agency_label_en',
    'string',
    'Nama instansi, bahasa Inggris.',
    'Name of the agency, in English.',
  ),
  agencyLevel: column('agency_level', 'string', 'Tingkat instansi.', 'Level of the agency.'),
  agencyParent: column(
    'agency_parent',
    'string',
    'Kode instansi di atasnya.',
    'Code of the agency above it.',
  ),
  agencyRegion: column(
    'agency_region',
    'string',
    'Kode wilayah (Kemendagri).',
    'Code of the region (Ministry of Home Affairs).',
  ),
  service: column(
    'service',
    'string',
    'Kode layanan; kosong: semua layanan bersama-sama.',
    'Code of the service; empty: all services together.',
  ),
  serviceId: column(
    'service_label_id',
    'string',
    'Nama layanan, bahasa Indonesia.',
    'Name of the service, in Indonesian.',
  ),
  serviceEn: column(
    'service_label_en',
    'string',
    'Nama layanan, bahasa Inggris.',
    'Name of the service, in English.',
  ),
  channel: column('channel', 'string', 'Kanal; kosong: semua.', 'Channel; empty: all of them.'),
  grain: column(
    'grain',
    'string',
    'Panjang periode: month, quarter, semester, year, all, given.',
    'Length of the period: month, quarter, semester, year, all, given.',
    true,
  ),
  period: column(
    'period',
    'string',
    'Periode: 2025-03, 2025-Q1, 2025-S1, 2025, all, 2025-01/2025-06.',
    'Period: 2025-03, 2025-Q1, 2025-S1, 2025, all, 2025-01/2025-06.',
    true,
  ),
  periodStart: column('period_start', 'date', 'Hari pertama periode.', 'First day of the period.'),
  periodEnd: column('period_end', 'date', 'Hari terakhir periode.', 'Last day of the period.'),
  value: column(
    'value',
    'number',
    'Angkanya; kosong: tidak ada, alasannya di kolom missing. Kosong bukan nol.',
    'The figure; empty: there is none, for the reason in missing. Empty is not zero.',
  ),
  unit: column(
    'unit',
    'string',
    'Satuan: ratio 0–1, percent 0–100, waktu dalam detik atau hari kerja, uang dalam rupiah.',
    'Unit: ratio 0–1, percent 0–100, times in seconds or working days, money in rupiah.',
    true,
  ),
  n: column(
    'n',
    'number',
    'Kasus, jawaban, atau kejadian di balik angka.',
    'Cases, answers or events behind the figure.',
  ),
  numerator: column('numerator', 'number', 'Pembilang.', 'Numerator.'),
  denominator: column('denominator', 'number', 'Penyebut.', 'Denominator.'),
  low: column('low', 'number', 'Batas bawah selang 95%.', 'Lower bound of the 95% interval.'),
  high: column('high', 'number', 'Batas atas selang 95%.', 'Upper bound of the 95% interval.'),
  missing: column(
    'missing',
    'string',
    'Mengapa tidak ada angka; kosong: ada.',
    'Why there is no figure; empty: there is one.',
  ),
  missingId: column(
    'missing_label_id',
    'string',
    'Alasannya, bahasa Indonesia.',
    'The reason, in Indonesian.',
  ),
  missingEn: column('missing_label_en', 'string', 'Alasannya, bahasa Inggris.', 'The reason, in English.'),
  reporting: column(
    'coverage_reporting',
    'integer',
    'Unit yang melapor untuk periode ini.',
    'Units that reported for the period.',
  ),
  expected: column(
    'coverage_expected',
    'integer',
    'Unit yang diharapkan melapor.',
    'Units that were expected to.',
  ),
  flags: column(
    'flags',
    'string',
    'Yang perlu diketahui di samping angka, dipisah spasi.',
    'What must be known beside the figure, separated by spaces.',
  ),
} satisfies Record<string, Plain>
