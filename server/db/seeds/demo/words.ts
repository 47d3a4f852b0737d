import { formats } from '#shared/i18n/formats.ts'
import type { Element } from '#shared/rollups/cell.ts'

// What the invented people of the demo wrote. They write as officials do, in Indonesian.

/** What is done about an element of the survey: problem, action, who answers for it. */
export const PLANS: Record<Element, [problem: string, action: string, owner: string]> = {
  requirements: [
    'Pemohon sering diminta kembali karena persyaratan di loket berbeda dengan yang diumumkan.',
    'Menyamakan daftar persyaratan di loket, situs, dan papan informasi, lalu meninjaunya setiap triwulan.',
    'Kepala Seksi Informasi',
  ],
  procedure: [
    'Alur berpindah loket dua kali sehingga pemohon bingung harus ke mana.',
    'Menyatukan pemeriksaan berkas dan pembayaran dalam satu loket, dengan petunjuk alur di pintu masuk.',
    'Kepala Seksi Pelayanan',
  ],
  time: [
    'Waktu tunggu melewati janji layanan pada hari Senin dan setelah cuti bersama.',
    'Menambah petugas pada jam sibuk dan memindahkan verifikasi ke pagi hari.',
    'Kepala Bidang Pelayanan',
  ],
  cost: [
    'Sebagian pemohon mengira ada biaya tambahan di luar tarif resmi.',
    'Memasang tarif resmi di setiap loket dan pada bukti terima, termasuk tulisan gratis bila tanpa biaya.',
    'Kepala Subbagian Keuangan',
  ],
  product: [
    'Dokumen yang terbit masih ada salah ketik nama dan tanggal.',
    'Meminta pemohon membaca ulang rancangan dokumen sebelum dicetak.',
    'Kepala Seksi Penerbitan',
  ],
  competence: [
    'Petugas baru belum menguasai semua jenis layanan.',
    'Pelatihan berpasangan dua minggu dan buku saku jawaban untuk pertanyaan yang sering muncul.',
    'Kepala Subbagian Kepegawaian',
  ],
  behaviour: [
    'Ada keluhan bahwa penjelasan di loket diberikan terburu-buru.',
    'Membekali petugas dengan cara memberi penjelasan singkat dan memeriksa kembali pemahaman pemohon.',
    'Kepala Bidang Pelayanan',
  ],
  complaints: [
    'Pengadu tidak tahu sampai di mana pengaduannya.',
    'Mengirim kabar pada hari ketiga dan saat selesai, serta menunjuk satu petugas untuk setiap pengaduan.',
    'Kepala Subbagian Umum',
  ],
  facilities: [
    'Ruang tunggu penuh pada jam sibuk dan jalur kursi roda terhalang.',
    'Menambah kursi, membuka jalur kursi roda, dan memindahkan antrean ke nomor panggilan.',
    'Kepala Subbagian Umum',
  ],
}
export const PLAN_DONE =
  'Sudah berjalan sejak bulan lalu; foto dan daftar hadir ada pada berkas kegiatan (contoh).'
export const PLAN_DROPPED =
  'Anggaran perubahan tidak disetujui; diusulkan kembali untuk tahun berikutnya (contoh).'

/** Why a target was missed, and what is done about it. */
export const EXPLANATIONS: Record<string, [text: string, action: string][]> = {
  'on-time-rate': [
    [
      'Dua petugas verifikasi pindah tugas pada pertengahan tahun dan baru diganti tiga bulan kemudian.',
      'Verifikasi dibagi ke tiga petugas, dan berkas yang mendekati batas waktu didahulukan.',
    ],
    [
      'Permohonan naik tajam setelah cuti bersama, sementara jumlah loket tetap.',
      'Membuka loket tambahan selama dua minggu setelah setiap cuti bersama.',
    ],
  ],
  'satisfaction-index': [
    [
      'Nilai turun pada unsur waktu dan sarana karena ruang tunggu dipakai bersama selama perbaikan gedung.',
      'Ruang tunggu sementara disiapkan, dan hasilnya diperiksa pada survei berikutnya.',
    ],
  ],
  'complaint-on-time-rate': [
    [
      'Pengaduan yang menyangkut bidang lain menunggu jawaban lebih dari sepuluh hari kerja.',
      'Setiap bidang menunjuk satu penghubung pengaduan dengan batas jawaban tiga hari kerja.',
    ],
  ],
}

/** Why a steward asks for a change. */
export const REASONS = {
  declines:
    'Waktu selesai terus memanjang sejak beberapa bulan. Mohon pastikan angkanya benar dan tambahkan penjelasan.',
  incomplete:
    'Permohonan dari loket keliling belum masuk dalam kiriman ini. Mohon kirim susulannya, lalu ajukan lagi.',
} as const

/** Why an agency is released as missing, and why its survey is not waited for. */
export const LATE =
  'Belum mengirim data sejak sistemnya diganti / Has sent no data since its system was replaced'
export const EXCUSED = 'Survei tidak dijalankan selama sistemnya diganti.'

/** What is announced of a release. */
export const NOTES = {
  next: 'Rilis bulanan (contoh). / Monthly release (example).',
  later:
    'Tanggal dapat bergeser bila libur nasional ditetapkan (contoh). / May move with public holidays (example).',
} as const

/** @param month first day of the month that was released wrongly */
export const revisionReason = (month: string): string => {
  const named = (locale: 'id' | 'en') => formats(locale).period(month.slice(0, 7))
  return `Satu kantor mencatat tanggal penerimaan berkas sebagai tanggal selesai pada sebagian kasus ${named('id')} / One office had entered the day of receipt for that of completion in some cases of ${named('en')}`
}
