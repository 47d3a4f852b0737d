import type { PlansTexts } from '../id/plans.ts'

export const plans: PlansTexts = {
  title: 'Follow-up of the survey',
  intro: 'What the agency will do about the weakest elements of its satisfaction survey.',
  none: 'No follow-up plan has been published yet.',
  shown: (shown, all) => `The latest ${shown} of ${all} plans.`,
  doneOf: (done, all) => `${done} of ${all} plans done.`,
  problem: 'Problem',
  action: 'Action',
  owner: 'Responsible',
  due: (month) => `By ${month}`,
  evidence: 'Evidence',
  obstacle: 'Obstacle',
  closed: (day) => `closed ${day}`,
  statuses: {
    planned: 'Planned',
    ongoing: 'Ongoing',
    done: 'Done',
    dropped: 'Dropped',
  },
  late: 'past its date',
}
