/** Words of the spreadsheets to fill in. */
export const template = {
  dataSheet: 'Data',
  helpSheet: 'Petunjuk',
  column: 'Kolom',
  needed: 'Wajib',
  meaning: 'Arti',
  example: 'Contoh',
  yes: 'ya',
  examples: { agency: 'Dinas Penanaman Modal', service: 'Izin usaha', name: 'Antrean daring' } as Record<
    string,
    string
  >,
}

export type TemplateTexts = typeof template
