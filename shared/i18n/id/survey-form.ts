import type { Question } from '../../contract/survey-answer.ts'
import type { Element } from '../../rollups/cell.ts'

// The survey form, its confirmation and its poster. Answer labels: PermenPANRB 14/2017.

interface Asked {
  question: string
  /** the labels of 1 to 4 */
  answers: readonly [string, string, string, string]
}

const elements: Record<Element, Asked> = {
  requirements: {
    question: 'Bagaimana kesesuaian persyaratan pelayanan dengan jenis pelayanannya?',
    answers: ['Tidak sesuai', 'Kurang sesuai', 'Sesuai', 'Sangat sesuai'],
  },
  procedure: {
    question: 'Bagaimana kemudahan prosedur pelayanan di unit ini?',
    answers: ['Tidak mudah', 'Kurang mudah', 'Mudah', 'Sangat mudah'],
  },
  time: {
    question: 'Bagaimana kecepatan waktu pelayanan?',
    answers: ['Tidak cepat', 'Kurang cepat', 'Cepat', 'Sangat cepat'],
  },
  cost: {
    question: 'Bagaimana kewajaran biaya atau tarif pelayanan?',
    answers: ['Sangat mahal', 'Cukup mahal', 'Murah', 'Gratis'],
  },
  product: {
    question: 'Bagaimana kesesuaian hasil pelayanan dengan yang tercantum dalam standar pelayanan?',
    answers: ['Tidak sesuai', 'Kurang sesuai', 'Sesuai', 'Sangat sesuai'],
  },
  competence: {
    question: 'Bagaimana kompetensi atau kemampuan petugas?',
    answers: ['Tidak kompeten', 'Kurang kompeten', 'Kompeten', 'Sangat kompeten'],
  },
  behaviour: {
    question: 'Bagaimana kesopanan dan keramahan petugas?',
    answers: ['Tidak sopan dan ramah', 'Kurang sopan dan ramah', 'Sopan dan ramah', 'Sangat sopan dan ramah'],
  },
  complaints: {
    question: 'Bagaimana penanganan pengaduan, saran, dan masukan?',
    answers: ['Tidak ada', 'Ada tetapi tidak berfungsi', 'Berfungsi kurang maksimal', 'Dikelola dengan baik'],
  },
  facilities: {
    question: 'Bagaimana kualitas sarana dan prasarana?',
    answers: ['Buruk', 'Cukup', 'Baik', 'Sangat baik'],
  },
}

const profile: Record<Question, { question: string; bands: Record<string, string> }> = {
  sex: { question: 'Jenis kelamin', bands: { female: 'Perempuan', male: 'Laki-laki' } },
  age: {
    question: 'Usia',
    bands: {
      'under-25': 'Di bawah 25 tahun',
      '25-39': '25–39 tahun',
      '40-59': '40–59 tahun',
      '60-up': '60 tahun ke atas',
    },
  },
  education: {
    question: 'Pendidikan terakhir',
    bands: {
      basic: 'Sampai SMP',
      secondary: 'SMA/SMK sederajat',
      diploma: 'D1–D4',
      degree: 'S1, S2, atau S3',
    },
  },
  occupation: {
    question: 'Pekerjaan utama',
    bands: {
      'public-servant': 'ASN, TNI, atau Polri',
      employee: 'Pegawai swasta',
      'self-employed': 'Wirausaha',
      'farmer-labourer': 'Petani, nelayan, atau buruh',
      student: 'Pelajar atau mahasiswa',
      household: 'Mengurus rumah tangga',
      none: 'Tidak bekerja',
      other: 'Lainnya',
    },
  },
}

