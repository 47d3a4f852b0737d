import type { TemplateTexts } from '../id/template.ts'

export const template: TemplateTexts = {
  dataSheet: 'Data',
  helpSheet: 'Help',
  column: 'Column',
  needed: 'Required',
  meaning: 'Meaning',
  example: 'Example',
  yes: 'yes',
  examples: { agency: 'Investment Office', service: 'Business licence', name: 'Online queue' },
}
