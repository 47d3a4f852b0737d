import type { ReleaseManifest } from '#shared/contract/release.ts'
import { PUBLISHER } from '#shared/i18n/citation.ts'
import { LICENCE } from '#shared/licence.ts'
import type { Column } from '../table.ts'
import { TEXTS } from '../texts.ts'

// Frictionless Data Package v1, profile tabular-data-package.

/** A CSV file of a package. */
export interface TableFile {
  name: string
  path: string
  columns: readonly Column[]
  bytes: number
  sha256: string
}

const TYPES: Record<Column['type'], string> = {
  string: 'string',
  number: 'number',
  integer: 'integer',
  boolean: 'boolean',
  date: 'date',
  instant: 'datetime',
}

/** Columns whose values are codes in another table of the package, by name. */
export const REFERENCES: Readonly<Record<string, string>> = {
  agency: 'agencies',
  service: 'services',
  indicator: 'indicators',
}

/** Tables whose column `code` tells their rows apart. */
export const KEYED: ReadonlySet<string> = new Set(Object.values(REFERENCES))

/** `datapackage.json` */
export function dataPackage(
  { code, from, through, publishAt }: ReleaseManifest,
  id: string,
  tables: readonly TableFile[],
) {
  return {
    profile: 'tabular-data-package',
    name: `terukur-release-${code}`,
    id,
    title: TEXTS.en.title(code),
    description: `${TEXTS.en.description(from, through)}\n\n${TEXTS.id.description(from, through)}`,
    version: code,
    created: publishAt,
    ...(/^https?:/.test(id) && { homepage: id }),
    keywords: [...TEXTS.en.keywords, ...TEXTS.id.keywords],
    licenses: [{ name: LICENCE.id, path: LICENCE.url, title: LICENCE.name }],
    sources: [{ title: TEXTS.en.title(code), ...(/^https?:/.test(id) && { path: id }) }],
    contributors: [{ title: PUBLISHER, role: 'publisher' }],
    resources: tables.map(({ name, path, columns, bytes, sha256 }) => ({
      profile: 'tabular-data-resource',
      name,
      path,
      format: 'csv',
      mediatype: 'text/csv',
      encoding: 'utf-8',
      bytes,
      hash: `sha256:${sha256}`,
      dialect: { delimiter: ',', quoteChar: '"', doubleQuote: true, lineTerminator: '\r\n', header: true },
      schema: {
        fields: columns.map((column) => ({
          name: column.name,
          type: TYPES[column.type],
          description: `${column.about.en} / ${column.about.id}`,
          ...(column.isRequired && { constraints: { required: true } }),
        })),
        missingValues: [''],
        ...(KEYED.has(name) && { primaryKey: 'code' }),
        ...foreignKeysOf(name, columns),
      },
    })),
  }
}

/** The format wants none rather than an empty list. */
function foreignKeysOf(table: string, columns: readonly Column[]) {
  const foreignKeys = columns
    .filter(({ name }) => REFERENCES[name] !== undefined)
    .map(({ name }) => ({ fields: name, reference: { resource: REFERENCES[name]!, fields: 'code' } }))
  if (table === 'agencies')
    foreignKeys.push({ fields: 'parent', reference: { resource: '', fields: 'code' } })
  return foreignKeys.length > 0 && { foreignKeys }
}
