import { getReminderRule } from '#server/db/queries/expectations.ts'
import { ReminderRule } from '#shared/contract/due.ts'
import { defineAction } from '../define-action.ts'

/** When people are reminded. */
export const setReminderRule = defineAction({
  name: 'reminder.set-rule',
  input: ReminderRule,
  concerns: () => 'instance',
  changesFigures: false,
  async run(tx, after) {
    const { ruleId, ...before } = await getReminderRule(tx)
    await tx.deleteFrom('reminderRule').where('ruleId', '=', ruleId).execute()
    await tx
      .insertInto('reminderRule')
      .values({ ruleId, ...after })
      .execute()
    return { result: after, trace: { subject: 'reminders', before, after } }
  },
})
