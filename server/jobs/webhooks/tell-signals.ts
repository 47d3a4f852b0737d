import { queueEvent } from '#server/actions/webhooks/queue-event.ts'
import type { ReadDb } from '#server/db/database.ts'
import { listWebhooks } from '#server/db/queries/webhooks.ts'
import { readSignals } from '#server/readings/read-signals.ts'
import type { SignalItem } from '#shared/contract/signals.ts'
import type { Job } from '../runner.ts'

/** Signals looked at, newest first: older ones have been there at the last look. */
const LOOKED_AT = 1000

/** Tells webhooks of signals that were not there at the last look, each once. The first look after somebody begins to
 *  want them is not told: what was there before is no news. What a visitor may not see is not told either. */
export const tellSignals: Job = {
  name: 'tell-signals',
  every: '15 * * * * *',
  async hasWork(read) {
    const before = await read
      .selectFrom('jobRun')
      .select('cursorText')
      .where('name', '=', 'tell-signals')
      .executeTakeFirst()
    return (before?.cursorText ?? '') !== (await placeOf(read))
  },
  async run({ world, clock, locale, cursor }) {
    const place = await placeOf(world.db.read)
    // Nobody wants to be told: whoever comes next begins anew.
    if (place === '') {
      await world.write((tx) => tx.deleteFrom('toldSignal').execute(), {
        changesFigures: false,
        part: 'facts',
      })
      return { done: 0, cursor: '' }
    }
    const asked = { indicators: null, agencies: null, since: null, limit: LOOKED_AT, cursor: null }
    const { items } = await readSignals(world, asked, { isAnonymous: true, locale })
    const told = await world.write(
      async (tx) => {
        const known = new Set(
          (await tx.selectFrom('toldSignal').select('signalId').execute()).map(({ signalId }) => signalId),
        )
        const fresh = items.filter(({ id }) => !known.has(id))
        const at = clock()
        for (let i = 0; i < fresh.length; i += 1000) {
          await tx
            .insertInto('toldSignal')
            .values(fresh.slice(i, i + 1000).map(({ id }) => ({ signalId: id, toldAt: at })))
            .execute()
        }
        if (!cursor) return 0
        for (const item of fresh) await queueEvent(tx, eventOf(item, at))
        return fresh.length
      },
      { changesFigures: false, part: 'facts' },
    )
    return { done: told, cursor: place }
  },
}

const eventOf = (item: SignalItem, at: string) => ({
  event: 'signal.appeared' as const,
  subject: item.id,
  agencies: item.agency === null ? null : [item.agency],
  data: item,
  at,
})

/** The state of the data that signals are judged by; '' while nobody wants to be told. */
async function placeOf(read: ReadDb): Promise<string> {
  const wanting = (await listWebhooks(read)).some(
    ({ isActive, events }) => isActive && (JSON.parse(events) as string[]).includes('signal.appeared'),
  )
  if (!wanting) return ''
  const { value } = await read
    .selectFrom('counter')
    .select('value')
    .where('name', '=', 'data-version')
    .executeTakeFirstOrThrow()
  return String(value)
}
