/** Who did something, where it is not said by name. */
export const actors = {
  person: 'seorang petugas',
  key: 'sebuah kunci API',
  link: 'seseorang dengan tautan isian',
}

export type ActorsTexts = typeof actors
