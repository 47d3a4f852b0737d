import type { IndicatorsTexts, IndicatorTexts } from '../id/indicators.ts'

const elements: IndicatorsTexts['elements'] = {
  requirements: 'Requirements',
  procedure: 'System, mechanism and procedure',
  time: 'Completion time',
  cost: 'Cost or fee',
  product: 'Product as specified',
  competence: 'Staff competence',
  behaviour: 'Staff conduct',
  complaints: 'Complaints, suggestions and feedback',
  facilities: 'Facilities and infrastructure',
}

const register = 'The case register of each service.'

const list: Record<string, IndicatorTexts> = {
  received: {
    name: 'Cases received',
    definition: 'How many cases were submitted in the period.',
    formula: 'cases by date of submission',
    source: register,
    limits: 'Says nothing about how much work each case is.',
  },
  completed: {
    name: 'Cases completed',
    definition:
      'How many cases were completed in the period, whatever their outcome; withdrawn ones are left out.',
    formula: 'cases by date of completion',
    source: register,
    limits: 'A rejected case is completed too.',
  },
  backlog: {
    name: 'Backlog',
    definition: 'Cases still open at the end of the period.',
    formula: 'received up to the period’s end − closed up to it',
    source: register,
    limits:
      'Only from cases that were delivered. Who delivers nothing for a period has no backlog in it; a sum over several units keeps the last known backlog of those and says so.',
  },
  'clearance-rate': {
    name: 'Clearance rate',
    definition: 'Completed over received in the same period; below 100% the backlog grows.',
    formula: 'completed ÷ received',
    source: 'Case-flow statistics (CEPEJ).',
    limits: 'What is completed this month may have come in long before.',
  },
  'digital-share': {
    name: 'Digital share',
    definition: 'Share of completed cases that came through web or mobile.',
    formula: 'completed through web or mobile ÷ completed with a known channel',
    source: 'Digital take-up, GOV.UK.',
    limits: 'Cases without a channel are in neither part.',
  },
  'rejected-rate': {
    name: 'Share rejected',
    definition: 'Share of completed cases that were rejected.',
    formula: 'rejected ÷ completed',
    source: register,
    limits: 'Says nothing about whether the rejection was right.',
  },
  'median-time': {
    name: 'Median time',
    definition: 'Half of the completed cases took this long or less.',
    formula: 'median of time from start to completion, without pauses (quantile type 7)',
    source: 'Hyndman & Fan (1996).',
    limits:
      'Completed cases only; read it beside the backlog. In the first months that an agency delivers only cases received since then are known: times are shorter than they were.',
  },
  'p90-time': {
    name: '90th percentile of time',
    definition: 'Nine in ten cases were completed within this time.',
    formula: '90th percentile of time from start to completion (quantile type 7)',
    source: 'Hyndman & Fan (1996).',
    limits:
      'Completed cases only. In the first months that an agency delivers only cases received since then are known: times are shorter than they were.',
  },
  'mean-time': {
    name: 'Mean time',
    definition: 'Average time of completed cases.',
    formula: 'sum of times ÷ completed cases',
    source: register,
    limits:
      'A few very long cases draw it far up; prefer the median. In the first months that an agency delivers only cases received since then are known: times are shorter than they were.',
  },
  'median-working-days': {
    name: 'Median working days',
    definition: 'Half of the cases were completed within this many working days of the agency’s calendar.',
    formula: 'median of working days after the start day up to and including the completion day',
    source: 'Perpres 21/2023; the yearly joint decree on holidays and joint leave.',
    limits:
      'Cases in a year without a holiday list have no working days. In the first months that an agency delivers only cases received since then are known: times are shorter than they were.',
  },
  'on-time-rate': {
    name: 'On time',
    definition:
      'Share of the cases due in the period that were completed by their due date; open ones count as late.',
    formula: 'completed by due date ÷ due in the period',
    source: 'Service standards (UU 25/2009).',
    limits: 'Does not say how late the late ones are.',
  },
  'closed-on-time-rate': {
    name: 'Completed on time',
    definition: 'Share of the cases completed in the period that were completed by their due date.',
    formula: 'completed by due date ÷ completed with a due date',
    source: 'The figure usually published.',
    limits: 'Open overdue cases are not in it; prefer “On time”.',
  },
  'satisfaction-index': {
    name: 'Satisfaction index (IKM)',
    definition: 'Citizen satisfaction index of nine elements, 25 to 100.',
    formula: 'mean score of each element, equal weights, × 25; no rounding in between',
    source: 'PermenPANRB 14/2017.',
    limits: 'A free service lifts the cost element by itself.',
  },
  'satisfaction-score': {
    name: 'Satisfaction score',
    definition: 'Mean of answers on another scale, brought to 0–100. Never mixed with the index.',
    formula: '(answer − lowest) ÷ (highest − lowest) × 100, averaged',
    source: 'The agency’s own survey.',
    limits: 'Scales with other questions are not comparable.',
  },
  respondents: {
    name: 'Respondents',
    definition: 'Survey responses counted in the index (or the score).',
    formula: 'responses with at least five elements answered',
    source: 'The survey register.',
    limits: 'Incomplete responses are not in it.',
  },
  'response-rate': {
    name: 'Response rate',
    definition: 'Survey responses over completed cases.',
    formula: 'responses ÷ completed',
    source: 'The survey and case registers.',
    limits: 'A respondent may have been served earlier.',
  },
  'complaints-per-1000': {
    name: 'Complaints per 1,000 cases',
    definition: 'Complaints received for every 1,000 cases completed in the same period.',
    formula: 'complaints by date of receipt ÷ completed × 1,000',
    source: 'The complaint and case registers; SP4N-LAPOR!.',
    limits: 'None at all may mean that nobody can complain; a complaint may be about an earlier case.',
  },
  'complaint-on-time-rate': {
    name: 'Complaints resolved on time',
    definition:
      'Share of the complaints due in the period that were resolved within the limit of their class; open overdue ones count as late.',
    formula: 'resolved by the due date ÷ due in the period',
    source: 'Classes and limits of SP4N-LAPOR!: 5, 14 and 60 working days, changeable.',
    limits: 'Says nothing about whether the answer helped.',
  },
  'cost-per-case': {
    name: 'Cost per case',
    definition: 'Cost of the period over the cases completed in it, by those who told a cost.',
    formula: 'cost ÷ completed',
    source: 'The agency’s own accounts.',
    limits:
      'Only for periods that the costs told add up to exactly; says nothing about how much work a case is.',
  },
  'cases-per-staff': {
    name: 'Cases per member of staff',
    definition: 'Cases completed for each full-time member of staff, on average over the period.',
    formula: 'completed ÷ mean staff',
    source: 'The agency’s own staff figures.',
    limits: 'More is not better where quality suffers; only for periods that the staff told cover exactly.',
  },
  achievement: {
    name: 'Achievement',
    definition:
      'What was reached of a target, in percent; 100% is the target met. Of several targets in force for the period the mean, each between 0 and 120.',
    formula:
      'more is better: actual ÷ target × 100; less is better: (2 × target − actual) ÷ target × 100; range: 100 inside, else by the bound that was missed',
    source: 'PermenPANRB 53/2014 and 88/2021.',
    limits: 'An easy target scores high; read it with its target. In averages it is capped at 120.',
  },
}

