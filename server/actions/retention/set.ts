import { actorText } from '#shared/access.ts'
import { SetRetention } from '#shared/contract/retention.ts'
import { defineAction } from '../define-action.ts'

/** How long the facts of a dataset are kept. What has gone does not come back by a longer time. */
export const setRetention = defineAction({
  name: 'retention.set',
  input: SetRetention,
  concerns: () => 'instance',
  changesFigures: false,
  async run(tx, { dataset, months, reason }, { clock, actor }) {
    const before = await tx
      .deleteFrom('retentionRule')
      .where('dataset', '=', dataset)
      .returning(['months', 'reason'])
      .executeTakeFirst()
    if (months !== null) {
      await tx
        .insertInto('retentionRule')
        .values({ dataset, months, reason, setAt: clock(), setBy: actorText(actor) })
        .execute()
    }
    return {
      result: { dataset, months },
      trace: { subject: dataset, before: before ?? null, after: { months, reason } },
    }
  },
})
