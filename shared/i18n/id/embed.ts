export const embed = {
  embed: 'Sematkan di halaman lain',
  how: 'Tempelkan ini di halaman Anda. Bingkai ini ringan, memuat tabelnya sendiri, dan selalu menunjukkan rilis terbaru; tambahkan &theme=light atau &theme=dark untuk menetapkan tema.',
  resize: 'Agar tingginya menyesuaikan isi, tambahkan sekali di halaman yang sama:',
  none: 'Angka ini tidak ada.',
}
export type EmbedTexts = typeof embed
