import type { ReadDb, Tx } from '#server/db/database.ts'
import type { CompositeRuleTable } from '../tables/composite-rules.ts'

/** What is in force on a day, or undefined. */
export const findCompositeRule = (db: ReadDb, on: string): Promise<CompositeRuleTable | undefined> =>
  db
    .selectFrom('compositeRule')
    .selectAll()
    .where('validFrom', '<=', on)
    .orderBy('validFrom', 'desc')
    .limit(1)
    .executeTakeFirst()

/** Takes the rule of a day away, and gives what it was; undefined when there is none. */
export const deleteCompositeRule = (tx: Tx, validFrom: string): Promise<CompositeRuleTable | undefined> =>
  tx.deleteFrom('compositeRule').where('validFrom', '=', validFrom).returningAll().executeTakeFirst()
