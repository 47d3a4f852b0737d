import type { RetentionTexts } from '../../id/desk/retention.ts'

const rows = (n: string) => (n === '1' ? '1 row' : `${n} rows`)

export const retention: RetentionTexts = {
  title: 'Retention of raw facts',
  intro:
    'Raw facts (cases, survey answers, complaints) are deleted at night once their time is over. Figures, monthly sums and releases stay; what is not settled is kept.',
  datasets: { cases: 'Service cases', surveys: 'Survey answers', complaints: 'Complaints' },
  forGood: 'kept without limit',
  keptFor: (months) => `kept for ${months} whole months besides the running one`,
  setBy: (who, when, reason) => `Set by ${who}, ${when}: ${reason}`,
  gone: (n, day) => `Gone already: ${rows(n)}, up to ${day}.`,
  change: 'Change',
  formOf: (dataset) => `Retention: ${dataset}`,
  months: 'Whole months kept',
  monthsHint: 'At least 24. Leave it empty to keep without limit.',
  monthsWrong: 'Write a whole number from 24 to 600, or leave it empty.',
  reason: 'Reason',
  reasonHint: 'Such as the retention schedule in force.',
  next: 'See what it does',
  looking: 'Counting…',
  confirmTitle: 'Set this retention?',
  confirm: 'Set',
  nothing: 'Nothing will be deleted.',
  stays: 'From now on nothing is deleted. What is gone does not come back.',
  goes: (n, day, agencies) =>
    `To be deleted tonight: ${rows(n)}, all that is settled up to ${day}; agencies: ${agencies}. This cannot be undone.`,
  open: (n) => `Kept of those months, as not settled: ${rows(n)}.`,
  kept: (n) => `Kept: ${rows(n)}, all figures and all releases.`,
  imports: (n) => `Imports that can no longer be undone: ${n}.`,
  afterwards:
    'Afterwards those months take no new rows, and times by day, week or channel can no longer be asked for there.',
  saved: 'Retention is set.',
}
