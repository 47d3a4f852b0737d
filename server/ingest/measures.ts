import { type ImportEngine, identifier, quote } from '#server/db/import-engine.ts'
import type { Mapping } from '#shared/contract/mapping.ts'
import type { ColumnObject, Measure } from '#shared/contract/mapping-column.ts'
import { sayFault } from '#shared/refusal.ts'
import { checkPattern, refuseMapping, replaceSql } from './check-mapping.ts'
import { type FileColumns, type MappedColumn, mapColumn } from './column-sql.ts'
import type { DatasetField, DatasetReader } from './datasets/fields.ts'

// One fact per row and measure: every record is taken once for each measure before its columns are mapped, so that
// any dataset may be delivered wide. Records stay in order, and the measures of one stand together.

/** What the measures of a file are, as columns beside the raw ones. */
export interface SpreadMeasures {
  /** facts that one record of the file makes */
  perRecord: number
  /** SQL names of text and label, by field */
  fields: ReadonlyMap<string, { text: string; label: string; notApplicable: string }>
  /** SQL of the claim that one of the measure's own columns is blank: it says nothing, and is skipped */
  isSilent: string
}

/** Takes the records of a file once for each measure. @throws Refusal for a pattern that no header matches. */
export async function spreadMeasures(
  engine: ImportEngine,
  reader: DatasetReader,
  mapping: Mapping,
  file: FileColumns,
  relation: string,
  /** what a field is where a measure does not say */
  common: (field: DatasetField) => MappedColumn | null,
): Promise<{ file: FileColumns; relation: string }> {
  if (!mapping.measures) return { file, relation }
  const measures: OneMeasure[] = []
  for (const [i, measure] of mapping.measures.entries()) {
    measures.push(...(await expand(engine, measure, file, `measures.${i}.columns`)))
  }
  const fields = reader.fields.filter((field) => measures.some((measure) => field.name in measure.fields))
  const structs = measures.map(({ fields: own, header }) => {
    const silent: string[] = []
    const parts = fields.flatMap((field) => {
      const spec = own[field.name]
      const mapped = spec === undefined ? common(field) : measured(field, spec, header, file, mapping)
      const text = mapped?.text ?? 'cast(null as varchar)'
      const isNone = mapped?.notApplicable ?? 'false'
      if (spec !== undefined && field.kind.type === 'number')
        silent.push(`((${text}) is null and not ${isNone})`)
      const label = quote(mapped?.label ?? field.name)
      return [`t_${field.name}: ${text}`, `l_${field.name}: ${label}`, `n_${field.name}: ${isNone}`]
    })
    return `{${[...parts, `is_silent: ${silent.length > 0 ? silent.join(' or ') : 'false'}`].join(', ')}}`
  })
  return {
    file: {
      ...file,
      measures: {
        perRecord: measures.length,
        fields: new Map(
          fields.map(({ name }) => [
            name,
            {
              text: `measure['t_${name}']`,
              label: identifier(`label_${name}`),
              notApplicable: `measure['n_${name}']`,
            },
          ]),
        ),
        isSilent: `measure['is_silent']`,
      },
    },
    relation: `(select *, unnest([${structs.join(', ')}]) as measure from ${relation})`,
  }
}

/** A text is a header where the field is a number or a date, and the value itself elsewhere. */
function measured(
  field: DatasetField,
  spec: string | number | ColumnObject,
  header: string | null,
  file: FileColumns,
  mapping: Mapping,
): MappedColumn {
  if (typeof spec !== 'object' && field.kind.type !== 'number' && field.kind.type !== 'date') {
    return { text: quote(String(spec)), label: header ?? field.name, spec: {} }
  }
  return mapColumn(spec, file, mapping)
}

interface OneMeasure {
  fields: Measure
  /** the header that its pattern matched */
  header: string | null
}

/** A measure with a pattern of headers is one for each header that it matches. */
async function expand(
  engine: ImportEngine,
  { columns: pattern, ...fields }: Measure,
  file: FileColumns,
  path: string,
): Promise<OneMeasure[]> {
  if (pattern === undefined) return [{ fields, header: null }]
  if (typeof pattern !== 'string') return refuseMapping(path, sayFault('pattern-expected', {}))
  await checkPattern(engine, pattern, '$0', path)
  const texts = new Set<string>()
  for (const spec of Object.values(fields)) fillTexts(spec, (text) => texts.add(text) && text)
  const list = `[${file.headers.map(quote).join(', ')}]`
  const filled = [...texts].map((text) => replaceSql('found', pattern, text.replaceAll('\\', '\\\\')))
  const rows = await engine.rows<
    Record<string, string>
  >(`select header, ${filled.map((sql, i) => `${sql} as t${i}`).join(', ')}
    from (select header, place, regexp_extract(header, ${quote(pattern)}) as found
      from (select unnest(${list}) as header, generate_subscripts(${list}, 1) as place))
    where regexp_matches(header, ${quote(pattern)}) order by place`)
  if (rows.length === 0) refuseMapping(path, sayFault('no-header-matches', { pattern, file: file.fileName }))
  return rows.map((row) => {
    const written = new Map([...texts].map((text, i) => [text, row[`t${i}`]!]))
    const fill = (text: string) => written.get(text)!
    return {
      header: row.header!,
      fields: Object.fromEntries(Object.entries(fields).map(([name, spec]) => [name, fillTexts(spec, fill)])),
    }
  })
}

type Spec = Measure[string]

/** A field of a measure with the texts that may hold `$1` replaced; patterns of its own keep theirs. */
function fillTexts(spec: Spec, fill: (text: string) => string): Spec {
  const each = (header: string | number) => (typeof header === 'string' ? fill(header) : header)
  if (typeof spec !== 'object') return each(spec)
  const { column, anyOf, template, minus } = spec
  return {
    ...spec,
    ...(column !== undefined && { column: each(column) }),
    ...(anyOf && { anyOf: anyOf.map(fill) }),
    ...(template !== undefined && { template: fill(template) }),
    ...(spec.default !== undefined && { default: fill(spec.default) }),
    ...(minus !== undefined && { minus: Array.isArray(minus) ? minus.map(each) : each(minus) }),
  }
}
