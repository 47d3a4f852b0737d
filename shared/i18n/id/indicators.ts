import type { AgencyLevel } from '#shared/contract/reading.ts'
import type { Flag, MissingReason, Unit } from '#shared/measure/measure.ts'
import type { Channel, Element } from '#shared/rollups/cell.ts'

export interface IndicatorTexts {
  name: string
  definition: string
  formula: string
  source: string
  limits: string
}

const elements: Record<Element, string> = {
  requirements: 'Persyaratan',
  procedure: 'Sistem, mekanisme, dan prosedur',
  time: 'Waktu penyelesaian',
  cost: 'Biaya/tarif',
  product: 'Produk spesifikasi jenis pelayanan',
  competence: 'Kompetensi pelaksana',
  behaviour: 'Perilaku pelaksana',
  complaints: 'Penanganan pengaduan, saran, dan masukan',
  facilities: 'Sarana dan prasarana',
}

const register = 'Register kasus setiap layanan.'

const list: Record<string, IndicatorTexts> = {
  received: {
    name: 'Permohonan masuk',
    definition: 'Banyaknya permohonan yang diajukan dalam periode ini.',
    formula: 'jumlah kasus menurut tanggal pengajuan',
    source: register,
    limits: 'Tidak menunjukkan seberapa berat pekerjaan setiap permohonan.',
  },
  completed: {
    name: 'Permohonan selesai',
    definition:
      'Banyaknya permohonan yang selesai dalam periode ini, apa pun hasilnya; yang ditarik pemohon tidak dihitung.',
    formula: 'jumlah kasus menurut tanggal selesai',
    source: register,
    limits: 'Permohonan yang ditolak juga dihitung selesai.',
  },
  backlog: {
    name: 'Tunggakan',
    definition: 'Permohonan yang masih terbuka pada akhir periode.',
    formula: 'masuk sampai akhir periode − ditutup sampai akhir periode',
    source: register,
    limits:
      'Hanya dari kasus yang telah dilaporkan. Yang tidak melapor untuk suatu periode tidak punya tunggakan di periode itu; jumlah beberapa unit memakai tunggakan terakhir yang diketahui dari unit demikian, dan menyatakannya.',
  },
  'clearance-rate': {
    name: 'Rasio penyelesaian',
    definition:
      'Permohonan selesai dibanding permohonan masuk pada periode yang sama; di bawah 100% tunggakan bertambah.',
    formula: 'selesai ÷ masuk',
    source: 'Statistik arus perkara (CEPEJ).',
    limits: 'Yang selesai bulan ini bisa saja masuk jauh sebelumnya.',
  },
  'digital-share': {
    name: 'Persentase digital',
    definition: 'Persentase permohonan selesai yang diajukan lewat web atau aplikasi.',
    formula: 'selesai lewat web atau aplikasi ÷ selesai dengan kanal yang diketahui',
    source: 'Digital take-up, GOV.UK.',
    limits: 'Kasus tanpa kanal tidak masuk pembilang maupun penyebut.',
  },
  'rejected-rate': {
    name: 'Persentase ditolak',
    definition: 'Persentase permohonan selesai yang ditolak.',
    formula: 'ditolak ÷ selesai',
    source: register,
    limits: 'Tidak menunjukkan apakah penolakannya benar.',
  },
  'median-time': {
    name: 'Waktu median',
    definition: 'Separuh permohonan yang selesai memakan waktu sebanyak ini atau kurang.',
    formula: 'median waktu dari mulai sampai selesai, dikurangi jeda (kuantil tipe 7)',
    source: 'Hyndman & Fan (1996).',
    limits:
      'Hanya permohonan yang selesai; baca bersama tunggakan. Pada bulan-bulan pertama data suatu instansi hanya permohonan yang masuk sejak itu yang diketahui: waktunya lebih singkat daripada yang sebenarnya.',
  },
  'p90-time': {
    name: 'Waktu persentil ke-90',
    definition: 'Sembilan dari sepuluh permohonan selesai dalam waktu ini.',
    formula: 'persentil ke-90 waktu dari mulai sampai selesai (kuantil tipe 7)',
    source: 'Hyndman & Fan (1996).',
    limits:
      'Hanya permohonan yang selesai. Pada bulan-bulan pertama data suatu instansi hanya permohonan yang masuk sejak itu yang diketahui: waktunya lebih singkat daripada yang sebenarnya.',
  },
  'mean-time': {
    name: 'Waktu rata-rata',
    definition: 'Rata-rata waktu permohonan yang selesai.',
    formula: 'jumlah waktu ÷ banyaknya permohonan selesai',
    source: register,
    limits:
      'Beberapa kasus yang sangat lama menariknya jauh ke atas; gunakan median. Pada bulan-bulan pertama data suatu instansi hanya permohonan yang masuk sejak itu yang diketahui: waktunya lebih singkat daripada yang sebenarnya.',
  },
  'median-working-days': {
    name: 'Median hari kerja',
    definition:
      'Separuh permohonan selesai dalam sekian hari kerja atau kurang, menurut kalender instansinya.',
    formula: 'median hari kerja setelah hari mulai sampai hari selesai',
    source: 'Perpres 21/2023; keputusan bersama tentang libur nasional dan cuti bersama.',
    limits:
      'Kasus pada tahun tanpa daftar libur tidak punya hari kerja. Pada bulan-bulan pertama data suatu instansi hanya permohonan yang masuk sejak itu yang diketahui: waktunya lebih singkat daripada yang sebenarnya.',
  },
  'on-time-rate': {
    name: 'Tepat waktu',
    definition:
      'Persentase permohonan yang jatuh tempo dalam periode ini dan selesai pada waktunya; yang masih terbuka dihitung terlambat.',
    formula: 'selesai sampai jatuh tempo ÷ jatuh tempo dalam periode',
    source: 'Standar pelayanan (UU 25/2009).',
    limits: 'Tidak menunjukkan seberapa lama keterlambatannya.',
  },
  'closed-on-time-rate': {
    name: 'Selesai tepat waktu',
    definition: 'Persentase permohonan yang selesai dalam periode ini sampai jatuh temponya.',
    formula: 'selesai sampai jatuh tempo ÷ selesai yang punya jatuh tempo',
    source: 'Angka yang biasa dipublikasikan.',
    limits: 'Kasus terlambat yang masih terbuka tidak terhitung; utamakan “Tepat waktu”.',
  },
  'satisfaction-index': {
    name: 'Indeks kepuasan (IKM)',
    definition: 'Indeks Kepuasan Masyarakat dari sembilan unsur, 25 sampai 100.',
    formula: 'rata-rata nilai setiap unsur, bobot sama, × 25; tanpa pembulatan di tengah',
    source: 'PermenPANRB 14/2017.',
    limits: 'Layanan gratis menaikkan unsur biaya dengan sendirinya.',
  },
  'satisfaction-score': {
    name: 'Skor kepuasan',
    definition: 'Rata-rata jawaban pada skala lain, dijadikan 0 sampai 100. Tidak dicampur dengan IKM.',
    formula: '(jawaban − terendah) ÷ (tertinggi − terendah) × 100, dirata-ratakan',
    source: 'Survei instansi.',
    limits: 'Skala dengan pertanyaan berbeda tidak dapat dibandingkan.',
  },
  respondents: {
    name: 'Responden',
    definition: 'Jawaban survei yang dihitung dalam indeks (atau skor).',
    formula: 'jumlah jawaban dengan sedikitnya lima unsur terisi',
    source: 'Register survei.',
    limits: 'Jawaban yang tidak lengkap tidak dihitung.',
  },
  'response-rate': {
    name: 'Tingkat respons',
    definition: 'Jawaban survei dibanding permohonan selesai.',
    formula: 'jawaban ÷ selesai',
    source: 'Register survei dan kasus.',
    limits: 'Responden bisa saja dilayani lebih awal.',
  },
  'complaints-per-1000': {
    name: 'Pengaduan per 1.000 kasus',
    definition: 'Pengaduan yang diterima untuk setiap 1.000 kasus yang selesai pada periode yang sama.',
    formula: 'pengaduan menurut tanggal terima ÷ selesai × 1.000',
    source: 'Register pengaduan dan kasus; SP4N-LAPOR!.',
    limits:
      'Tidak ada pengaduan bisa berarti tidak ada saluran mengadu; pengaduan bisa tentang kasus periode sebelumnya.',
  },
  'complaint-on-time-rate': {
    name: 'Pengaduan selesai tepat waktu',
    definition:
      'Bagian pengaduan yang jatuh tempo pada periode itu dan diselesaikan dalam batas kelasnya; yang masih terbuka dan lewat tempo dihitung terlambat.',
    formula: 'selesai sampai jatuh tempo ÷ jatuh tempo pada periode itu',
    source: 'Kelas dan batas SP4N-LAPOR!: 5, 14, dan 60 hari kerja, dapat diubah.',
    limits: 'Tidak menyatakan apakah jawabannya membantu.',
  },
  'cost-per-case': {
    name: 'Biaya per kasus',
    definition: 'Biaya periode itu dibanding kasus yang selesai di dalamnya, dari yang menyampaikan biaya.',
    formula: 'biaya ÷ selesai',
    source: 'Pembukuan instansi sendiri.',
    limits:
      'Hanya untuk periode yang persis terjumlah dari biaya yang disampaikan; tidak menyatakan seberat apa tiap kasus.',
  },
  'cases-per-staff': {
    name: 'Kasus per pegawai',
    definition: 'Kasus yang selesai untuk setiap pegawai penuh waktu, rata-rata selama periode itu.',
    formula: 'selesai ÷ rata-rata pegawai',
    source: 'Data pegawai instansi sendiri.',
    limits: 'Lebih banyak tidak selalu lebih baik bila mutu turun; hanya untuk periode yang persis tercakup.',
  },
  achievement: {
    name: 'Capaian',
    definition:
      'Yang tercapai dari target, dalam persen; 100% berarti target terpenuhi. Dari beberapa target yang berlaku pada periode itu: rata-ratanya, masing-masing antara 0 dan 120.',
    formula:
      'makin tinggi makin baik: realisasi ÷ target × 100; makin rendah makin baik: (2 × target − realisasi) ÷ target × 100; rentang: 100 di dalamnya, selain itu menurut batas yang terlewati',
    source: 'PermenPANRB 53/2014 dan 88/2021.',
    limits: 'Target yang mudah memberi capaian tinggi; baca bersama targetnya. Dalam rata-rata dibatasi 120.',
  },
}

