export interface ImportBatchTable {
  importId: string
  dataset: string
  source: string
  /** `done`, or `rejected` when every row was rejected and no fact written */
  status: string
  actor: string
  importedAt: string
  asOf: string | null
  coversFrom: string | null
  coversTo: string | null
  /** JSON: ImportResult without its issues */
  result: string
  /** JSON: the mapping as given */
  mapping: string
}

export interface ImportIssueTable {
  importId: string
  position: number
  file: string | null
  rowNumber: number | null
  columnName: string | null
  code: string
  severity: string
  /** JSON: what the message names */
  params: string
}

/** What an agency has delivered, and for which days: the ground of "not reported" and of coverage. */
export interface DeliveryTable {
  agencyId: number
  importId: string
  dataset: string
  source: string
  coversFrom: string
  coversTo: string
  asOf: string
  importedAt: string
}

export interface AuditTable {
  auditId: string
  actedAt: string
  actor: string
  action: string
  subject: string
  /** JSON */
  detail: string
}
