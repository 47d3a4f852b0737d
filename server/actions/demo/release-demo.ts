import { listReleases } from '#server/db/queries/release-chain.ts'
import { demoAgencies } from '#server/db/seeds/demo/agencies.ts'
import { demoFacts } from '#server/db/seeds/demo/facts.ts'
import { dropWorldSchema } from '#server/db/world-schema.ts'
import type { Actor } from '#shared/access.ts'
import { addDays } from '#shared/time/date.ts'
import type { ActionContext } from '../context.ts'
import { type FreezePlan, planFreeze, planRevision, runFreeze } from '../releases/freeze.ts'
import { prospectOf } from '../releases/prospect.ts'
import { isDemoLoaded, makeDelivery, workingDays } from './load-demo.ts'

// The releases of the invented data: three months, one after the other, and a revision of the last after an office had
// corrected its times. Each is frozen by the same path as real ones, as of an instant of its own.

const RELEASES = [
  { through: '2026-08', at: '2026-09-15T02:00:00.000Z' },
  { through: '2026-09', at: '2026-10-15T02:00:00.000Z' },
  { through: '2026-10', at: '2026-11-12T02:00:00.000Z' },
] as const
const REVISION = {
  replaces: '2026-10',
  code: '2026-10-r1',
  at: '2026-11-19T02:00:00.000Z',
  reason:
    'Satu kantor mencatat tanggal penerimaan berkas sebagai tanggal selesai pada sebagian kasus Oktober 2026 / One office had entered the day of receipt for that of completion in some cases of October 2026',
} as const
const CORRECTED = { from: '2026-10-01', to: '2026-10-31', latest: '2026-10-22', days: 6 } as const
const LATE = 'Belum mengirim data sejak sistemnya diganti / Has sent no data since its system was replaced'

const RELEASER: Actor = {
  kind: 'system',
  id: 'demo',
  name: 'Walidata (contoh / demo)',
  grants: [{ role: 'steward', agency: null }],
  only: null,
}

/** Makes those of the demo's releases that are not there yet: a load that was cut short goes on where it was. Does
 *  nothing in an instance with data of its own. @returns how many it made */
export async function releaseDemo(context: ActionContext, signal?: AbortSignal): Promise<number> {
  const read = context.world.db.read
  let made = 0
  if (!(await isDemoLoaded(read))) return made
  const at = (instant: string): ActionContext => ({ ...context, actor: RELEASER, clock: () => instant })
  const isMade = async (code: string) => (await listReleases(read)).some((release) => release.code === code)
  const make = async (instant: string, plan: FreezePlan) => {
    await runFreeze(at(instant), plan, signal ? { signal } : {})
    await forgetOlderWorlds(context)
    made++
  }
  for (const { through, at: instant } of RELEASES) {
    signal?.throwIfAborted()
    if (await isMade(through)) continue
    const late = (await findLate(context, through, instant)).map((agency) => ({ agency, reason: LATE }))
    await make(instant, await planFreeze(at(instant), { through, late }))
  }
  if (await isMade(REVISION.code)) return made
  signal?.throwIfAborted()
  await correctTimes(context)
  const { replaces, reason, at: instant } = REVISION
  await make(instant, await planRevision(at(instant), { replaces, reason }))
  return made
}

async function findLate(
  { world, defaultTimezone }: ActionContext,
  through: string,
  now: string,
): Promise<string[]> {
  const asked = { through, replaces: null }
  const { late } = await prospectOf(world.db.read, await world.directory(), asked, now, defaultTimezone)
  return late.map(({ agency }) => agency)
}

/** The correction itself: those cases took some days longer than was said at first. */
async function correctTimes(context: ActionContext): Promise<void> {
  const days = await workingDays(context.world.db.read)
  const cases = demoAgencies()
    .filter(({ story }) => story === 'revised')
    .flatMap((agency) => demoFacts(agency, days).cases)
  const { from, to, latest, days: longer } = CORRECTED
  const corrected = cases.flatMap((line) => {
    const cells = line.split(',')
    const [submitted, completed] = [cells[3]!.slice(0, 10), cells[4]!.slice(0, 10)]
    if (submitted < from || submitted > to || completed === '' || completed > latest) return []
    return [
      [...cells.slice(0, 4), addDays(completed, longer) + cells[4]!.slice(10), ...cells.slice(5)].join(),
    ]
  })
  await makeDelivery(context)('cases', corrected, from, to)
}

/** Questions are answered from the newest; older ones from what they wrote. */
async function forgetOlderWorlds({ world }: ActionContext): Promise<void> {
  const older = (await listReleases(world.db.read)).slice(0, -1)
  for (const { releaseId, world: schema } of older) {
    if (schema === null) continue
    await world.db.write((tx) =>
      tx.updateTable('release').set({ world: null }).where('releaseId', '=', releaseId).execute(),
    )
    await dropWorldSchema(world.db, schema)
  }
}
