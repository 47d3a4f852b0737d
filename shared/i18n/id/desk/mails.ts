/** Mails on their way out, for administrators. */
export const mailList = {
  title: 'Surel keluar',
  intro:
    'Tanpa peladen surel (TERUKUR_SMTP_URL), surel menunggu di sini beserta isinya, untuk Anda teruskan sendiri. Isi surel yang terkirim tidak disimpan.',
  none: 'Belum ada surel.',
  to: (address: string) => `Kepada ${address}`,
  states: { waiting: 'menunggu', sent: 'terkirim', failed: 'gagal' },
  attempts: (n: number) => `${n} kali dicoba`,
  text: 'Isi surel',
  more: 'Yang lebih lama',
  reminders: 'Pengingat',
  remindMe: 'Ingatkan saya lewat surel tentang data yang ditunggu dari instansi saya',
  saved: 'Tersimpan.',
}

export type MailListTexts = typeof mailList
