import { sql } from 'kysely'
import { FACT_TABLES } from '#server/db/tables/fact-keys.ts'
import { isKept } from '#server/rollups/expired.ts'
import { rebuildTouched } from '#server/rollups/rebuild.ts'
import { refreshStale } from '#server/rollups/stale.ts'
import { startTouched, touchCells } from '#server/rollups/touched.ts'
import { ErasePerson, type PersonReceipt } from '#shared/contract/person.ts'
import { RETAINED } from '#shared/contract/retention-words.ts'
import { Refusal } from '#shared/refusal.ts'
import { defineAction } from '../define-action.ts'
import { factKindOf } from '../imports/facts/fact-kinds.ts'
import { findQuoting, hashOfRef, heldBy, namesRef, withoutQuotes } from './find-held.ts'

/** Erases what is held under a reference: facts, what imports keep of them, bad rows that name it, what kept answers quote
 *  of it. `drafts`: files on their way in that have it, which whoever calls throws away with it. Figures follow; those
 *  of releases and of months whose facts have expired are sums of many, and stay. An undo cannot bring it back: an import
 *  whose facts were erased is no longer what it was. @throws Refusal `not_found` when nothing is held */
export const erasePersonWith = (drafts: number) =>
  defineAction<ErasePerson, PersonReceipt>({
    name: 'person.erase',
    input: ErasePerson,
    concerns: ({ agency }) => (agency ? [agency] : 'instance'),
    async run(tx, input, { clock }) {
      await refreshStale(tx)
      const receipt: PersonReceipt = {
        at: clock(),
        refHash: hashOfRef(input.ref),
        facts: 0,
        replaced: 0,
        issues: 0,
        answers: 0,
        drafts,
        agencies: [],
        months: [],
        frozen: false,
      }
      const agencies = new Set<string>()
      const months = new Set<string>()
      for (const dataset of RETAINED) {
        const kind = factKindOf(dataset)
        const { table } = FACT_TABLES[dataset]!
        const own = sql`${sql.table(table)} as f where ${heldBy(input)}`
        const { rows } = await sql<{ agency: string; isKept: boolean }>`select a.code as agency,
          ${isKept(dataset, sql`f.agency_id`, sql.ref(`f.${kind.dates[0]!}`))} as is_kept
        from (select f.* from ${own}) as f join agency as a on a.agency_id = f.agency_id`.execute(tx)
        receipt.facts += rows.length
        if (rows.some((row) => !row.isKept)) receipt.frozen = true
        for (const { agency } of rows) agencies.add(agency)
        receipt.replaced += await take(sql`${sql.table(`${table}_before`)} as f where ${heldBy(input)}`)
        if (rows.length === 0) continue
        await startTouched(tx)
        await touchCells(tx, sql`(select f.* from ${own}) as o`, kind.dates)
        await sql`delete from ${own}`.execute(tx)
        await rebuildTouched(tx, dataset)
        const touched = await sql<{ month: string }>`select distinct month from tmp_touched`.execute(tx)
        for (const { month } of touched.rows) months.add(month.slice(0, 7))
      }
      receipt.issues = await take(sql`import_issue where ${namesRef(input.ref)}`)
      for (const { actor, key, answer } of await findQuoting(tx, input)) {
        receipt.answers++
        await tx
          .updateTable('pushKey')
          .set({ answer: withoutQuotes(answer, input.ref) })
          .where('actor', '=', actor)
          .where('key', '=', key)
          .execute()
      }
      if (receipt.facts + receipt.replaced + receipt.issues + receipt.answers + drafts === 0)
        throw new Refusal('not_found', 'nothing-held', {})
      receipt.agencies = [...agencies].sort()
      receipt.months = [...months].sort()
      const { refHash, at: _, ...after } = receipt
      return {
        result: receipt,
        trace: { subject: refHash, before: null, after: { ...after, reason: input.reason } },
      }

      async function take(rows: ReturnType<typeof sql>): Promise<number> {
        const counted = await sql<{ n: number }>`select count(*) as n from ${rows}`.execute(tx)
        if (counted.rows[0]!.n > 0) await sql`delete from ${rows}`.execute(tx)
        return counted.rows[0]!.n
      }
    },
  })
