import type { PersonsTexts } from '../../id/desk/persons.ts'

export const persons: PersonsTexts = {
  title: 'Data subject requests',
  intro:
    'Law 27/2022 gives everybody the right to see, correct and erase their data. Terukur keeps no names; what is held of a person is found by the reference of their case, answer or complaint.',
  steps: [
    'Make sure that the reference is the person’s own, such as by the receipt of their service.',
    'Look for it, then show, correct or erase.',
    'Erase or correct it in the agency’s own system as well: its next delivery may bring it back.',
  ],
  find: 'Find data',
  ref: 'Reference',
  refHint:
    'Exactly as in the agency’s file. It is not recorded: the audit log keeps its fingerprint (SHA-256) only.',
  workedOut: {
    dueIsGiven: 'Due date was delivered',
    isFlagged: 'Dates contradict each other',
    elapsedSeconds: 'Time taken (seconds)',
    workingDays: 'Working days taken',
    onTime: 'On time',
    countsDue: 'Counts as due',
    source: 'Came by',
    scoreMillionths: 'Score (millionths)',
    weightParts: 'Weight (ten-thousandths)',
    indexParts: 'Index (parts)',
  },
  yes: 'yes',
  no: 'no',
  allAgencies: 'all agencies',
  search: 'Find',
  searching: 'Looking…',
  found: (n) =>
    n === 0 ? 'Nothing is held under that reference.' : n === 1 ? 'One row found.' : `${n} rows found.`,
  state: { current: 'in force', replaced: 'as it was before an import, kept for its undo' },
  datasets: { cases: 'Service case', surveys: 'Survey answer', complaints: 'Complaint' },
  issues: (n) => `${n} notes about bad rows name this reference.`,
  answers: (n) => `${n} kept answers to pushes quote this reference; they are forgotten after two days.`,
  holdingTitle: 'Files being prepared that have this reference',
  holding: (owner, agency, files, until) => `${files} (${agency}, ${owner}), goes by itself on ${until}`,
  holdingHint: 'An erasure throws these files away. Ask their owner to upload them again without that row.',
  noAgency: 'several agencies',
  drafts: (n) =>
    `${n} other files are not read yet or cannot be, so they are not looked through; they go by themselves 14 days after their last change.`,
  waiting: (n) => `${n} imports are on their way. Nothing is erased until they are done.`,
  unreachable:
    'Out of reach from here: backups of the database, copies that were downloaded or sent, keys of deleted data in older audit rows, and the sums in releases. Delete old backups when their time is over.',
  remarks: 'Remarks of the survey form hang on no reference, and are deleted after 180 days.',
  download: 'Download all of it (JSON)',
  correct: 'Correct',
  correctOf: (what) => `Correct ${what}`,
  correctHint: 'Dates are written as 2026-03-14 or 2026-03-14T08:30:00. Empty means that there is none.',
  corrected: 'Corrected; figures follow.',
  erase: 'Erase all of it',
  eraseTitle: 'Erase everything held under this reference?',
  eraseHint:
    'Rows, their earlier states and the notes that name them are deleted for good. Live figures are computed anew; those of releases stay, as they are sums of many people.',
  reason: 'Reason, without naming the person',
  reasonMissing: 'Give the reason, at least three letters.',
  receipt: 'Receipt of erasure',
  receiptText: (facts, replaced, issues, when) =>
    `${when}: erased are rows: ${facts}, earlier states: ${replaced}, notes: ${issues}.`,
  receiptCopies: (drafts, answers) =>
    `Thrown away with it: files being prepared: ${drafts}, quotes in answers: ${answers}.`,
  receiptMonths: (months) => `Figures were computed anew for: ${months}.`,
  receiptFrozen: 'Some of it lies in months whose raw facts have expired; the sums there stay.',
  receiptHash: (hash) => `Fingerprint of the reference (SHA-256): ${hash}`,
}
