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
