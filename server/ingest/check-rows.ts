import { type ImportEngine, identifier, quote } from '#server/db/import-engine.ts'
import type { IssueCode } from '#shared/contract/import.ts'
import { type DatasetReader, dateColumns, snake } from './datasets/fields.ts'

// From typed rows to issues: what is missing, unreadable, out of range, unknown or contradictory, set-wise.

export interface IssueRule {
  code: IssueCode
  severity: 'error' | 'warning'
  /** header that the message names, or null */
  column: string | null
  /** SQL over `typed` */
  condition: string
  /** SQL of the offending text, or null */
  value: string | null
}

/** Rules that look at one row at a time. */
export function rowRules(
  reader: DatasetReader,
  labels: Readonly<Record<string, string>>,
  sql: { asOf: string; zone: string },
): { errors: IssueRule[]; warnings: IssueRule[]; flag: string } {
  const errors: IssueRule[] = []
  const warnings: IssueRule[] = []
  for (const field of reader.fields) {
    const column = labels[field.name] ?? field.name
    const bad = identifier(`bad_${field.name}`)
    const [at, on] = dateColumns(field.name)
    const isAbsent =
      field.kind.type === 'date'
        ? `(${at} is null and ${on} is null and ${bad} is null)`
        : `${identifier(snake(field.name))} is null`
    if (field.isRequired)
      errors.push({ code: 'required-missing', severity: 'error', column, condition: isAbsent, value: null })
    if (field.kind.type === 'date') {
      errors.push({
        code: 'bad-date',
        severity: 'error',
        column,
        condition: `${bad} is not null`,
        value: bad,
      })
    } else if (field.kind.type === 'number') {
      const range = identifier(`range_${field.name}`)
      errors.push({
        code: 'bad-number',
        severity: 'error',
        column,
        condition: `${bad} is not null`,
        value: bad,
      })
      errors.push({
        code: 'out-of-range',
        severity: 'error',
        column,
        condition: `${bad} is null and ${range} is not null`,
        value: range,
      })
    } else {
      const unknown = identifier(`unknown_${field.name}`)
      warnings.push({
        code: 'unknown-value',
        severity: 'warning',
        column,
        condition: `${unknown} is not null`,
        value: unknown,
      })
    }
  }
  const contradictions = reader.warnings(sql)
  for (const { code, field, condition } of contradictions) {
    warnings.push({ code, severity: 'warning', column: labels[field] ?? field, condition, value: null })
  }
  const flag = contradictions.filter((warning) => warning.isFlag).map((warning) => `(${warning.condition})`)
  return { errors, warnings, flag: flag.length > 0 ? flag.join(' or ') : 'false' }
}

/** Adds an issue for every row of `relation` that a rule's condition holds for. */
export async function addIssues(
  engine: ImportEngine,
  rules: readonly IssueRule[],
  relation: string,
): Promise<void> {
  for (const rule of rules) {
    const params = rule.value ? `to_json({value: ${rule.value}})` : `'{}'`
    await engine.run(`insert into issue_draft select rid, ${rule.column === null ? 'null' : quote(rule.column)},
      ${quote(rule.code)}, ${quote(rule.severity)}, ${params} from ${relation} where ${rule.condition}`)
  }
}
