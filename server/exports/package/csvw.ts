import type { ReleaseManifest } from '#shared/contract/release.ts'
import { PUBLISHER } from '#shared/i18n/citation.ts'
import { LICENCE } from '#shared/licence.ts'
import type { Column } from '../table.ts'
import { TEXTS } from '../texts.ts'
import { KEYED, REFERENCES, type TableFile } from './datapackage.ts'

// CSV on the Web (W3C Recommendation, 17 December 2015): a group of tables, described beside them.

const DATATYPES: Record<Column['type'], string> = {
  string: 'string',
  number: 'number',
  integer: 'integer',
  boolean: 'boolean',
  date: 'date',
  instant: 'datetime',
}

const fileName = (path: string): string => path.split('/').at(-1)!

/** `data/readings.csv-metadata.json`; addresses are relative to it. */
export function csvwMetadata(
  { code, from, through, publishAt }: ReleaseManifest,
  tables: readonly TableFile[],
) {
  const url = new Map(tables.map(({ name, path }) => [name, fileName(path)]))
  return {
    '@context': ['http://www.w3.org/ns/csvw', { '@language': 'en' }],
    'dc:title': TEXTS.en.title(code),
    'dc:description': TEXTS.en.description(from, through),
    'dc:publisher': PUBLISHER,
    'dc:license': { '@id': LICENCE.url },
    'dc:issued': publishAt,
    dialect: {
      encoding: 'utf-8',
      delimiter: ',',
      quoteChar: '"',
      doubleQuote: true,
      header: true,
      lineTerminators: ['\r\n'],
    },
    tables: tables.map(({ name, path, columns }) => ({
      url: fileName(path),
      tableSchema: {
        columns: columns.map(({ name, type, about, isRequired }) => ({
          name,
          titles: name,
          datatype: DATATYPES[type],
          null: '',
          ...(isRequired && { required: true }),
          'dc:description': [
            { '@value': about.en, '@language': 'en' },
            { '@value': about.id, '@language': 'id' },
          ],
        })),
        ...(KEYED.has(name) && { primaryKey: 'code' }),
        foreignKeys: columns
          .filter((column) => REFERENCES[column.name] !== undefined)
          .map((column) => ({
            columnReference: column.name,
            reference: { resource: url.get(REFERENCES[column.name]!)!, columnReference: 'code' },
          })),
      },
    })),
  }
}
