/** How long raw facts are kept, for administrators. */
export const retention = {
  title: 'Masa simpan data mentah',
  intro:
    'Data mentah (kasus, jawaban survei, pengaduan) dihapus setiap malam begitu masa simpannya lewat. Angka, jumlah per bulan, dan rilis tetap; yang belum selesai tetap disimpan.',
  datasets: { cases: 'Kasus layanan', surveys: 'Jawaban survei', complaints: 'Pengaduan' },
  forGood: 'disimpan tanpa batas waktu',
  keptFor: (months: string) => `disimpan ${months} bulan penuh, selain bulan berjalan`,
  setBy: (who: string, when: string, reason: string) => `Ditetapkan ${who}, ${when}: ${reason}`,
  gone: (n: string, day: string) => `${n} baris sudah dihapus, sampai ${day}.`,
  change: 'Ubah',
  formOf: (dataset: string) => `Masa simpan: ${dataset}`,
  months: 'Bulan penuh yang disimpan',
  monthsHint: 'Paling sedikit 24. Kosongkan untuk menyimpan tanpa batas waktu.',
  monthsWrong: 'Tulis bilangan bulat dari 24 sampai 600, atau kosongkan.',
  reason: 'Alasan',
  reasonHint: 'Misalnya jadwal retensi arsip yang berlaku.',
  next: 'Lihat akibatnya',
  looking: 'Menghitung…',
  confirmTitle: 'Tetapkan masa simpan ini?',
  confirm: 'Tetapkan',
  nothing: 'Tidak ada yang akan dihapus.',
  stays: 'Mulai sekarang tidak ada yang dihapus. Yang sudah dihapus tidak kembali.',
  goes: (n: string, day: string, agencies: string) =>
    `Malam ini ${n} baris dihapus: semua yang selesai sampai ${day}, dari ${agencies} instansi. Ini tidak dapat dibatalkan.`,
  open: (n: string) => `${n} baris dari bulan-bulan itu tetap disimpan karena belum selesai.`,
  kept: (n: string) => `${n} baris tetap disimpan, begitu pula semua angka dan rilis.`,
  imports: (n: string) => `${n} impor tidak dapat diurungkan lagi.`,
  afterwards:
    'Sesudah itu bulan-bulan tersebut tidak menerima baris baru, dan waktu penyelesaian per hari, minggu, atau kanal tidak dapat ditanyakan lagi di sana.',
  saved: 'Masa simpan ditetapkan.',
}

export type RetentionTexts = typeof retention
