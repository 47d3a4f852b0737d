import type { Dataset } from '#shared/contract/import.ts'

/** The source of facts and deliveries that came one by one. */
export const PUSH_SOURCE = 'push'

/** Import id of the facts that are pushed on a day, in UTC. */
export const pushImportId = (dataset: Dataset, at: string): string =>
  `${PUSH_SOURCE}-${dataset}-${at.slice(0, 10)}`
