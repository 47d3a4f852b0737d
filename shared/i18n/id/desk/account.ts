/** Signing in, joining, and one's own account. */
export const account = {
  signIn: {
    title: 'Masuk',
    email: 'Alamat surel',
    password: 'Kata sandi',
    remember: 'Tetap masuk di perangkat ini',
    submit: 'Masuk',
    busy: 'Memeriksa…',
    required: 'wajib diisi',
    noAccount: 'Belum punya akun? Akun dibuat melalui undangan dari administrator instansi Anda.',
    already: (name: string) => `Anda sudah masuk sebagai ${name}.`,
    onwards: 'Lanjutkan',
  },
  secondFactor: {
    title: 'Kode kedua',
    hint: 'Buka aplikasi autentikator di ponsel Anda, lalu masukkan enam angka yang tampil.',
    code: 'Kode',
    backupHint: 'Masukkan salah satu kode cadangan yang Anda simpan. Setiap kode hanya berlaku sekali.',
    backupCode: 'Kode cadangan',
    useBackup: 'Pakai kode cadangan',
    useApp: 'Pakai aplikasi autentikator',
    submit: 'Lanjutkan',
    again: 'Kembali ke surel dan kata sandi',
  },
  join: {
    title: 'Bergabung',
    intro: 'Anda diundang. Buat akun Anda untuk mulai.',
    first: 'Anda akan menjadi administrator pertama instans ini.',
    rights: 'Yang dapat Anda lakukan',
    name: 'Nama',
    nameHint: 'Seperti yang dikenal rekan kerja Anda.',
    email: 'Alamat surel',
    password: 'Kata sandi',
    passwordHint:
      'Paling sedikit 12 karakter. Beberapa kata acak mudah diingat dan sukar ditebak; tidak perlu lambang atau angka.',
    submit: 'Buat akun dan masuk',
    busy: 'Membuat akun…',
    gone: 'Tautan ini tidak berlaku',
    until: (when: string) => `Tautan ini berlaku sampai ${when}.`,
  },
  roles: {
    viewer: 'Pengamat: melihat yang tidak terbuka untuk umum',
    contributor: 'Pengirim: mengirim data',
    approver: 'Pemeriksa: mengajukan data untuk diterbitkan',
    steward: 'Wali data: instansi, definisi, kalender',
    administrator: 'Administrator: pengguna, kunci, pengaturan',
  },
  everywhere: 'seluruh instans',
  roleIn: (role: string, agency: string) => `${role} (${agency})`,
}

export type AccountTexts = typeof account
