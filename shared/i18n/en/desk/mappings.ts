import type { MappingsTexts } from '../../id/desk/mappings.ts'

export const mappings: MappingsTexts = {
  title: 'Remembered columns',
  intro:
    'How the columns of your files were matched. When a file with the same headers comes again, this is used without asking.',
  none: 'Nothing is remembered yet.',
  noneHint: 'How columns are matched is remembered once an import is done.',
  toImport: 'Import data',
  ofAll: 'for no agency in particular',
  used: (when, by) => `last used ${when} by ${by}`,
  headers: (n) => (n === 1 ? '1 column' : `${n} columns`),
  matched: 'Columns of the file and what they mean',
  header: 'Column of the file',
  meaning: 'Meaning',
  unused: 'not used',
  name: 'Name',
  nameHint: 'For example that of the system it comes from. Leave empty to go by the kind of data.',
  rename: 'Rename',
  save: 'Save',
  named: 'The name is saved.',
  forget: 'Remove',
  forgetTitle: (name) => `Remove “${name}”?`,
  forgetText: 'The next file with these columns is matched anew. Data already taken in do not change.',
  forgotten: 'It is removed.',
  cancel: 'Cancel',
  failed: 'That did not work yet',
}
