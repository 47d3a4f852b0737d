/** Header of the column that holds the titles of blocks, where they are neither periods nor services. */
export const BLOCK_TITLE = 'Judul blok'