for (const [element, name] of Object.entries(elements)) {
  list[`element-${element}`] = {
    name,
    definition: `Nilai rata-rata (NRR) unsur “${name}”, 1 sampai 4.`,
    formula: 'jumlah jawaban ÷ jawaban yang terisi',
    source: 'PermenPANRB 14/2017.',
    limits: 'Jawaban dengan kurang dari lima unsur tidak dihitung.',
  }
}

const missing: Record<MissingReason, string> = {
  'not-reported': 'belum dilaporkan',
  'not-applicable': 'tidak berlaku',
  'too-few': 'rahasia',
  'not-yet-due': 'belum waktunya',
  'not-comparable': 'tidak dapat dibandingkan',
}

const missingSentence: Record<MissingReason, string> = {
  'not-reported': 'Instansi belum menyampaikan data untuk periode ini.',
  'not-applicable': 'Tidak ada yang dapat diukur pada periode ini.',
  'too-few':
    'Respondennya terlalu sedikit, atau angka ini akan membuka angka lain yang respondennya terlalu sedikit.',
  'not-yet-due': 'Periode ini belum berakhir atau datanya belum waktunya masuk.',
  'not-comparable': 'Cara mengukurnya berubah sehingga tidak dapat dibandingkan.',
}

const flags: Record<Flag, string> = {
  approximate: 'Diketahui dengan ketelitian 1%.',
  'calendar-not-covered': 'Sebagian kasus tidak punya hari kerja karena daftar libur tahunnya belum ada.',
  'elements-missing': 'Indeks ini dari kurang dari sembilan unsur.',
  'flagged-cases': 'Sebagian kasus hanya dihitung jumlahnya karena tanggalnya bertentangan.',
  'from-values':
    'Angka ini, atau sebagian darinya, dijumlahkan sendiri oleh instansi, bukan dihitung dari kasus atau jawabannya.',
  'values-left-out':
    'Instansi juga memberi angkanya sendiri untuk periode ini; datanya ada, dan itulah yang didahulukan.',
  'not-additive': 'Angka-angka yang diberikan tidak dapat dijumlahkan menjadi satu; lihat bagian-bagiannya.',
  'partial-period':
    'Periode ini belum disampaikan seluruhnya, jadi angkanya tidak dibandingkan dengan yang lain.',
  'ratio-above-one': 'Ada bagian yang diberikan melebihi 100%.',
  provisional: 'Angka sementara.',
  'last-known':
    'Sebagian unit di dalamnya tidak melapor; yang dihitung adalah tunggakan terakhir yang diketahui.',
  partial:
    'Yang tidak disampaikan sebagian unit, misalnya biaya atau angka yang jatuh tempo, tidak ikut dihitung.',
  indicative: 'Responden kurang dari sampel yang disarankan.',
}

