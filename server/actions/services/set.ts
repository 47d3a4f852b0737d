import { getServiceId } from '#server/db/queries/calendars.ts'
import { SetService } from '#shared/contract/entity.ts'
import { defineAction } from '../define-action.ts'

/** Names of a service in the one catalogue. @throws Refusal `not_found` for an unknown code. */
export const setService = defineAction({
  name: 'service.set',
  input: SetService,
  concerns: () => 'instance',
  async run(tx, { code, ...after }) {
    const serviceId = await getServiceId(tx, code)
    const before = await tx
      .selectFrom('service')
      .select(['name', 'nameEn'])
      .where('serviceId', '=', serviceId)
      .executeTakeFirstOrThrow()
    await tx.updateTable('service').set(after).where('serviceId', '=', serviceId).execute()
    return { result: { code }, trace: { subject: code, before, after } }
  },
})
