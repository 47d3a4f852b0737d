import { getAgencyId } from '#server/db/queries/calendars.ts'
import { SetProvisional } from '#shared/contract/submission.ts'
import { defineAction } from '../define-action.ts'

/** An agency shows its figures to everybody before they are released, marked as provisional; or does so no more. */
export const setProvisional = defineAction({
  name: 'publication.set-provisional',
  input: SetProvisional,
  concerns: ({ agency }) => [agency],
  // No figure is another one, but what is answered to whom is: what is kept in memory is of the past.
  changesFigures: 'not-of-people',
  async run(tx, { agency, showsProvisional }) {
    const agencyId = await getAgencyId(tx, agency)
    const before = await tx
      .deleteFrom('agencyPublication')
      .where('agencyId', '=', agencyId)
      .returning('showsProvisional')
      .executeTakeFirst()
    await tx.insertInto('agencyPublication').values({ agencyId, showsProvisional }).execute()
    return {
      result: { agency, showsProvisional },
      trace: {
        subject: agency,
        before: { showsProvisional: before?.showsProvisional ?? false },
        after: { showsProvisional },
      },
    }
  },
})
