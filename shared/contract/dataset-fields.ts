import type { Dataset } from './import.ts'

/** Fields of a dataset that a mapping may name, required ones first. */
export interface DatasetFields {
  required: readonly string[]
  optional: readonly string[]
  /** of these sets of fields one must be there whole */
  oneOf?: readonly (readonly string[])[]
}

const NAMES = ['agencyName', 'serviceName'] as const

export const FIELDS: Readonly<Record<Dataset, DatasetFields>> = {
  cases: {
    required: ['ref', 'agency', 'service', 'submittedAt'],
    optional: [
      'completedAt',
      'dueAt',
      'clockStartedAt',
      'pausedSeconds',
      'channel',
      'outcome',
      'region',
      ...NAMES,
    ],
  },
  surveys: {
    required: ['ref', 'agency', 'service', 'answeredAt'],
    optional: [
      'requirements',
      'procedure',
      'time',
      'cost',
      'product',
      'competence',
      'behaviour',
      'complaints',
      'facilities',
      'score',
      'weight',
      ...NAMES,
    ],
  },
  complaints: {
    required: ['ref', 'agency', 'service', 'receivedAt'],
    optional: ['resolvedAt', 'class', ...NAMES],
  },
  targets: {
    required: ['agency', 'indicator', 'period', 'kind'],
    optional: ['value', 'low', 'high', 'text', 'service', 'provenance', 'cumulative', ...NAMES],
    oneOf: [['value'], ['low', 'high'], ['text']],
  },
  costs: {
    required: ['agency', 'period'],
    optional: ['cost', 'staff', 'service', ...NAMES],
    oneOf: [['cost'], ['staff']],
  },
  innovations: {
    required: ['agency', 'name', 'startedOn'],
    optional: [
      'service',
      'trialOn',
      'stage',
      'initiator',
      'kind',
      'form',
      'affair',
      'theme',
      'legalBasis',
      'design',
      'claim',
      'aim',
      'benefit',
      'result',
      'budget',
      'evidence',
      'verification',
      'status',
      ...NAMES,
    ],
  },
  values: {
    required: ['agency', 'indicator', 'period'],
    oneOf: [['value'], ['numerator', 'denominator']],
    optional: [
      'value',
      'numerator',
      'denominator',
      'service',
      'weight',
      'indicatorName',
      'indicatorUnit',
      'indicatorDirection',
      'indicatorAdds',
      ...NAMES,
    ],
  },
}
