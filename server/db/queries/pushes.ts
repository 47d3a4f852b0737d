import type { ReadDb, Tx } from '#server/db/database.ts'
import type { PushKeyTable } from '../tables/pushes.ts'

export type PushAnswer = PushKeyTable

/** What a request with this key was answered, or undefined. */
export const findAnswer = (db: ReadDb, actor: string, key: string): Promise<PushAnswer | undefined> =>
  db.selectFrom('pushKey').selectAll().where('actor', '=', actor).where('key', '=', key).executeTakeFirst()

export async function keepAnswers(tx: Tx, answers: readonly PushAnswer[]): Promise<void> {
  if (answers.length > 0)
    await tx
      .insertInto('pushKey')
      .values([...answers])
      .execute()
}

/** Forgets answers from before an instant; gives how many. */
export async function forgetAnswers(tx: Tx, before: string): Promise<number> {
  const [{ numDeletedRows }] = (await tx.deleteFrom('pushKey').where('keptAt', '<', before).execute()) as [
    { numDeletedRows: bigint },
  ]
  return Number(numDeletedRows)
}
