export const takeAlong = {
  table: 'Angka yang sama sebagai berkas',
  csv: 'CSV',
  workbook: 'Lembar kerja (XLSX)',
  json: 'JSON',
  parquet: 'Parquet',
  picture: 'Gambar',
  png: 'Gambar PNG',
  svg: 'Gambar SVG',
  notDrawn: 'Peramban ini tidak dapat membuat gambarnya. Coba SVG, atau unduh angkanya.',
  check: 'Periksa angka ini',
  cite: 'Cara mengutip',
  copy: (language: string) => `Salin kutipan ${language}`,
  copied: 'Tersalin.',
  languages: { id: 'bahasa Indonesia', en: 'bahasa Inggris' },
  licence: 'Lisensi',
}

export type TakeAlongTexts = typeof takeAlong
