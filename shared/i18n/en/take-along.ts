import type { TakeAlongTexts } from '../id/take-along.ts'

export const takeAlong: TakeAlongTexts = {
  table: 'The same numbers as a file',
  csv: 'CSV',
  workbook: 'Workbook (XLSX)',
  json: 'JSON',
  parquet: 'Parquet',
  picture: 'Picture',
  png: 'Picture, PNG',
  svg: 'Picture, SVG',
  notDrawn: 'This browser cannot make the picture. Try SVG, or take the numbers.',
  check: 'Check this number',
  cite: 'How to cite',
  copy: (language) => `Copy the citation in ${language}`,
  copied: 'Copied.',
  languages: { id: 'Indonesian', en: 'English' },
  licence: 'Licence',
}
