import type { EntitiesTexts } from '../../id/desk/entities.ts'

export const entities: EntitiesTexts = {
  agencies: 'Agencies',
  agenciesIntro:
    'Name, level and parent of each agency. Codes stay: files to import and addresses rest on them.',
  services: 'Services',
  servicesIntro: 'The name of each service in the one catalogue of all agencies.',
  search: 'Find',
  change: 'Change',
  none: 'Nothing matches.',
  shown: (n, all) => `${n} of ${all} shown`,
  code: 'Code',
  name: 'Name',
  nameEn: 'Name in English',
  level: 'Level',
  parent: 'Parent',
  noParent: 'no parent',
  parentHint: 'Moving an agency works out anew the figures of all above it, old and new.',
  region: 'Code of the region',
  regionHint: 'Two digits for a province, four for a regency or city.',
  tooShort: 'write at least two letters',
  saved: 'Changes saved.',
  moving: 'Saving and working out anew…',
  back: 'To the list',
}
