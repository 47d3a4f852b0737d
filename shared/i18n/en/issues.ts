import type { IssuesTexts } from '../id/issues.ts'

export const issues: IssuesTexts = {
  'required-missing': ({ column }) => `Column ${column} is empty but required. Fill it in.`,
  'bad-date': ({ column, value }) =>
    `“${value}” in column ${column} is not a date we can read. Correct it, or set format.datetime.`,
  'bad-number': ({ column, value }) =>
    `“${value}” in column ${column} is not a number we can read. Correct it, or set format.decimal.`,
  'bad-period': ({ column, value }) =>
    `“${value}” in column ${column} is no period. Write it like 2025, 2025-S1, 2025-Q1, 2025-03, 2025-W11, 2025-03-14 or 2025-03/2025-06, or translate it with values.period.`,
  'unknown-agency': ({ column, value }) =>
    `Agency “${value}” in column ${column} is unknown. Use a registered code or name, or allow create agency.`,
  'agency-not-yours': ({ column, value }) =>
    `Agency “${value}” in column ${column} is not one of yours. Take its rows out, or ask for a role there; a new one can only be made below yours, by an administrator or by naming its parent in the mapping.`,
  'unknown-service': ({ column, value }) =>
    `Service “${value}” in column ${column} is unknown. Use a registered code or name, or allow create service.`,
  'unknown-indicator': ({ column, value }) =>
    `Indicator “${value}” in column ${column} is unknown. Use an id of the list of indicators.`,
  'facts-expired': ({ column, value }) =>
    `The date in column ${column} lies in months whose raw facts have expired (up to ${value}). Their figures stay; this row is counted already or can be counted no more. Leave it out.`,
  'duplicate-ref': ({ value }) =>
    `Reference “${value}” stands more than once with other content; the first row is used. Give each case its own, or merge rows with take.`,
  'bad-record': ({ value }) => `This record is damaged (${value}). Check its quotes and number of columns.`,
  'lookup-ambiguous': ({ value }) => `“${value}” matches more than one row of the lookup file.`,
  'out-of-range': ({ column, value }) => `“${value}” in column ${column} is outside the allowed range.`,
  'not-permitted': ({ value }) =>
    `You may not deliver for agency “${value}”. Check its code, or ask an administrator for the right.`,
  'too-long': ({ column, value }) => `${column} is longer than ${value} characters. Shorten it.`,
  'completed-before-submitted': () =>
    'Completed before it was submitted: the case is in counts only, out of every time. Check both dates.',
  'in-the-future': () =>
    'A date lies after the instant the data is true up to: the case is in counts only. Check the date, or asOf.',
  'outcome-without-completion': () =>
    'There is an outcome but no completion date: the case counts as open. Fill in the completion date.',
  'unknown-value': ({ column, value }) =>
    `“${value}” in column ${column} is unknown and taken as absent. Add it to values.`,
  'ratio-above-one': () => 'The numerator is larger than the denominator. Check both.',
  'unknown-field': ({ column }) =>
    `There is no field ${column}; it is left out. Check its spelling in /docs.`,
  'lookup-missing': ({ value }) => `“${value}” is not in the lookup file.`,
  'cell-error': ({ column, value }) =>
    `The cell in column ${column} says ${value}: its formula has no value, so it is taken as absent. Correct the formula, or type the value.`,
  'summary-line': ({ value }) =>
    `“${value}” is a total, a note, a signature or a header said again, not data, so it is left out.`,
  'demo-removed': () => 'The demo data was removed because real data came in.',
}
