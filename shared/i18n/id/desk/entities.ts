/** Agencies and services, as stewards keep them. */
export const entities = {
  agencies: 'Instansi',
  agenciesIntro:
    'Nama, tingkat, dan induk tiap instansi. Kode tidak berubah, karena berkas impor dan alamat memakainya.',
  services: 'Layanan',
  servicesIntro: 'Nama tiap layanan dalam satu katalog untuk semua instansi.',
  search: 'Cari',
  change: 'Ubah',
  none: 'Tidak ada yang cocok.',
  shown: (n: string, all: string) => `${n} dari ${all} ditampilkan`,
  code: 'Kode',
  name: 'Nama',
  nameEn: 'Nama dalam bahasa Inggris',
  level: 'Tingkat',
  parent: 'Induk',
  noParent: 'tanpa induk',
  parentHint:
    'Memindahkan instansi menghitung ulang angka semua instansi di atasnya, yang lama dan yang baru.',
  region: 'Kode wilayah',
  regionHint: 'Dua angka untuk provinsi, empat untuk kabupaten atau kota.',
  tooShort: 'tuliskan sedikitnya dua huruf',
  saved: 'Perubahan disimpan.',
  moving: 'Menyimpan dan menghitung ulang…',
  back: 'Ke daftar',
}

export type EntitiesTexts = typeof entities
