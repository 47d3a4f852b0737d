/** Last column of our own file of rejected rows, in each language. A file that comes back with it has been corrected:
 *  the column is no part of it. */
export const REASON_HEADER = { id: 'Alasan ditolak', en: 'Reason for rejection' } as const

export const REASON_HEADERS: readonly string[] = Object.values(REASON_HEADER)
