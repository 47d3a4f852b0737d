import { linkTokenHash } from '#server/auth/link-token.ts'
import { StopReminders, WantReminders } from '#shared/contract/due.ts'
import { Refusal } from '#shared/refusal.ts'
import { defineAction } from '../define-action.ts'

/** Ends the reminders of whoever holds the link of one. It tells nothing of them, and opens nothing. */
export const stopReminders = defineAction({
  name: 'reminder.stop',
  input: StopReminders,
  concerns: () => 'self',
  changesFigures: false,
  async run(tx, { token }, { clock }) {
    const found = await tx
      .selectFrom('reminderToken')
      .select('memberId')
      .where('tokenHash', '=', linkTokenHash(token))
      .executeTakeFirst()
    if (!found) throw new Refusal('not_found', 'no-reminder-link', {})
    await tx.deleteFrom('reminderOptout').where('memberId', '=', found.memberId).execute()
    await tx.insertInto('reminderOptout').values({ memberId: found.memberId, optedAt: clock() }).execute()
    return {
      result: { wanted: false },
      trace: { subject: `person:${found.memberId}`, before: null, after: { wanted: false } },
    }
  },
})

/** Has oneself reminded, or not. */
export const wantReminders = defineAction({
  name: 'reminder.want',
  input: WantReminders,
  concerns: () => 'self',
  changesFigures: false,
  async run(tx, { wanted }, { actor, clock }) {
    await tx.deleteFrom('reminderOptout').where('memberId', '=', actor.id).execute()
    if (!wanted)
      await tx.insertInto('reminderOptout').values({ memberId: actor.id, optedAt: clock() }).execute()
    return {
      result: { wanted },
      trace: { subject: `person:${actor.id}`, before: null, after: { wanted } },
    }
  },
})
