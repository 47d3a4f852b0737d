import type { ActionContext } from './actions/context.ts'
import { act } from './actions/define-action.ts'
import { createInvitation } from './actions/invitations/create.ts'
import { enrolMember } from './actions/people/enrol.ts'
import type { Identity } from './auth/identity.ts'

// How the first person gets in: by the environment, or by a link that the start prints.

const EVERYTHING = [
  { role: 'administrator', agency: null },
  { role: 'steward', agency: null },
] as const

/** Makes the first administrator on an empty store of identities, or gives the link that makes one; null: there are
 *  people already. Each start gives a new link, and none before it is good any more. */
export async function admitFirst(
  context: ActionContext,
  identity: Identity,
  given: { email: string; password: string } | null,
): Promise<{ link: string | null } | null> {
  if (await identity.hasPeople()) {
    // A start that ended between the account and its membership is made whole.
    if (given) await enrolIfAlone(context, identity, given.email)
    return null
  }
  if (given) {
    await identity.createPerson({ ...given, name: given.email.split('@')[0]! })
    await enrolIfAlone(context, identity, given.email)
    return { link: null }
  }
  await context.world.write(
    (tx) =>
      tx
        .updateTable('invitation')
        .set({ revokedAt: context.clock() })
        .where('acceptedAt', 'is', null)
        .where('revokedAt', 'is', null)
        .where('invitedBy', '=', context.actor.id)
        .execute(),
    { changesFigures: false },
  )
  const { token } = await act(context, createInvitation, { email: null, grants: EVERYTHING })
  return { link: `${context.publicUrl}/join#${token}` }
}

async function enrolIfAlone(context: ActionContext, identity: Identity, email: string): Promise<void> {
  const { read } = context.world.db
  if (await read.selectFrom('member').select('memberId').limit(1).executeTakeFirst()) return
  const person = await identity.findPersonByEmail(email)
  if (person) await act(context, enrolMember, { memberId: person.id, grants: EVERYTHING })
}
