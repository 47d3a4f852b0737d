import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'

/** Takes the next `count` numbers of a counter; gives the first. Identifiers are made by us, so that they are the
 *  same on every engine and survive a move. */
export async function takeNumbers(
  tx: Tx,
  name: 'agency' | 'service' | 'standard' | 'calendar' | 'import',
  count: number,
): Promise<number> {
  await sql`update counter set value = value + ${count} where name = ${name}`.execute(tx)
  const { value } = await tx
    .selectFrom('counter')
    .select('value')
    .where('name', '=', name)
    .executeTakeFirstOrThrow()
  return value - count + 1
}

/** Has what is hidden about people worked out anew; see readings/hidden-cells.ts. */
export const raisePeopleVersion = (tx: Tx) =>
  sql`update counter set value = value + 1 where name = 'people-version'`.execute(tx)
