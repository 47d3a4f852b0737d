// What is printed before anything is installed, on whatever Node is there: so neither TypeScript nor shared/i18n. The
// language is chosen as server/config.ts chooses it.
const { TERUKUR_LANG, LC_ALL, LC_MESSAGES, LANG } = process.env
const wanted = TERUKUR_LANG || LC_ALL || LC_MESSAGES || LANG || 'id'

const WORDS = {
  id: {
    installing: 'Memasang dependensi (sekitar satu menit)',
    building: 'Membangun aplikasi web',
    failed: (what, why) =>
      `${what}: gagal${why}. Periksa jaringan dan disk, lalu jalankan perintah ini lagi.`,
    olderNode: (major) =>
      `Terukur memerlukan Node ${major} atau lebih baru. Jalankan “npm start” sekali: yang kurang akan dipasang.`,
  },
  en: {
    installing: 'Installing dependencies (about a minute)',
    building: 'Building the web app',
    failed: (what, why) =>
      `${what} failed${why}. Check the network and the disk, then run the command again.`,
    olderNode: (major) =>
      `Terukur needs Node ${major} or newer. Run “npm start” once: it installs what is missing.`,
  },
}

export const words = WORDS[wanted.toLowerCase().startsWith('en') ? 'en' : 'id']
