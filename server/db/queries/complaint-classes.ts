import type { ReadDb, Tx } from '#server/db/database.ts'
import { ALWAYS } from './entities.ts'

/** Limits commonly published in service standards (SP4N-LAPOR!), in working days; a complaint without a class has no
 *  oversight content until somebody finds some. */
const SEEDS = [
  {
    code: 'information',
    workingDays: 5,
    isDefault: false,
    name: 'Permintaan informasi',
    nameEn: 'Information request',
  },
  {
    code: 'no-oversight',
    workingDays: 14,
    isDefault: true,
    name: 'Tidak berkadar pengawasan',
    nameEn: 'Without oversight content',
  },
  {
    code: 'oversight',
    workingDays: 60,
    isDefault: false,
    name: 'Berkadar pengawasan',
    nameEn: 'With oversight content',
  },
] as const

/** Codes of every class there has been. */
export async function listComplaintClasses(db: ReadDb): Promise<string[]> {
  const rows = await db.selectFrom('complaintClass').select('code').distinct().execute()
  return rows.map(({ code }) => code).sort()
}

/** Writes the usual classes where there are none. */
export async function seedComplaintClasses(tx: Tx): Promise<void> {
  const some = await tx.selectFrom('complaintClass').select('code').limit(1).executeTakeFirst()
  if (some) return
  await tx
    .insertInto('complaintClass')
    .values(SEEDS.map((seed) => ({ ...seed, validFrom: ALWAYS.from, validTo: ALWAYS.to })))
    .execute()
}
