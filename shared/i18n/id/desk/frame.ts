/** What every page of the signed-in area stands in. */
export const frame = {
  title: 'Meja kerja',
  navigation: 'Meja kerja',
  links: {
    overview: 'Ringkasan',
    import: 'Impor data',
    enter: 'Isi angka',
    completeness: 'Kelengkapan',
    mails: 'Surel keluar',
    targets: 'Target',
    innovations: 'Inovasi',
    standards: 'Standar layanan',
    calendars: 'Kalender kerja',
    agencies: 'Instansi',
    services: 'Layanan',
    survey: 'Survei kepuasan',
    posters: 'Poster survei',
  },
  groups: { agency: 'Instansi', admin: 'Pengelolaan', account: 'Akun' },
  signInFirst: 'Masuk dahulu',
  signInHint: 'Bagian ini untuk pegawai yang mengirim, memeriksa, dan mengelola data.',
  signIn: 'Masuk',
  signedInAs: (name: string) => `Masuk sebagai ${name}`,
  signOut: 'Keluar',
  toasts: 'Pemberitahuan',
  close: 'Tutup',
  notAllowed: 'Peran Anda tidak mencakup halaman ini',
  notAllowedHint: 'Minta peran yang sesuai kepada administrator instansi Anda.',
  backToDesk: 'Ke meja kerja',
}

export type FrameTexts = typeof frame