const levels: Record<AgencyLevel, string> = {
  ministry: 'Kementerian',
  agency: 'Instansi',
  province: 'Provinsi',
  regency: 'Kabupaten',
  city: 'Kota',
  unit: 'Unit',
}

const channels: Record<Channel | 'unknown', string> = {
  counter: 'Loket',
  web: 'Web',
  mobile: 'Aplikasi',
  phone: 'Telepon',
  mail: 'Pos',
  email: 'Surel',
  other: 'Lainnya',
  unknown: 'Tidak diketahui',
}

const units: Record<Unit, string> = {
  count: 'jumlah',
  ratio: 'persen',
  seconds: 'lama waktu',
  days: 'hari kerja',
  index: 'indeks 25–100',
  score: 'nilai',
  rate: 'per 1.000',
  currency: 'rupiah',
  percent: 'persen',
  number: 'angka',
}

const groups = {
  volume: 'Volume',
  speed: 'Kecepatan',
  satisfaction: 'Kepuasan',
  complaints: 'Pengaduan',
  cost: 'Biaya',
  result: 'Rencana dan hasil',
  given: 'Disampaikan instansi',
}

/** Texts of indicators that an import created. */
const given = {
  definition: 'Angka yang disampaikan instansi sebagaimana dijumlahkannya sendiri.',
  formula: {
    sum: 'nilai dijumlahkan',
    ratio: 'Σ pembilang ÷ Σ penyebut, atau nilai menurut bobotnya',
    none: 'sebagaimana diberikan; tidak dijumlahkan',
  },
  limits: 'Apa yang ada di baliknya hanya diketahui instansinya.',
}

const directions = {
  up: 'makin tinggi makin baik',
  down: 'makin rendah makin baik',
  range: 'dalam rentang',
  none: 'tidak ada arah',
}

export const indicators = {
  list,
  elements,
  missing,
  missingSentence,
  casesAlone: (n: string) =>
    `${n} unit hanya melaporkan kasus, yang ikut menjadi penyebut: angka ini lebih rendah karenanya.`,
  flags,
  levels,
  channels,
  units,
  groups,
  given,
  directions,
}

export type IndicatorsTexts = typeof indicators
