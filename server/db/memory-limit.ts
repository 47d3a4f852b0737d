import { totalmem } from 'node:os'

/** MB that an engine may use for itself: a quarter of the machine's memory, between 512 MB and 1 GB. The private engine
 *  of an import is gone before the main database works on what it leaves, so the two share one limit, one after the
 *  other. More would not be quicker: every step of an import fits, whatever the size of the file. */
export const memoryLimitMb = (): number =>
  Math.round(Math.min(1024, Math.max(512, totalmem() / 1024 / 1024 / 4)))
