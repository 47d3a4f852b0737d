/** Who delivers what by when. */
export interface ExpectationTable {
  /** 0: above everything */
  agencyId: number
  /** `self`: the agency alone; `leaves`: every agency below it that has none below; else a level below it */
  whom: string
  dataset: string
  every: 'month' | 'quarter'
  /** calendar days from the last day of the period to the day it is due */
  dueDays: number
  /** periods that end on or after this day */
  validFrom: string
  /** and begin on or before this one; null: until further notice */
  validTo: string | null
}

/** A delivery that is not waited for, and why. */
export interface ExpectationExcuseTable {
  agencyId: number
  dataset: string
  period: string
  reason: string
  excusedBy: string
  excusedAt: string
}

/** When people are reminded: one row, with ruleId 1. */
export interface ReminderRuleTable {
  ruleId: number
  isOn: boolean
  daysBefore: number
  daysAfter: number
  /** days after the date of the second reminder; 0: none */
  againAfter: number
}

/** A reminder is sent to a person once. */
export interface ReminderSentTable {
  memberId: string
  agencyId: number
  dataset: string
  period: string
  stage: string
  sentAt: string
}

/** A steward wants people reminded now; a job does it and takes the row away. */
export interface ReminderRequestTable {
  requestId: string
  agencyId: number
  dataset: string
  period: string
  requestedBy: string
  requestedAt: string
}

/** By which a person ends the reminders from a mail; only the hash is kept. */
export interface ReminderTokenTable {
  tokenHash: string
  memberId: string
  madeAt: string
}

export interface ReminderOptoutTable {
  memberId: string
  optedAt: string
}

/** What an agency says of the figures it entered for a period. */
export interface EntryNoteTable {
  agencyId: number
  period: string
  note: string
  importId: string
  notedBy: string
  notedAt: string
}

/** A link by which one person enters one agency's one period; only the hash of its token is kept. */
export interface EntryLinkTable {
  linkId: string
  tokenHash: string
  agencyId: number
  period: string
  madeBy: string
  madeAt: string
  expiresAt: string
  revokedAt: string | null
  maxUses: number
  uses: number
  lastUsedAt: string | null
  sentTo: string | null
}
