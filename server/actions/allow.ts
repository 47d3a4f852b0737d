import type { Directory } from '#server/readings/directory.ts'
import type { World } from '#server/readings/world.ts'
import { type ActionName, type Actor, actionsOf, can, type Place } from '#shared/access.ts'
import { Refusal } from '#shared/refusal.ts'

/** Where something is done, as whoever asks knows it: agencies by their codes. */
export type Where = 'instance' | 'self' | readonly string[]

/** Whether an actor may do an action there, with the tree of agencies as it is now. */
export async function isAllowed(
  { world, actor }: { world: World; actor: Actor },
  action: ActionName,
  where: Where,
): Promise<boolean> {
  return can(actor, action, await placeOf(world, where))
}

/** @throws Refusal `unauthenticated` for a visitor, `forbidden` for anybody else who may not */
export async function allow(
  context: { world: World; actor: Actor },
  action: ActionName,
  where: Where,
): Promise<void> {
  if (!(await isAllowed(context, action, where))) throw refusalOf(context.actor, action)
}

/** For what tells only while it is done where it is done, such as a file of many agencies.
 *  @throws Refusal as `allow`, for an actor who may do it nowhere */
export function allowSomewhere(actor: Actor, action: ActionName): void {
  if (!actionsOf(actor).includes(action)) throw refusalOf(actor, action)
}

/** Codes of the agencies in which an actor may do an action; null: everywhere, also where there is none yet. */
export async function agenciesAllowed(
  { world, actor }: { world: World; actor: Actor },
  action: ActionName,
): Promise<ReadonlySet<string> | null> {
  if (can(actor, action, 'instance')) return null
  const directory = await world.directory()
  const allowed = new Set<string>()
  for (const { code } of directory.agencies) {
    if (can(actor, action, [lineOf(directory, code)])) allowed.add(code)
  }
  return allowed
}

const refusalOf = (actor: Actor, action: ActionName): Refusal =>
  actor.kind === 'anonymous'
    ? new Refusal('unauthenticated', 'sign-in-needed', {})
    : new Refusal('forbidden', 'not-allowed', { action })

/** Each agency as the line from itself up to the top. One that is not there lies below nobody's agency. */
async function placeOf(world: World, where: Where): Promise<Place> {
  if (typeof where === 'string') return where
  const directory = await world.directory()
  return where.map((code) => lineOf(directory, code))
}

function lineOf({ agencyByCode, agencyById }: Directory, code: string): string[] {
  const line = [code]
  for (let id = agencyByCode.get(code)?.parentId ?? null; id !== null; ) {
    const agency = agencyById.get(id)
    if (!agency || line.includes(agency.code)) break
    line.push(agency.code)
    id = agency.parentId
  }
  return line
}
