import { newId } from '#server/db/new-id.ts'
import { getScopeId } from '#server/db/queries/calendars.ts'
import { actorText } from '#shared/access.ts'
import { RequestReminders } from '#shared/contract/due.ts'
import { defineAction } from '../define-action.ts'

/** Reminds the people of agencies now, rest day or not: a job looks up who they are and sends the mails. */
export const requestReminders = defineAction({
  name: 'reminder.request',
  input: RequestReminders,
  concerns: ({ items }) => [...new Set(items.map(({ agency }) => agency))],
  changesFigures: false,
  async run(tx, { items }, { actor, clock }) {
    const codes = [...new Set(items.map(({ agency }) => agency))]
    const ids = new Map<string, number>()
    for (const code of codes) ids.set(code, await getScopeId(tx, code))
    const by = { requestedBy: actorText(actor), requestedAt: clock() }
    await tx
      .insertInto('reminderRequest')
      .values(
        items.map(({ agency, dataset, period }) => ({
          requestId: newId(),
          agencyId: ids.get(agency)!,
          dataset,
          period,
          ...by,
        })),
      )
      .execute()
    return {
      result: { requested: items.length },
      trace: { subject: 'reminders', before: null, after: items },
    }
  },
})
