import type { Tx } from '#server/db/database.ts'
import { insertNotes, listHolders, type NewNote } from '#server/db/queries/notes.ts'
import { nearestHolders } from '#server/readings/nearest-holders.ts'
import type { Role } from '#shared/access.ts'
import { NoteAbout, type NoteKind } from '#shared/contract/note.ts'
import type { ActionContext } from '../context.ts'
import type { LookedAt } from '../submissions/look-at-months.ts'

/** Agencies that a note names; how many there are it says in any case. */
const NAMED = 10

/** Tells the people of agencies what a steward decided about their figures: one note to each, about all that concerns
 *  them. Who acts need not be told. */
export async function tellAgencies(
  tx: Tx,
  kind: NoteKind,
  looked: readonly LookedAt[],
  roles: readonly Role[],
  { world, actor, clock }: ActionContext,
  reason?: string,
): Promise<void> {
  const directory = await world.directory()
  const holders = await listHolders(tx, roles)
  const active = new Set(
    (await tx.selectFrom('member').select('memberId').where('isActive', '=', true).execute()).map(
      ({ memberId }) => memberId,
    ),
  )
  const concerns = new Map<string, LookedAt[]>()
  for (const one of looked) {
    const people = new Set<string>()
    for (const role of roles) {
      const own = holders.filter((holder) => holder.role === role)
      for (const memberId of nearestHolders(directory, own, one.agency.agencyId)) people.add(memberId)
    }
    // Whoever submitted hears of it, whatever they hold by now.
    const submitter = one.row?.changedBy.replace(/^person:/, '')
    if (submitter && active.has(submitter) && one.state === 'submitted') people.add(submitter)
    if (actor.kind === 'person') people.delete(actor.id)
    for (const memberId of people) {
      const theirs = concerns.get(memberId)
      if (theirs) theirs.push(one)
      else concerns.set(memberId, [one])
    }
  }
  const notes = Array.from(
    concerns,
    ([memberId, theirs]): NewNote => ({
      memberId,
      kind,
      about: { ...aboutMonths(theirs), by: actor.name, ...(reason !== undefined && { reason }) },
    }),
  )
  await insertNotes(tx, notes, clock())
}

/** Tells stewards that figures wait for them. No mail: on the last day that would be one for each agency; and while a
 *  note is unread, what comes after it is added to it. */
export async function tellStewards(
  tx: Tx,
  looked: readonly LookedAt[],
  { actor, clock }: ActionContext,
): Promise<void> {
  const stewards = new Set(
    (await listHolders(tx, ['steward'])).flatMap(({ memberId, agencyId }) =>
      agencyId === null && memberId !== actor.id ? [memberId] : [],
    ),
  )
  for (const memberId of stewards) {
    const unread = await tx
      .selectFrom('note')
      .select(['noteId', 'about'])
      .where('memberId', '=', memberId)
      .where('kind', '=', 'submitted')
      .where('readAt', 'is', null)
      .executeTakeFirst()
    const about = aboutMonths(looked)
    if (!unread) {
      await insertNotes(tx, [{ memberId, kind: 'submitted', about }], clock(), { isMailed: false })
      continue
    }
    const before = NoteAbout.parse(JSON.parse(unread.about))
    const joined = {
      count: (before.count ?? 0) + about.count,
      agencies: [...new Set([...(before.agencies ?? []), ...about.agencies])].slice(0, NAMED),
      months: [...new Set([...(before.months ?? []), ...about.months])].sort(),
    }
    await tx
      .updateTable('note')
      .set({ about: JSON.stringify(joined), madeAt: clock() })
      .where('noteId', '=', unread.noteId)
      .execute()
  }
}

/** What a note names of agencies and their months. */
export function aboutMonths(looked: readonly Pick<LookedAt, 'agency' | 'month'>[]) {
  return {
    agencies: [...new Set(looked.map(({ agency }) => agency.code))].slice(0, NAMED),
    count: looked.length,
    months: [...new Set(looked.map(({ month }) => month.slice(0, 7)))].sort(),
  }
}
