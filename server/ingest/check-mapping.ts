import { type ImportEngine, quote } from '#server/db/import-engine.ts'
import type { Mapping } from '#shared/contract/mapping.ts'
import type { ColumnObject } from '#shared/contract/mapping-column.ts'
import type { Said } from '#shared/i18n/id/refusals.ts'
import { Refusal, sayFault } from '#shared/refusal.ts'
import type { DatasetReader } from './datasets/fields.ts'

/** What a column says of how it writes numbers. */
const OF_NUMBERS = ['decimal', 'thousands', 'currency', 'times'] as const

/** What only the reader and the engine can judge about a mapping. @throws Refusal `invalid` naming the wrong field. */
export async function checkMapping(
  engine: ImportEngine,
  reader: DatasetReader,
  mapping: Mapping,
): Promise<void> {
  for (const { name, kind } of reader.fields) {
    if (kind.type !== 'choice') continue
    const constant = mapping.constants?.[name]
    const given: [path: string, value: unknown][] = [
      ...(constant === undefined ? [] : [[`constants.${name}`, constant] as [string, unknown]]),
      ...Object.entries(mapping.values?.[name] ?? {}).map(([from, to]): [string, unknown] => [
        `values.${name}.${from}`,
        to,
      ]),
    ]
    for (const [path, value] of given) {
      if (value === null || kind.choices.some((choice) => choice === String(value))) continue
      refuseMapping(path, sayFault('not-one-of', { value, choices: kind.choices }))
    }
  }
  const columns: [path: string, field: string, spec: unknown][] = [
    ...Object.entries(mapping.columns).map(([field, spec]): [string, string, unknown] => [
      `columns.${field}`,
      field,
      spec,
    ]),
    ...(mapping.measures ?? []).flatMap((measure, i) =>
      Object.entries(measure).map(([field, spec]): [string, string, unknown] => [
        `measures.${i}.${field}`,
        field,
        spec,
      ]),
    ),
  ]
  const isNumber = (field: string) =>
    reader.fields.some(({ name, kind }) => name === field && kind.type === 'number')
  for (const [path, field, spec] of columns) {
    if (typeof spec !== 'object' || Array.isArray(spec)) continue
    const marked = OF_NUMBERS.find((one) => one in (spec as ColumnObject))
    if (marked !== undefined && !isNumber(field))
      refuseMapping(`${path}.${marked}`, sayFault('number-only', {}))
    for (const [pattern, replacement] of (spec as ColumnObject).replace ?? []) {
      await checkPattern(engine, pattern, replacement, `${path}.replace`)
    }
  }
}

/** @throws Refusal `invalid` for a pattern that is none. */
export async function checkPattern(
  engine: ImportEngine,
  pattern: string,
  replacement: string,
  path: string,
): Promise<void> {
  await engine.rows(`select ${replaceSql("'x'", pattern, replacement)}`).catch((error: Error) => {
    refuseMapping(path, sayFault('pattern-invalid', { pattern, reason: firstLine(error) }))
  })
}

/** SQL of a text with every match replaced; `$1` stands for the first group. */
export const replaceSql = (text: string, pattern: string, replacement: string): string =>
  `regexp_replace(${text}, ${quote(pattern)}, ${quote(replacement.replaceAll(/\$(\d)/g, '\\$1'))}, 'g')`

const firstLine = (error: Error): string => error.message.split('\n')[0]!.replace(/^[\w ]+Error: /, '')

/** @throws Refusal `invalid` naming the field of the mapping that is wrong. */
export function refuseMapping(path: string, problem: Said): never {
  throw new Refusal('invalid', 'mapping-invalid', { path, problem }, { issues: [{ path, message: problem }] })
}
