// Words of what is due, apart from the schemas: the browser needs the words and not the library of the schemas.

/** Datasets that can be waited for. */
export const EXPECTED_DATASETS = ['cases', 'surveys', 'complaints', 'costs', 'values'] as const
export type ExpectedDataset = (typeof EXPECTED_DATASETS)[number]

/** `late`: its day has passed. `missing`: so has that of the period after it. `partial`: something came, not all. */
export const DUE_STATES = ['delivered', 'partial', 'late', 'missing', 'not-yet-due', 'excused'] as const
export type DueState = (typeof DUE_STATES)[number]

export const EVERY = ['month', 'quarter'] as const

/** An agency itself, those below it that have none below, or a level below it. */
export const WHOM = ['self', 'leaves', 'ministry', 'agency', 'province', 'regency', 'city', 'unit'] as const
