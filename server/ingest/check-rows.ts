import { type ImportEngine, identifier, quote } from '#server/db/import-engine.ts'
import type { IssueCode } from '#shared/contract/import.ts'
import type { LookupCheck } from './column-sql.ts'
import { type DatasetField, type DatasetReader, dateColumns, snake } from './datasets/fields.ts'

// From typed rows to issues: what is missing, unreadable, out of range, unknown or contradictory, set-wise.

export interface IssueRule {
  code: IssueCode
  severity: 'error' | 'warning'
  /** SQL of the header that the message names, or null */
  column: string | null
  /** SQL over `typed` */
  condition: string
  /** SQL of the offending text, or null */
  value: string | null
}

/** Rules that look at one row at a time. Contradictions are judged on the facts, after rows of one ref are merged. */
export function rowRules(
  reader: DatasetReader,
  labels: Readonly<Record<string, string>>,
  sql: { asOf: string; zone: string },
  /** whether a field's values are translated, so that some may be unknown */
  isTranslated: (field: DatasetField) => boolean,
  /** whether a field is taken from all rows of a ref */
  isMerged: (field: DatasetField) => boolean,
): {
  errors: IssueRule[]
  merged: IssueRule[]
  warnings: IssueRule[]
  contradictions: IssueRule[]
  flag: string
} {
  const errors: IssueRule[] = []
  const merged: IssueRule[] = []
  const warnings: IssueRule[] = []
  for (const field of reader.fields) {
    const column = labels[field.name] ?? quote(field.name)
    const bad = identifier(`bad_${field.name}`)
    const [at, on] = dateColumns(field.name)
    const isAbsent =
      field.kind.type === 'date'
        ? `(${at} is null and ${on} is null and ${bad} is null)`
        : `${identifier(snake(field.name))} is null${isRead(field) ? ` and ${bad} is null` : ''}`
    if (field.isRequired) {
      const rule = { code: 'required-missing', severity: 'error', column, value: null } as const
      if (field.kind.type === 'date' && isMerged(field))
        merged.push({ ...rule, condition: `${isAbsent} and ${isNowhere(field)}` })
      else errors.push({ ...rule, condition: isAbsent })
    }
    if (field.kind.type === 'date' || field.kind.type === 'period') {
      errors.push({
        code: `bad-${field.kind.type}`,
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
    }
    if (isTranslated(field)) {
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
  for (const { code, field, condition, value } of reader.errors ?? []) {
    errors.push({ code, severity: 'error', column: labels[field] ?? quote(field), condition, value })
  }
  const contradictions = reader.warnings(sql)
  const flag = contradictions.filter((warning) => warning.isFlag).map((warning) => `(${warning.condition})`)
  return {
    errors,
    merged,
    warnings,
    contradictions: contradictions.map(({ code, field, condition }) => ({
      code,
      severity: 'warning',
      column: labels[field] ?? quote(field),
      condition,
      value: null,
    })),
    flag: flag.length > 0 ? flag.join(' or ') : 'false',
  }
}

/** Whether a text may be there and yet give no value: then it is bad, not missing. */
const isRead = ({ kind }: DatasetField): boolean => kind.type === 'number' || kind.type === 'period'

/** SQL of whether no row of the same case, errors aside, has a date that this one (`t`) lacks: an event need not repeat
 *  what another has told. Judged after every other error. */
function isNowhere({ name }: DatasetField): string {
  const [at, on] = dateColumns(name)
  return `not exists (select 1 from typed as o where o.is_kept and (o.${at} is not null or o.${on} is not null)
    and o.agency = t.agency and o.service = t.service and o.ref = t.ref
    and o.rowid not in (select rid from issue_draft where severity = 'error'))`
}

/** Rules about the rows of lookup files: no match is told as the mapping wants, two matches are an error. */
export function lookupRules(checks: readonly LookupCheck[]): IssueRule[] {
  return checks.flatMap(({ missing, ambiguous, label, severity }) => {
    const rule = (code: IssueCode, value: string, at: 'error' | 'warning'): IssueRule => ({
      code,
      severity: at,
      column: quote(label),
      condition: `${value} is not null`,
      value,
    })
    const found = [rule('lookup-ambiguous', ambiguous, 'error')]
    return severity === null ? found : [...found, rule('lookup-missing', missing, severity)]
  })
}

/** Adds an issue for every row of `relation` that a rule's condition holds for. */
export async function addIssues(
  engine: ImportEngine,
  rules: readonly IssueRule[],
  relation: string,
): Promise<void> {
  for (const rule of rules) await engine.run(`insert into issue_draft ${issuesOf(rule, relation)}`)
}

/** The same in one statement: quicker for few rows, where planning a statement costs more than running it. */
export async function addIssuesAtOnce(
  engine: ImportEngine,
  rules: readonly IssueRule[],
  relation: string,
): Promise<void> {
  if (rules.length === 0) return
  await engine.run(
    `insert into issue_draft ${rules.map((rule) => issuesOf(rule, relation)).join(' union all ')}`,
  )
}

function issuesOf(rule: IssueRule, relation: string): string {
  const params = rule.value ? `to_json({value: ${rule.value}})` : `'{}'`
  return `select rid, ${rule.column ?? 'null'}, ${quote(rule.code)}, ${quote(rule.severity)}, ${params}
    from ${relation} where ${rule.condition}`
}
