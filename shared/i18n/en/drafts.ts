import type { DraftsTexts } from '../id/drafts.ts'

export const drafts: DraftsTexts = {
  reason: (reason) => {
    switch (reason.key) {
      case 'name':
        return 'its header means this'
      case 'name-close':
        return 'its header is close'
      case 'dates':
        return 'it holds dates'
      case 'only-date':
        return 'the only column of dates'
      case 'first-date':
        return 'the earliest date of each row'
      case 'unique':
        return 'different in every row'
      case 'periods':
        return 'it holds periods'
      case 'no-number':
        return 'there is no column of numbers, so these together tell each row'
      case 'numbered':
        return 'the period of this sheet and the number of the respondent tell each answer'
      case 'daily':
        return 'queue numbers begin anew each day, so the date helps to tell rows apart'
      case 'direction':
        return 'its indicator tells: more is better, or less is better'
      case 'planned':
        return 'this is what was planned, while what was spent is what counts'
      case 'events':
        return 'one number stands in several rows, so these are merged'
      case 'remembered':
        return 'mapped like this the last time'
      case 'known-values':
        return `${reason.percent}% of its values are understood`
      case 'known-agencies':
        return `${reason.percent}% of its values are registered agencies`
      case 'known-services':
        return `${reason.percent}% of its values are registered services`
      case 'office-words':
        return `${reason.percent}% of its values look like names of offices`
      case 'service-words':
        return `${reason.percent}% of its values look like names of services`
      case 'wide':
        return `${reason.columns} columns are one period each`
      case 'figures':
        return `${reason.columns} columns of one indicator each`
      case 'total-line':
        return `the line “${reason.line}” is read, the sum of the other rows`
      case 'scores':
        return `it holds scores from ${reason.low} to ${reason.high}`
    }
  },
  guess: ({ found, required, others }) =>
    others === 0
      ? `${found} of ${required} required fields found`
      : `${found} of ${required} required fields and ${others} more found`,
}
