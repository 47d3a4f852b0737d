import type { Tx } from '#server/db/database.ts'
import type { RebaselineTable } from '../tables/rebaselines.ts'

export type RebaselineKey = Pick<RebaselineTable, 'agencyId' | 'serviceId' | 'indicator' | 'validFrom'>

/** Takes a re-baselining away, and gives what it was; undefined when there is none. */
export const deleteRebaseline = (tx: Tx, key: RebaselineKey): Promise<RebaselineTable | undefined> =>
  tx
    .deleteFrom('rebaseline')
    .where('agencyId', '=', key.agencyId)
    .where('serviceId', '=', key.serviceId)
    .where('indicator', '=', key.indicator)
    .where('validFrom', '=', key.validFrom)
    .returningAll()
    .executeTakeFirst()