for (const [element, name] of Object.entries(elements)) {
  list[`element-${element}`] = {
    name,
    definition: `Mean score (NRR) of the element “${name}”, 1 to 4.`,
    formula: 'sum of answers ÷ answers given',
    source: 'PermenPANRB 14/2017.',
    limits: 'Responses with fewer than five elements are left out.',
  }
}

export const indicators: IndicatorsTexts = {
  list,
  elements,
  missing: {
    'not-reported': 'not reported',
    'not-applicable': 'not applicable',
    'too-few': 'hidden',
    'not-yet-due': 'not yet due',
    'not-comparable': 'not comparable',
  },
  missingSentence: {
    'not-reported': 'The agency has not delivered data for this period.',
    'not-applicable': 'There is nothing to measure in this period.',
    'too-few': 'It is of too few respondents, or would give away another figure that is.',
    'not-yet-due': 'The period has not ended, or its data is not due yet.',
    'not-comparable': 'The way of measuring changed, so it cannot be compared.',
  },
  casesAlone: (n) =>
    `${n} ${n === '1' ? 'unit' : 'units'} reported cases only, which are in the denominator: the figure is lower for it.`,
  flags: {
    approximate: 'Known to within 1%.',
    'calendar-not-covered': 'Some cases have no working days because their year has no holiday list.',
    'elements-missing': 'This index rests on fewer than nine elements.',
    'flagged-cases': 'Some cases are in counts only because their dates contradict each other.',
    'from-values':
      'This figure, or a part of it, was added up by the agency itself, not counted from its cases or answers.',
    'values-left-out':
      'An agency also gave a figure of its own for this period; facts are there, and they come first.',
    'not-additive': 'The figures given cannot be added up to one; look at the parts.',
    'partial-period': 'Not all of this period was delivered, so the figure is compared with no other.',
    'ratio-above-one': 'A share was given that is larger than 100%.',
    provisional: 'Provisional figure.',
    'last-known': 'Some units in it did not deliver; the backlog last known of them is counted.',
    partial: 'What some units did not tell, such as a cost or a due figure, is left out.',
    indicative: 'Fewer respondents than the recommended sample.',
  },
  levels: {
    ministry: 'Ministry',
    agency: 'Agency',
    province: 'Province',
    regency: 'Regency',
    city: 'City',
    unit: 'Unit',
  },
  channels: {
    counter: 'Counter',
    web: 'Web',
    mobile: 'Mobile app',
    phone: 'Phone',
    mail: 'Mail',
    email: 'E-mail',
    other: 'Other',
    unknown: 'Unknown',
  },
  units: {
    count: 'count',
    ratio: 'per cent',
    seconds: 'length of time',
    days: 'working days',
    index: 'index 25–100',
    score: 'score',
    rate: 'per 1,000',
    currency: 'rupiah',
    percent: 'per cent',
    number: 'number',
  },
  given: {
    definition: 'A figure that agencies deliver as they added it up themselves.',
    formula: {
      sum: 'values added up',
      ratio: 'Σ numerators ÷ Σ denominators, or values by their weights',
      none: 'as it was given; not added up',
    },
    limits: 'What stands behind it is known to the agency only.',
  },
  groups: {
    volume: 'Volume',
    speed: 'Speed',
    satisfaction: 'Satisfaction',
    complaints: 'Complaints',
    cost: 'Cost',
    result: 'Plan and results',
    given: 'Delivered by agencies',
  },
  directions: {
    up: 'higher is better',
    down: 'lower is better',
    range: 'within a range',
    none: 'neither way',
  },
}
