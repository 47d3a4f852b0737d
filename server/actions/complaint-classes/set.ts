import { sql } from 'kysely'
import { retimeComplaints } from '#server/rollups/retime-complaints.ts'
import { SetComplaintClass } from '#shared/contract/calendar.ts'
import { successive, withRule } from '#shared/time/successive.ts'
import { defineAction } from '../define-action.ts'

/** Within how many working days a complaint of a class is to be settled, if received from a day on; a class that is not
 *  there yet is made. `isDefault` makes it the class of complaints that name none. */
export const setComplaintClass = defineAction({
  name: 'complaint-class.set',
  input: SetComplaintClass,
  concerns: () => 'instance',
  async run(tx, { code, validFrom, workingDays, isDefault, name, nameEn }) {
    const before = await tx
      .deleteFrom('complaintClass')
      .where('code', '=', code)
      .returning(['validFrom', 'workingDays', 'isDefault', 'name', 'nameEn'])
      .execute()
    const wasDefault = before.some((rule) => rule.isDefault)
    const rules = before.map((rule) => ({ validFrom: rule.validFrom, workingDays: rule.workingDays }))
    const called = { name: name ?? before[0]?.name ?? code, nameEn: nameEn ?? before[0]?.nameEn ?? null }
    const after = successive(withRule(rules, { validFrom, workingDays })).map((rule) => ({
      ...rule,
      ...called,
      code,
      isDefault: isDefault || wasDefault,
    }))
    if (isDefault) await tx.updateTable('complaintClass').set({ isDefault: false }).execute()
    await tx.insertInto('complaintClass').values(after).execute()
    const recomputedComplaints = await retimeComplaints(
      tx,
      sql`(f.class = ${code} or f.class is null or f.class not in (select code from complaint_class))`,
    )
    return { result: { recomputedComplaints }, trace: { subject: code, before, after } }
  },
})
