/** What every form of the signed-in area says. */
export const forms = {
  summary: 'Periksa isian ini',
  optional: 'boleh kosong',
  save: 'Simpan',
  saving: 'Menyimpan…',
  cancel: 'Batal',
  undo: 'Urungkan',
  undone: 'Diurungkan.',
  required: 'wajib diisi',
  notANumber: 'bukan angka',
  found: (count: number) => (count === 0 ? 'Tidak ada yang cocok.' : `${count} pilihan`),
  restored: 'Isian yang belum disimpan dipulihkan.',
  startOver: 'Mulai dari awal',
  understood: (text: string) => `Dibaca sebagai ${text}`,
  leave: {
    title: 'Tinggalkan halaman ini?',
    text: 'Perubahan yang belum disimpan akan hilang.',
    leave: 'Tinggalkan',
    stay: 'Tetap di sini',
  },
  agency: 'Instansi',
  service: 'Layanan',
  allServices: 'semua layanan',
  allAgencies: 'Semua instansi',
  indicator: 'Indikator',
  period: 'Periode',
  year: 'Tahun',
  part: 'Bagian tahun',
  choose: 'Pilih…',
  fourDigits: 'empat angka, misalnya 2026',
}

export type FormsTexts = typeof forms
