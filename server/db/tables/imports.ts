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
  /** JSON: ImportResult without its issues, with the names of its `files` */
  result: string
  /** JSON: the mapping as given */
  mapping: string
  /** rises in the order of commits; null: from before imports could be undone */
  position: number | null
  /** what its undo needs is kept */
  isUndoable: boolean | null
  undoneAt: string | null
  undoneBy: string | null
}

/** Whose facts an import met when it was done: it rests on these. */
export interface ImportBasisTable {
  importId: string
  restsOn: string
}

/** What an import names: agencies with facts of it (those removed as well), their parent, services, indicators. */
export interface ImportEntityTable {
  importId: string
  kind: 'agency' | 'parent' | 'service' | 'indicator'
  code: string
  isCreated: boolean
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
  /** JSON: codes of the agencies it was about; `instance` and `self` as they are */
  place: string | null
  /** the first row is 1; null: from before the chain, until the next start */
  sequence: number | null
  previousHash: string | null
  hash: string | null
}

/** Where the chain of the audit log ends: one row. */
export interface AuditHeadTable {
  sequence: number
  hash: string
}
