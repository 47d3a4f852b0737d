// The closed lists of words that pages offer for choice. Here, and not beside their schemas, because the schema library
// has no place in a browser.

export const TARGET_KINDS = ['min', 'max', 'range', 'exact', 'text', 'to-be-determined'] as const

export const STANDARD_UNITS = ['minute', 'hour', 'workingDay', 'calendarDay', 'month'] as const

/** Words of the register of innovations, as the national schemes have them (IGA of Kemendagri, KIPP/SINOVIK of PANRB). */
export const INNOVATION_WORDS = {
  stage: ['initiative', 'trial', 'implemented'],
  initiator: ['head', 'council', 'civilServant', 'unit', 'citizen'],
  kind: ['digital', 'nonDigital'],
  form: ['governance', 'publicService', 'other'],
  verification: ['pending', 'accepted', 'rejected'],
  status: ['draft', 'submitted', 'revision', 'verified'],
} as const
