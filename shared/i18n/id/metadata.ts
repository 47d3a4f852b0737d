import type { Unit } from '#shared/measure/measure.ts'

// Fields of Satu Data Indonesia (Perpres 39/2019) beside the definition of a figure. Not among the texts of the pages,
// which need not carry them.

/** by group of figures */
const concepts = {
  volume: 'Banyaknya permohonan yang masuk, selesai, dan masih terbuka pada layanan publik.',
  speed: 'Waktu penyelesaian layanan publik dibanding janji waktunya.',
  satisfaction: 'Kepuasan masyarakat atas pelayanan menurut pengalaman penggunanya.',
  complaints: 'Pengaduan masyarakat atas pelayanan dan penyelesaiannya.',
  cost: 'Biaya dan pegawai yang dipakai untuk menyelesaikan layanan.',
  result: 'Yang tercapai dibanding yang dijanjikan.',
  given: 'Angka yang dihitung sendiri oleh instansi.',
}

const measures: Record<Unit, string> = {
  count: 'Jumlah',
  ratio: 'Proporsi',
  seconds: 'Lama waktu',
  days: 'Lama waktu',
  index: 'Indeks',
  score: 'Rata-rata skor',
  rate: 'Rasio',
  currency: 'Rata-rata biaya',
  percent: 'Persentase',
  number: 'Angka',
}

const interpretations: Record<string, string> = {
  received: 'Makin besar berarti makin banyak yang meminta layanan; bukan baik atau buruk.',
  completed: 'Makin besar berarti makin banyak yang dilayani sampai selesai.',
  backlog: 'Angka yang terus naik berarti kantor tidak mengejar permohonan yang masuk.',
  'clearance-rate': 'Di bawah 100% tunggakan bertambah, di atasnya berkurang.',
  'digital-share': 'Makin besar berarti makin banyak yang tidak perlu datang ke loket.',
  'rejected-rate': 'Angka yang tinggi dapat berarti syarat yang kurang jelas; perlu dibaca bersama sebabnya.',
  'median-time': 'Separuh permohonan selesai dalam waktu ini atau lebih cepat.',
  'p90-time': 'Sembilan dari sepuluh permohonan selesai dalam waktu ini; sisanya lebih lama.',
  'mean-time': 'Rata-rata waktu; beberapa kasus yang sangat lama menariknya jauh ke atas.',
  'median-working-days': 'Separuh permohonan selesai dalam sekian hari kerja atau lebih cepat.',
  'on-time-rate': '90% berarti sembilan dari sepuluh yang jatuh tempo selesai sesuai janji.',
  'closed-on-time-rate':
    'Seperti tepat waktu, tetapi hanya dari yang sudah selesai: yang dibiarkan terbuka tidak tampak.',
  'satisfaction-index':
    '88,31 ke atas A (sangat baik), 76,61 B (baik), 65,00 C (kurang baik), di bawahnya D.',
  element: 'Dari 1 (terendah) sampai 4 (tertinggi); unsur terendah didahulukan untuk diperbaiki.',
  'satisfaction-score': 'Dari 0 (terendah) sampai 100 (tertinggi) pada skala survei yang dipakai.',
  respondents: 'Makin banyak responden makin sempit selang indeksnya.',
  'response-rate': 'Makin besar berarti survei makin mewakili yang dilayani.',
  'complaints-per-1000': 'Makin kecil makin baik, sepanjang saluran pengaduan dikenal dan dipakai.',
  'complaint-on-time-rate':
    '90% berarti sembilan dari sepuluh pengaduan yang jatuh tempo diselesaikan dalam batasnya.',
  'cost-per-case': 'Makin kecil makin hemat, dibandingkan dengan layanan sejenis.',
  'cases-per-staff':
    'Makin besar makin produktif, dibandingkan dengan layanan sejenis dan bila mutu terjaga.',
  achievement: '100% berarti target terpenuhi; di bawahnya belum, di atasnya terlampaui.',
  given: 'Dibaca menurut keterangan instansi yang menghitungnya.',
}

export const metadata = {
  concepts,
  measures,
  interpretations,
  classifications: { agency: 'instansi', service: 'layanan', channel: 'kanal', period: 'periode' },
  producers: {
    facts: 'Instansi yang menyampaikan datanya; dihitung oleh Terukur dengan satu definisi untuk semua.',
    given: 'Instansi yang menghitung dan menyampaikannya.',
  },
}

export type MetadataTexts = typeof metadata
