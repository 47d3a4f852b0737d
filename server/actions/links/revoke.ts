import { getScopeId } from '#server/db/queries/calendars.ts'
import { findEntryLink, updateEntryLink } from '#server/db/queries/entry-links.ts'
import { RevokeLink } from '#shared/contract/entry.ts'
import { Refusal } from '#shared/refusal.ts'
import { defineAction } from '../define-action.ts'

/** From now on a link opens nothing. What was entered by it stays. */
export const revokeLink = defineAction({
  name: 'link.revoke',
  input: RevokeLink,
  concerns: ({ agency }) => [agency],
  changesFigures: false,
  async run(tx, { agency, id }, { clock }) {
    const link = await findEntryLink(tx, id)
    // Of another agency it is not there: who may revoke was judged by the agency that was named.
    if (!link || link.agencyId !== (await getScopeId(tx, agency)))
      throw new Refusal('not_found', 'no-link', {})
    const revokedAt = link.revokedAt ?? clock()
    await updateEntryLink(tx, id, { revokedAt })
    return {
      result: { id, revokedAt },
      trace: { subject: `link:${id}`, before: { revokedAt: link.revokedAt }, after: { revokedAt } },
    }
  },
})
