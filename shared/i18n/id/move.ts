/** What is said while a database is moved to another engine, and when it is there. */
export const move = {
  copying: (table: string) => `Menyalin ${table}`,
  comparing: (table: string) => `Membandingkan ${table}`,
  comparingReadings: (indicator: string) => `Membandingkan angka ${indicator}`,
  verifying: (code: string) => `Memeriksa rilis ${code}`,
  tables: (tables: string, rows: string) =>
    `${tables} tabel dengan ${rows} baris: jumlah dan sidik jari setiap tabel sama.`,
  worlds: (releases: string) => `Keadaan beku rilis yang ikut disalin: ${releases}.`,
  identity: (accounts: string, rows: string) =>
    `${accounts} akun ikut pindah bersama kata sandi, faktor kedua dan sesinya (${rows} baris).`,
  noIdentity: 'Tidak ada akun di samping basis data lama.',
  audit: (rows: string) => `Rantai jejak audit: ${rows} baris, utuh, kaitannya sama.`,
  auditBroken: (sequence: string) =>
    `Jejak audit rusak pada baris ${sequence}, sama seperti sebelum dipindahkan.`,
  readings: (readings: string, indicators: string) =>
    `${readings} angka dari ${indicators} indikator dihitung pada kedua sisi dan sama.`,
  release: (code: string, figures: string) =>
    `Rilis ${code}: tanda tangan, rantai dan ${figures} angka cocok di basis data baru.`,
  releaseBroken: (code: string, findings: string) =>
    `Rilis ${code}: ${findings} temuan, sama seperti sebelum dipindahkan.`,
  noReleases: 'Belum ada rilis yang terbit.',
  left: (tables: string) => `Bukan tabel Terukur, tidak disalin: ${tables}.`,
  next: (url: string, folder: string) =>
    `Selesai. Mulai sekarang atur DATABASE_URL=${url} dan jalankan server seperti biasa, dengan TERUKUR_DATA_DIR yang sama (${folder}):
di sana tetap dipakai kunci (identity.key, form.key, release-keys/), draf dan unggahan. Jangan jalankan lagi server pada basis
data lama; simpan sebagai cadangan, lalu hapus bersama identity.sqlite bila yang baru sudah terbukti.`,
}

export type MoveTexts = typeof move
