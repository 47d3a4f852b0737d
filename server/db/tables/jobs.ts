/** How a job stands: one row for each that ever had something to do. */
export interface JobRunTable {
  name: string
  /** the latest try */
  ranAt: string
  /** the latest success */
  doneAt: string | null
  /** tries since the latest success that failed */
  attempts: number
  /** not before; null: at its usual time */
  nextAt: string | null
  /** where it goes on next time, in its own words */
  cursorText: string | null
  /** JSON: JobReport of the latest success */
  report: string | null
  /** why the latest try failed */
  error: string | null
}

/** A mail on its way out, written with the change that causes it. */
export interface OutboxMailTable {
  mailId: string
  /** what it is for, such as `reminder` */
  kind: string
  toAddress: string
  subject: string
  /** gone once it is sent: a mail may hold a link that opens something */
  body: string | null
  unsubscribeUrl: string | null
  queuedAt: string
  status: 'waiting' | 'sent' | 'failed'
  attempts: number
  nextAt: string
  sentAt: string | null
  error: string | null
}
