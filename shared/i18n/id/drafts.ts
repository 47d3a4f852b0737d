/** Why a column is taken for a field. */
export type MatchReason =
  | {
      key:
        | 'name'
        | 'name-close'
        | 'dates'
        | 'only-date'
        | 'first-date'
        | 'unique'
        | 'periods'
        | 'no-number'
        | 'numbered'
        | 'daily'
        | 'direction'
        | 'planned'
        | 'events'
        | 'remembered'
    }
  | {
      key: 'known-values' | 'known-agencies' | 'known-services' | 'office-words' | 'service-words'
      percent: number
    }
  | { key: 'wide' | 'figures'; columns: number }
  | { key: 'scores'; low: number; high: number }
  | { key: 'total-line'; line: string }

/** Ends of a sentence about one column; several are joined by a comma. */
export const drafts = {
  reason: (reason: MatchReason): string => {
    switch (reason.key) {
      case 'name':
        return 'judul kolomnya berarti ini'
      case 'name-close':
        return 'judul kolomnya mirip'
      case 'dates':
        return 'isinya tanggal'
      case 'only-date':
        return 'satu-satunya kolom tanggal'
      case 'first-date':
        return 'tanggal yang paling awal di tiap baris'
      case 'unique':
        return 'isinya berbeda di setiap baris'
      case 'periods':
        return 'isinya periode'
      case 'no-number':
        return 'tidak ada kolom nomor, jadi kolom-kolom ini bersama-sama menandai setiap baris'
      case 'numbered':
        return 'periode lembar ini bersama nomor respondennya menandai setiap jawaban'
      case 'daily':
        return 'nomor antrean mulai lagi setiap hari, jadi tanggalnya ikut menandai setiap baris'
      case 'direction':
        return 'indikatornya memberi tahu: makin besar makin baik, atau makin kecil makin baik'
      case 'planned':
        return 'ini yang direncanakan, padahal yang dihitung ialah yang dibelanjakan'
      case 'events':
        return 'satu nomor muncul di beberapa baris, jadi baris-baris itu digabung'
      case 'remembered':
        return 'dipetakan begini terakhir kali'
      case 'known-values':
        return `${reason.percent}% isinya dipahami`
      case 'known-agencies':
        return `${reason.percent}% isinya instansi yang terdaftar`
      case 'known-services':
        return `${reason.percent}% isinya layanan yang terdaftar`
      case 'office-words':
        return `${reason.percent}% isinya seperti nama kantor`
      case 'service-words':
        return `${reason.percent}% isinya seperti nama layanan`
      case 'wide':
        return `${reason.columns} kolom masing-masing satu periode`
      case 'figures':
        return `${reason.columns} kolom, masing-masing satu indikator`
      case 'total-line':
        return `yang dibaca baris “${reason.line}”, jumlah baris-baris lainnya`
      case 'scores':
        return `isinya nilai ${reason.low} sampai ${reason.high}`
    }
  },
  guess: ({ found, required, others }: { found: number; required: number; others: number }): string =>
    others === 0
      ? `${found} dari ${required} bidang wajib ditemukan`
      : `${found} dari ${required} bidang wajib dan ${others} bidang lain ditemukan`,
}

export type DraftsTexts = typeof drafts
