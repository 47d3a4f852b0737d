import type { PageTexts } from '../id/pages.ts'

export const pages: PageTexts = {
  latest: 'Latest periods',
  missingTitle: 'What is missing',
  missing: (name, why) => `${name}: ${why}`,
  nothingMissing: 'Every key figure is there for this period.',
  change: 'Change',
  offeredBy: 'Agencies that offer it',
  shown: (n, of) => `${n} of ${of} are shown here.`,
  about: (name) => `Output figures of public services: ${name}.`,
  dataset: (name) => `${name}: speed, volume and satisfaction of public services`,
  publisher: 'Terukur',
  licence: 'https://creativecommons.org/licenses/by/4.0/',
  feedTitle: 'Terukur: releases and revisions',
  demo: 'Demo data, every figure invented.',
  late: (reason) => `This agency is late in this release: ${reason}`,
}
