// Mails as plain text. Short lines: they are read on telephones and quoted in other mails.

export interface ReminderLine {
  agency: string
  dataset: string
  period: string
  dueOn: string
  isPast: boolean
}

export interface MailText {
  subject: string
  text: string
}

export const mails = {
  /** said at the top of a mail in which this language comes second */
  below: '(Bahasa Indonesia di bawah.)',
  datasets: {
    cases: 'kasus layanan',
    surveys: 'jawaban survei',
    complaints: 'pengaduan',
    costs: 'biaya dan pegawai',
    values: 'angka rekapitulasi',
  } as Record<string, string>,
  reminder: (about: {
    name: string
    lines: readonly ReminderLine[]
    deskUrl: string
    unsubscribeUrl: string
  }): MailText => ({
    subject: about.lines.some(({ isPast }) => isPast)
      ? `Terukur: ${about.lines.length} data belum dikirim`
      : `Terukur: ${about.lines.length} data segera jatuh tempo`,
    text: `Yth. ${about.name},

Data berikut ditunggu dari instansi Anda:

${about.lines
  .map(
    ({ agency, dataset, period, dueOn, isPast }) =>
      `- ${agency}: ${dataset}, ${period}\n  ${isPast ? 'seharusnya dikirim' : 'jatuh tempo'} ${dueOn}`,
  )
  .join('\n')}

Kirim lewat berkas, formulir, atau tautan di sini:
${about.deskUrl}

Bila data memang tidak ada, beri tahu walidata agar tidak ditunggu.

Tidak ingin menerima pengingat lagi? Buka:
${about.unsubscribeUrl}
`,
  }),
  note: (about: {
    name: string
    says: string
    reason: string | null
    url: string
    unsubscribeUrl: string | null
  }): MailText => ({
    subject: `Terukur: ${about.says}`,
    text: `Yth. ${about.name},

${about.says}
${about.reason === null ? '' : `\nAlasan:\n${about.reason}\n`}
Lihat di sini:
${about.url}
${about.unsubscribeUrl === null ? '' : `\nTidak ingin menerima pengingat lagi? Buka:\n${about.unsubscribeUrl}\n`}`,
  }),
  invitation: (about: { url: string; until: string; from: string }): MailText => ({
    subject: 'Terukur: undangan untuk bergabung',
    text: `${about.from} mengundang Anda bergabung di Terukur, dasbor
kinerja pelayanan publik.

Buat akun Anda lewat tautan ini:
${about.url}

Tautan berlaku sampai ${about.until} dan hanya sekali.
Bila Anda tidak mengenal pengirimnya, abaikan surat ini.
`,
  }),
  resetPassword: (about: { name: string; url: string }): MailText => ({
    subject: 'Terukur: kata sandi baru',
    text: `Yth. ${about.name},

Pilih kata sandi baru lewat tautan ini:
${about.url}

Tautan berlaku satu jam dan hanya sekali. Bila Anda tidak
memintanya, abaikan surat ini; tidak ada yang berubah.
`,
  }),
  addressChanged: (about: { name: string }): MailText => ({
    subject: 'Terukur: alamat masuk Anda diubah',
    text: `Yth. ${about.name},

Akun Anda di Terukur kini masuk dengan alamat surel lain;
alamat ini tidak dipakai lagi untuk masuk.

Bila bukan Anda yang mengubahnya, segera hubungi
administrator: ia dapat menutup akun itu.
`,
  }),
  entryLink: (about: {
    agency: string
    period: string
    url: string
    until: string
    from: string
  }): MailText => ({
    subject: `Terukur: isi angka ${about.agency}, ${about.period}`,
    text: `${about.from} meminta Anda mengisi angka pelayanan
${about.agency} untuk ${about.period}.

Buka tautan ini; tidak perlu akun:
${about.url}

Tautan berlaku sampai ${about.until} dan hanya untuk periode ini.
Jangan teruskan kepada orang yang tidak berwenang mengisinya.
`,
  }),
}

export type MailsTexts = typeof mails
