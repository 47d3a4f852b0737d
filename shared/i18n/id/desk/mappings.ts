/** The page of remembered mappings. */
export const mappings = {
  title: 'Susunan kolom tersimpan',
  intro:
    'Cara kolom berkas Anda dicocokkan. Bila berkas dengan judul kolom yang sama datang lagi, pencocokan ini dipakai tanpa ditanya.',
  none: 'Belum ada yang tersimpan.',
  noneHint: 'Pencocokan disimpan ketika sebuah impor selesai.',
  toImport: 'Impor data',
  ofAll: 'tanpa instansi tertentu',
  used: (when: string, by: string) => `terakhir dipakai ${when} oleh ${by}`,
  headers: (n: number) => `${n} kolom`,
  matched: 'Kolom berkas dan artinya',
  header: 'Kolom berkas',
  meaning: 'Artinya',
  unused: 'tidak dipakai',
  name: 'Nama',
  nameHint: 'Misalnya nama sistem asalnya. Kosongkan untuk memakai jenis datanya.',
  rename: 'Ubah nama',
  save: 'Simpan',
  named: 'Nama disimpan.',
  forget: 'Hapus',
  forgetTitle: (name: string) => `Hapus susunan “${name}”?`,
  forgetText: 'Berkas berikutnya dengan kolom ini dicocokkan dari awal. Data yang sudah masuk tidak berubah.',
  forgotten: 'Susunan dihapus.',
  cancel: 'Batal',
  failed: 'Belum berhasil',
}

export type MappingsTexts = typeof mappings