export const surveyForm = {
  title: 'Survei kepuasan',
  other: 'English',
  intro:
    'Pilih satu jawaban untuk setiap pertanyaan. Tidak ada yang wajib; yang tidak Anda ketahui boleh dilewati.',
  nameless: 'Tanpa nama, tanpa akun. Sekitar dua menit.',
  elements,
  aboutYou: 'Tentang Anda (tidak wajib)',
  aboutYouWhy:
    'Hanya dihitung jumlahnya per instansi per tahun, terpisah dari jawaban Anda: tidak dapat disambungkan lagi.',
  noAnswer: 'Tidak dijawab',
  profile,
  remark: 'Saran atau catatan (tidak wajib)',
  remarkHint: (max: number) =>
    `Paling banyak ${max} huruf. Jangan menulis nama, NIK, atau nomor telepon. Tidak diterbitkan.`,
  leaveEmpty: 'Biarkan kosong',
  send: 'Kirim jawaban',
  purpose: 'Untuk apa jawaban ini?',
  purposes: (days: number, months: number | null) => [
    'Untuk menghitung Indeks Kepuasan Masyarakat (PermenPANRB 14/2017) dan memperbaiki layanan ini. Hasilnya terbit sebagai angka gabungan.',
    'Yang disimpan: jawaban dan tanggalnya. Tidak disimpan: nama, alamat, nomor, alamat internet, atau jamnya.',
    `${months === null ? 'Jawaban tanpa identitas disimpan selama indeksnya dipakai.' : `Jawaban tanpa identitas dihapus setelah ${months} bulan penuh; yang tinggal hanya jumlahnya.`} Karena tidak ada yang tahu mana jawaban Anda, jawaban tidak dapat ditarik kembali.`,
    `Catatan hanya dibaca petugas instansi yang berwenang, dan dihapus setelah ${days} hari.`,
  ],
  demo: 'Data contoh: jawaban di sini ikut terhapus bersama data contoh.',
  choose: 'Instansi mana yang melayani Anda?',
  chooseLabel: 'Instansi',
  go: 'Lanjut',
  closed: 'Survei ini tidak dibuka',
  closedWhy:
    'Instansi ini tidak membuka survei untuk layanan tersebut. Periksa alamatnya, atau tanyakan petugas.',
  thanks: 'Terima kasih, jawaban Anda tercatat',
  thanksCounted: 'Jawaban Anda sudah masuk ke indeks.',
  thanksIncomplete: (min: number) =>
    `Jawaban Anda tercatat. Karena kurang dari ${min} pertanyaan yang dijawab, jawaban ini belum ikut dihitung dalam indeks; catatannya tetap dibaca.`,
  thanksRepeat: 'Jawaban ini sudah kami terima sebelumnya dan dihitung satu kali saja.',
  seeResults: 'Lihat hasil layanan ini',
  again: 'Isi untuk orang lain',
  problem: 'Jawaban belum terkirim',
  problems: {
    nothing: 'Belum ada pertanyaan yang dijawab. Pilih sedikitnya satu jawaban, atau tulis catatan.',
    unknown: 'Pilih salah satu jawaban yang tersedia.',
    long: (max: number, now: number) => `Catatan ini ${now} huruf; singkatkan sampai ${max}.`,
    fast: 'Formulir terkirim terlalu cepat. Periksa jawaban Anda, lalu kirim sekali lagi.',
    old: 'Formulir ini sudah terlalu lama terbuka. Jawaban Anda masih ada di bawah; kirim sekali lagi.',
    trap: 'Bagian yang harus kosong ternyata terisi, mungkin otomatis. Sudah dikosongkan; kirim sekali lagi.',
    foreign: 'Formulir ini tidak dikirim dari halaman survei. Kirim sekali lagi dari sini.',
    busy: 'Terlalu banyak jawaban dari jaringan ini dalam waktu singkat. Jawaban Anda masih ada di bawah; coba lagi beberapa menit lagi.',
    full: 'Survei layanan ini sudah menerima jawaban sebanyak batasnya untuk hari ini. Jawaban Anda masih ada di bawah; kirim lagi besok.',
    large: 'Kiriman ini terlalu besar. Isi lagi formulir di bawah.',
  },
  sending: 'Mengirim …',
  kept: 'Sambungan terputus. Jawaban Anda disimpan di perangkat ini dan dikirim sendiri begitu tersambung lagi, selama halaman ini dibuka atau dibuka kembali.',
  sent: 'Jawaban yang tersimpan sudah terkirim. Terima kasih.',
  dropped: 'Jawaban yang tersimpan tidak dapat diterima lagi. Silakan isi kembali.',
  poster: {
    kind: 'Survei kepuasan masyarakat',
    call: 'Bagaimana pelayanan kami?',
    scan: 'Pindai dengan kamera ponsel, atau buka',
    promise: 'Dua menit · tanpa nama · tanpa akun',
    print: 'Cetak',
    local: (url: string) =>
      `Alamat ${url} hanya dikenal di komputer server ini, sehingga ponsel warga tidak dapat membukanya. Minta pengelola mengisi TERUKUR_URL dengan alamat publik, lalu buka lagi halaman ini.`,
    qr: (url: string) => `Kode QR ke ${url}`,
    back: 'Kembali ke daftar poster',
  },
}

export type SurveyFormTexts = typeof surveyForm
