// Words of retention that the browser needs too: without the schema library.

/** Datasets whose facts are about persons, and may expire. */
export const RETAINED = ['cases', 'surveys', 'complaints'] as const
export type RetainedDataset = (typeof RETAINED)[number]

/** Changes are judged against the same month a year earlier, and times by day and week read the facts of 400 days. */
export const MIN_MONTHS = 24
export const MAX_MONTHS = 600
